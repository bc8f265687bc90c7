"""Account ids as keyed hashes: the same account gets the same name on this machine, and nobody reads it back.

BLAKE2b with a key (RFC 7693, section 2.5). Without the key an id cannot be found by trying all ids, which
for the numbers of X a plain hash would allow. This covers the columns of ids. The text of a post may still
name people, and the post ids of Mastodon and Bluesky contain the account.
"""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b
from pathlib import Path

from course.corpus.errors import CorpusError

LEAST_KEY = 16
_MOST_KEY = 64
_REMEMBERED = 100_000


def key_file() -> Path:
    """Where this machine keeps its key: course/author-key in the person's configuration folder."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "course" / "author-key"


def key_of(given: bytes | str | os.PathLike[str] | None) -> bytes:
    """The key itself, read from a file that was named, or this machine's, made at first use.

    Raises CorpusError where there is no file of that name, or where it holds fewer than 16 bytes.
    """
    if isinstance(given, bytes):
        return _long_enough(given, "The key")
    path = key_file() if given is None else Path(given).expanduser()
    try:
        if given is None and not path.exists():
            _make(path)
        return _long_enough(path.read_bytes(), f"The key in {path}")
    except OSError as error:
        raise CorpusError(
            f"The key for account ids, {path}, cannot be read: {error.strerror or error}. Name another file "
            "with key=, or keep the ids as they are with keep_ids=True (--keep-ids)."
        ) from None


def _long_enough(key: bytes, what: str) -> bytes:
    if len(key) < LEAST_KEY:
        raise CorpusError(
            f"{what} has {len(key)} bytes. It needs at least {LEAST_KEY}; any random ones will do."
        )
    # BLAKE2b takes 64 bytes of key at most; a longer file is brought down to that.
    return key if len(key) <= _MOST_KEY else blake2b(key).digest()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    scratch.touch(mode=0o600)
    scratch.write_bytes(secrets.token_bytes(32))
    try:
        # Two imports that start together must end up with one key: the first name wins.
        os.link(scratch, path)
    except FileExistsError:
        pass
    except OSError:
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


class Pseudonyms:
    """Ids of accounts as 24 hexadecimal digits, or as they are if `key` is None."""

    def __init__(self, key: bytes | None) -> None:
        self.keep = key is None
        self._key = key or b""
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, platform: str, account: str) -> str:
        """The name for an account of a platform."""
        if self.keep:
            return account
        found = self._known.get((platform, account))
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            text = f"{platform}:{account}".encode("utf-8", "surrogatepass")
            found = blake2b(text, key=self._key, digest_size=12).hexdigest()
            self._known[platform, account] = found
        return found
