"""Run a part of a test as another account, so that it meets the rights that an ordinary user has."""

import os
import pickle
import shlex
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

GRADER, STRANGER = 65534, 31_337
REPOSITORY = Path(__file__).resolve().parents[2]


def _opened(paths: list[Path], aside: Path) -> str:
    """A shell script for a mount namespace of its own: it shows these folders where they are, whatever closed
    folder they lie in, and then runs its arguments as an ordinary account.

    The Python that runs the tests may lie in root's home, and a clone in a folder of mode 0700. Each closed
    folder is empty but for them.
    """
    above = {path: [up for up in reversed(path.parents) if not up.stat().st_mode & 0o001] for path in paths}
    hidden = [path for path in paths if above[path]]
    steps = ["set -e", "mount --make-rprivate /"]
    for number, path in enumerate(hidden):
        (aside / str(number)).mkdir()
        steps.append(f"mount --bind {shlex.quote(str(path))} {aside / str(number)}")
    for closed in sorted({above[path][0] for path in hidden}):
        steps.append(f"mount -t tmpfs -o mode=755,size=1m none {shlex.quote(str(closed))}")
    for number, path in enumerate(hidden):
        steps.append(f"mkdir -p {shlex.quote(str(path))}")
        steps.append(f"mount --move {aside / str(number)} {shlex.quote(str(path))}")
    steps.append(f'exec setpriv --reuid {GRADER} --regid {GRADER} --clear-groups "$@"')
    return "\n".join(steps)


def as_account(number: int, run: Callable[[], Any], seconds: int = 60) -> Any:
    """What `run` gives in a child process of this account; "hangs" where it takes longer.

    Where the tests do not run as root, the account stays theirs.
    """
    import select

    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ready)
            if os.geteuid() == 0 and number != 0:
                os.setgroups([])
                os.setresgid(number, number, number)
                os.setresuid(number, number, number)
            outcome = run()
        except BaseException:
            outcome = traceback.format_exc()
        with os.fdopen(tell, "wb") as file:
            pickle.dump(outcome, file)
        os._exit(0)
    os.close(tell)
    try:
        if not select.select([ready], [], [], seconds)[0]:
            return "hangs"
        with os.fdopen(ready, "rb", closefd=False) as file:
            return pickle.load(file)
    finally:
        os.close(ready)
        os.kill(child, 9)
        os.waitpid(child, 0)


def run_script(script: Path, account: int, *words: str, seconds: int = 1_000) -> str:
    """What a script of tests/ prints when it runs under this account; fails with what it said.

    It gets an environment of its own and a home that is its own.
    """
    with tempfile.TemporaryDirectory(prefix="home-") as home, tempfile.TemporaryDirectory() as aside:
        os.chown(home, account, account) if os.geteuid() == 0 else None
        tests = REPOSITORY / "tests"
        environment = {
            "HOME": home, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LANG": "C.UTF-8",
            "PYTHONPATH": f"{REPOSITORY}:{tests}:{tests / 'attacks'}", "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        command = [sys.executable, str(script), *words]
        if os.geteuid() == 0 and account != 0:
            shown = [Path(sys.base_prefix), REPOSITORY, Path(sys.prefix)]
            apart = [path for path in shown if not any(path.is_relative_to(o) for o in shown if o != path)]
            command = ["unshare", "-m", "sh", "-c", _opened(apart, Path(aside)), "sh", *command]
        done = subprocess.run(
            command, env=environment, cwd=home, capture_output=True, text=True, timeout=seconds
        )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout
