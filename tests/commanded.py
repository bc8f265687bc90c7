"""What a `course …` run in a test gives: the fixture `course` of tests/cli."""

import subprocess
from collections.abc import Callable

Run = Callable[..., "subprocess.CompletedProcess[str]"]
