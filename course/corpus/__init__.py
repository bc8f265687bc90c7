"""Posts: read real exports, make the teaching corpus, store and query it.

>>> from course import corpus
>>> corpus.read("export.jsonl").posts          # doctest: +SKIP

Names are loaded when first used: pandas and pyarrow cost a notebook nothing until then.
"""

import os
from importlib import import_module

# Arrow's own allocator sets a gigabyte aside at once, half of what a submission's isolated kernel may have.
# It reads this when it is first used.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

_HOMES = {
    "Corpus": "course.corpus.tables",
    "CorpusError": "course.corpus.errors",
    "FORMATS": "course.corpus.readers.formats",
    "batches": "course.corpus.reading",
    "first_look": "course.corpus.firstlook",
    "lineup": "course.corpus.lineups",
    "load": "course.corpus.storage.store",
    "make": "course.corpus.making",
    "read": "course.corpus.reading",
    "world": "course.corpus.rendered",
    "world_names": "course.corpus.rendered",
    "sample": "course.corpus.rendered",
    "samples": "course.corpus.rendered",
    "sniff": "course.corpus.readers.formats",
    "write": "course.corpus.storage.writing",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'course.corpus' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
