"""Where the gradebook is, and who may write a submission's scores when many machines grade."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_WAITS = "20min"  # longer than the longest notebook may run
# A machine that loses its power does not close its connections. PostgreSQL asks for it after half a minute
# and then lets go of its locks; as it is delivered, it would ask after two hours.
_ASK_EARLY = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")


def address(root: Path, config: Any) -> str:
    """The gradebook's URL as nbgrader takes it from its settings."""
    return str(config.get("CourseDirectory", {}).get("db_url", "") or f"sqlite:///{root / 'gradebook.db'}")


def shown(url: str) -> str:
    """The URL without its password."""
    from sqlalchemy.engine import make_url

    return make_url(url).render_as_string(hide_password=True)


def is_served(url: str) -> bool:
    """Whether a PostgreSQL server keeps it."""
    return url.startswith("postgresql")


def identity(url: str) -> str:
    """Says of two connections to PostgreSQL, from whatever machines, whether they reach the same database.

    Raises ImportError without a driver, SQLAlchemyError where no server answers.
    """
    asked = (
        "select extract(epoch from pg_postmaster_start_time()), oid from pg_database"
        " where datname = current_database()"
    )
    with _connection(url) as connection:
        return " ".join(str(one) for one in _ask(connection, asked).one())


@contextlib.contextmanager
def alone(url: str, module: str, name: str, waits: str = _WAITS) -> Iterator[None]:
    """Nobody else grades this submission meanwhile, on whatever machine.

    A scheduler that hears nothing of a machine gives its work to another one, though the first may still be
    at it: both would write the same folder. The lock is PostgreSQL's, so that it ends with its holder.
    Does nothing with SQLite, which several machines cannot share. waits: after that, SQLAlchemy's
    OperationalError.
    """
    if not is_served(url):
        yield
        return
    key = int.from_bytes(hashlib.sha256(f"{module}/{name}".encode()).digest()[:8], "big", signed=True)
    with _connection(url) as connection:
        for setting in (*_ASK_EARLY, f"lock_timeout = '{waits}'"):
            _ask(connection, f"set {setting}")
        _ask(connection, f"select pg_advisory_lock({key})")
        yield  # closing the connection ends the lock


@contextlib.contextmanager
def _connection(url: str) -> Iterator[Any]:
    from sqlalchemy import NullPool, create_engine

    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _ask(connection: Any, words: str) -> Any:
    from sqlalchemy import text

    return connection.execute(text(words))


def first_line(error: BaseException) -> str:
    """What happened, without SQL and addresses of documentation."""
    return (str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__])[0][
        :300
    ]
