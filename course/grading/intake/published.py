"""Whether keys can be read by others: what git knows of where they were sent. No network is used.

Looked at are the remotes of the repositories that hold the keys and the course folder. A remote on this
machine is no one else's. Of any other, git does not know who may read it, so it counts until faculty say that
it is private.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Where a repository is public unless somebody made it private.
_PUBLIC = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht", "gitea.com", "gitee.com",
           "framagit.org", "salsa.debian.org", "huggingface.co", "notabug.org")  # fmt: skip
_SELF = ("localhost", "127.0.0.1", "::1")
_KEYS = ("key.yaml", "reference.py")
_SECONDS = 60


class CannotLook(Exception):
    """Why git could not be asked, as one sentence."""


@dataclass(frozen=True)
class Published:
    """Keys that were sent to a remote. files: some of them, as `module/name`; count: how many."""

    remote: str
    host: str
    files: tuple[str, ...]
    count: int

    def __str__(self) -> str:
        where = f"{self.remote} ({self.host})"
        if any(self.host == host or self.host.endswith(f".{host}") for host in _PUBLIC):
            known = "where everybody can read a repository unless it was made private"
        else:
            known = "and who may read there cannot be seen from here"
        more = f" and {self.count - len(self.files)} more" if self.count > len(self.files) else ""
        return f"{', '.join(self.files)}{more} went to {where}, {known}"


def published_keys(keys: Path, course: Path, private: Iterable[str] = ()) -> list[Published]:
    """What of a folder of keys was sent to remotes, one entry a remote; CannotLook if git cannot be asked.

    A key counts if a remote's branches hold it as it is now, under whatever name, or an earlier version under
    its path. The course's source notebooks, which carry solutions and marking schemes, count as they are now.
    private: remotes, by name, host or address, of which faculty say that only they can read them. What was
    sent from another copy, or downloaded without git, cannot be seen.
    """
    secret = {path for name in _KEYS for path in keys.glob(f"*/{name}") if path.is_file()}
    built = {path for path in course.glob("source/*/*.ipynb") if path.is_file()}
    trusted = set(private)
    found: dict[str, Published] = {}
    for top in sorted({top for folder in (keys, course) if (top := _repository(folder)) is not None}):
        contents = _contents(top, secret | built)
        for remote, urls in _remotes(top).items():
            hosts = {url: host for url in urls if (host := host_of(url)) is not None}
            if (
                not hosts
                or remote in trusted
                or all(url in trusted or hosts[url] in trusted for url in hosts)
            ):
                continue
            sent = _sent(top, remote, contents, secret)
            if sent:
                names = tuple(sorted(f"{path.parent.name}/{path.name}" for path in sent))
                host = next(host for url, host in hosts.items() if url not in trusted and host not in trusted)
                found.setdefault(f"{top}\0{remote}", Published(remote, host, names[:3], len(names)))
    return list(found.values())


def host_of(url: str) -> str | None:
    """The machine of a remote's address; None for one on this machine.

    >>> host_of("git@github.com:a/b.git"), host_of("https://user:pw@git.school.example:8443/x")
    ('github.com', 'git.school.example')
    >>> host_of("/srv/keys.git") is None and host_of("file:///srv/keys.git") is None
    True
    """
    if match := re.match(r"[a-z0-9+.-]+://(?:[^/@]*@)?(\[[^\]]*\]|[^/:]*)", url, re.IGNORECASE):
        host = match[1].strip("[]").lower()
        return None if host in ("", *_SELF) else host
    if re.match(r"[A-Za-z]:[\\/]", url):  # a Windows path
        return None
    if (match := re.match(r"(?:[^/@:]*@)?([^/:]+):", url)) is not None:
        return None if match[1].lower() in _SELF else match[1].lower()
    return None


def _repository(folder: Path) -> Path | None:
    """The top of the repository that a folder is in, None if it is in none; CannotLook without git."""
    folder = folder.resolve()
    if not folder.is_dir():
        return None
    if not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return None
    if shutil.which("git") is None:
        raise CannotLook(f"{folder} is kept in git, and the program git is not here to ask. Install git.")
    return Path(_git(folder, "rev-parse", "--show-toplevel").strip("\n"))


def _remotes(top: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _git(top, "remote", "-v").splitlines():
        name, _, rest = line.partition("\t")
        found.setdefault(name, []).append(rest.rpartition(" (")[0])
    return found


def _contents(top: Path, files: set[Path]) -> dict[str, Path]:
    """The files by the name that git gives to what is in them."""
    listed = sorted(files)
    if not listed:
        return {}
    paths = "".join(f"{path.resolve()}\n" for path in listed)
    names = _git(top, "hash-object", "--no-filters", "--stdin-paths", given=paths).split()
    return dict(zip(names, listed, strict=True))


def _sent(top: Path, remote: str, contents: dict[str, Path], secret: set[Path]) -> set[Path]:
    """Those files that branches of a remote hold or held; of a secret one, any version."""
    sent = set()
    paths = {_below(path, top): path for path in secret}
    listing = _git(top, "rev-list", "--objects", "--missing=allow-any", f"--remotes={remote}")
    for line in listing.splitlines():
        name, _, path = line.partition(" ")
        if name in contents:
            sent.add(contents[name])
        elif path and path in paths:
            sent.add(paths[path])
    return sent


def _below(path: Path, top: Path) -> str:
    resolved, top = path.resolve(), top.resolve()
    return resolved.relative_to(top).as_posix() if resolved.is_relative_to(top) else ""


def _git(folder: Path, *words: str, given: str = "") -> str:
    """What git answers. Nothing that the repository's own settings name is started."""
    quiet = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(
            ["git", *quiet, "-c", "safe.directory=*", "-C", str(folder), *words],
            input=given, capture_output=True, encoding="utf-8", errors="surrogateescape", env=environment,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotLook(f"git could not be asked about {folder} ({type(error).__name__}).") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[0][:200]
        raise CannotLook(f"git could not be asked about {folder}: {last}")
    return done.stdout
