"""Which folders of this machine a kernel must be able to read: Python, its packages, system libraries,
fonts.
"""

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
LIBRARY = "/opt/course"  # where the package stands inside, alone: the folder around it may be the repository
# Of a prefix only what Python uses: beside it may lie anything, an exchange in /usr/local/share for one.
_PARTS = ("bin", "lib", "lib64", "lib32", "libexec")
_SYSTEM = (
    "/usr/bin",
    "/usr/lib",
    "/usr/lib64",
    "/usr/lib32",
    "/usr/share/fonts",
    "/usr/share/fontconfig",
    "/usr/share/zoneinfo",
    "/bin",
    "/lib",
    "/lib64",
    "/lib32",
)
_SETTINGS = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")


@dataclass(frozen=True)
class Reach:
    """folders: readable at their own place; links: (place, target) to be made again; program: the Python."""

    folders: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    settings: tuple[str, ...]
    packages: tuple[str, ...]
    program: str

    @property
    def open_to_all(self) -> bool:
        """Whether an account that owns none of it could read it."""
        needed = [*self.folders, *self.packages, str(PACKAGE), os.path.realpath(self.program)]
        return all(_is_open(one) for one in needed)


@cache
def reach() -> Reach:
    """What the Python that runs this needs, however it was installed: system, pyenv, venv, conda, uv."""
    wanted = [part for part in _SYSTEM if os.path.isdir(part) and not os.path.islink(part)]
    links = {part: os.readlink(part) for part in _SYSTEM if os.path.islink(part)}
    for prefix in dict.fromkeys((sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix)):
        wanted += [part for part in (os.path.join(prefix, name) for name in _PARTS) if os.path.isdir(part)]
        wanted += [part for part in (os.path.join(prefix, "pyvenv.cfg"),) if os.path.isfile(part)]
    # Where packages are: a user's own site-packages lies outside of every prefix.
    packages = [one for one in sys.path if os.path.basename(one) in ("site-packages", "dist-packages")]
    packages = [one for one in packages if os.path.isdir(one)]
    wanted += packages
    wanted.append(os.path.realpath(sys.executable))
    for one in [*wanted, sys.executable]:
        links.update(_links_to(one))
    folders = _outermost([os.path.realpath(one) for one in wanted])
    made = tuple((at, to) for at, to in sorted(links.items()) if not _is_under(at, folders))
    settings = tuple(one for one in _SETTINGS if os.path.exists(one))
    return Reach(tuple(folders), made, settings, tuple(packages), sys.executable)


def _links_to(path: str) -> dict[str, str]:
    """Every link on the way to a path, with what it points to."""
    found: dict[str, str] = {}
    left, at, hops = path.strip("/").split("/"), "/", 0
    while left:
        at = os.path.join(at, left.pop(0))
        if os.path.islink(at):
            hops += 1
            if hops > 40:
                break
            found[at] = os.readlink(at)
            target = os.path.normpath(os.path.join(os.path.dirname(at), found[at]))
            left, at = [*target.strip("/").split("/"), *left], "/"
    return found


def _outermost(folders: list[str]) -> list[str]:
    """The folders without those that lie in another one of them."""
    kept: list[str] = []
    for one in sorted(set(folders)):
        if not _is_under(one, kept):
            kept.append(one)
    return kept


def _is_under(path: str, folders: list[str]) -> bool:
    return any(path == one or path.startswith(one.rstrip("/") + "/") for one in folders)


def _is_open(path: str) -> bool:
    rights = 0o005 if os.path.isdir(path) else 0o004
    return os.stat(path).st_mode & rights == rights
