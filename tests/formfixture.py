"""Where the small test in three forms lies."""

from pathlib import Path

FIXTURE = Path(__file__).parent / "fixtures" / "t1-forms-abc"
