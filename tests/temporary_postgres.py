"""A PostgreSQL of the tests' own, from Debian's packages, on a Unix socket; it ends with its folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "gradebook"


def programs() -> Path:
    """The folder of initdb and pg_ctl; fails, and says what to install, where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: float(one.parts[4]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise AssertionError(
            "These tests start a PostgreSQL server of their own and found none: make tools, or "
            "sudo apt-get install --no-install-recommends postgresql"
        )
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database; the server ends here. For root, the user postgres runs it."""
    own: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="course-postgres-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        own = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"

    def run(program: str, *words: str) -> None:
        done = subprocess.run(
            [programs() / program, *words], cwd=folder, capture_output=True, text=True, **own
        )
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "-D", str(data), "-U", "grader", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            run("createdb", "-h", str(folder), "-U", "grader", NAME)
            yield f"postgresql+psycopg://grader@/{NAME}?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
