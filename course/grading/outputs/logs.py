"""A log in which nothing of a submission gives orders to a terminal or looks like a line of its own.

nbgrader logs the names of a submission's files as they are; a name may hold line ends and escape sequences.
"""

import logging
from pathlib import PurePath
from typing import Any

_AGAIN = "\n    "  # what goes on after a line end cannot pass for a new entry


def guard_log(log: Any) -> None:
    """Let every entry of this log be shown as letters; a second call changes nothing."""
    logger = getattr(log, "logger", log)  # an adapter has its logger inside
    if not any(isinstance(one, _Shown) for one in logger.filters):
        logger.addFilter(_Shown())


def one_line(text: str) -> str:
    """A text with every letter written out that could end the line or order a terminal about.

    >>> one_line("a\\x1b[2J\\nb")
    'a\\\\x1b[2J\\\\nb'
    """
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


class _Shown(logging.Filter):
    """Refuses nothing; it changes what is about to be written."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_argument(one) for one in record.args)
        elif record.args:
            record.args = {name: _argument(one) for name, one in record.args.items()}
        record.msg = _message(str(record.msg))
        if record.exc_info and not record.exc_text:
            record.exc_text = _message(logging.Formatter().formatException(record.exc_info))
        return True


def _argument(value: Any) -> Any:
    return one_line(str(value)) if isinstance(value, str | PurePath | BaseException) else value


def _message(text: str) -> str:
    return _AGAIN.join(one_line(line.replace("\t", "    ")) for line in text.split("\n"))
