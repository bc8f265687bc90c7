"""Files that are there whole or not at all: written beside their place, then put into it in one step."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(
    path: Path,
    content: bytes | str,
    *,
    mode: int | None = 0o644,
    durable: bool = False,
    prefix: str = ".new-",
    suffix: str = "",
) -> None:
    """Put a file in its place in one step; what was there stays if anything fails, a kill included.

    mode: its rights, since a scratch file is its owner's alone; None leaves it so. durable: forced to disk
    before it takes its place, so that not even a power cut leaves half of it. prefix, suffix: the scratch
    file's name, by which a sweep can know what a kill left behind. Raises OSError.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, scratch = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            os.chmod(scratch, mode)
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
