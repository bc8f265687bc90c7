"""Whole columns of pyarrow at once: what `build` does with a row, without a Python object for each value.

What has to be thought about (folding a tag, normalising an address, hashing an account) is thought about
once for each different value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
_MOST_DIGITS = 24


def each(column: Any, make: Callable[[Any], Any], kind: Any = None) -> Any:
    """What `make` gives for every value; of type `kind`, text by default. Null stays null."""
    import pyarrow as pa

    coded = column.dictionary_encode()
    made = [make(one) for one in coded.dictionary.to_pylist()]
    return pa.array(made, kind or pa.string()).take(coded.indices)


def alike(word: str, size: int) -> Any:
    """The same word in every row."""
    import pyarrow as pa

    return pa.repeat(pa.scalar(word, pa.string()), size)


def nothing(size: int) -> Any:
    """A column of texts that holds none."""
    import pyarrow as pa

    return pa.nulls(size, pa.string())


def numbers(first: int, size: int) -> Any:
    """Rows of a file, from `first` on; raises ValueError where they are too many to be numbered."""
    import pyarrow as pa

    return pa.array(np.arange(first, first + size)).cast(pa.int32())


def worded(words: tuple[str, ...], codes: Array) -> Any:
    """Words by their place in `words`."""
    import pyarrow as pa

    return pa.array(words).take(pa.array(codes))


def flags(column: Any) -> Array:
    """A column of truth values for numpy, null as false."""
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(column, False).to_numpy(zero_copy_only=False))


def first_not_empty(one: Any, other: Any) -> Any:
    """Texts of `one`, where they are null or empty those of `other`."""
    import pyarrow.compute as pc

    return pc.if_else(pc.fill_null(pc.not_equal(one, ""), False), one, other)


def are_ids(column: Any) -> bool:
    """Whether each text that is not null is an id of X: 1 to 24 digits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    there = column.drop_null() if column.null_count else column
    if not len(there):
        return True
    bounds = pc.min_max(pc.binary_length(there))
    if not (bounds["min"].as_py() and bounds["max"].as_py() <= _MOST_DIGITS):
        return False
    whole = pa.ListArray.from_arrays(pa.array([0, len(there)], pa.int32()), there)
    letters = np.frombuffer(pc.binary_join(whole, "")[0].as_buffer(), np.uint8)
    return bool(((letters >= ord("0")) & (letters <= ord("9"))).all())


def different(table: Any) -> Any:
    """Each row once, in the order of first appearance."""
    import pyarrow as pa

    coded = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    plain = pa.table(
        {one: table[one].cast(pa.string()) if one in coded else table[one] for one in table.column_names}
    )
    # In one thread groups come in the order in which they are met.
    return plain.group_by(table.column_names, use_threads=False).aggregate([]).cast(table.schema)


def folded(
    ids: Any, rows: Array, written: Any, sources: Any, fold: Callable[[str], tuple[str, str]]
) -> tuple[Any, Any, Any, Any]:
    """Columns of `tags`: a tag that a post writes twice in the same way is one, in two ways two."""
    import pyarrow as pa

    coded = written.dictionary_encode()
    pairs = [fold(one) for one in coded.dictionary.to_pylist()]
    raw, tag = (
        (pa.array(values, pa.string()).take(coded.indices) for values in zip(*pairs, strict=True))
        if pairs
        else (written, written)
    )
    kept = pa.array(_first(rows, raw, where=_filled(raw)))
    return ids.take(pa.array(rows).take(kept)), raw.take(kept), tag.take(kept), sources.take(kept)


def normed(ids: Any, rows: Array, raw: Any, expanded: Any, address: Callable[[str], Any]) -> tuple[Any, ...]:
    """Columns of `urls`: each address of a post once."""
    import pyarrow as pa

    kept = pa.array(_first(rows, raw, expanded, where=_filled(raw)))
    rows, raw, expanded = pa.array(rows).take(kept), raw.take(kept), expanded.take(kept)
    coded = first_not_empty(expanded, raw).dictionary_encode()
    found = [address(one) for one in coded.dictionary.to_pylist()]
    known = (
        pa.array([one.norm for one in found], pa.string()),
        pa.array([one.domain for one in found], pa.string()),
        pa.array([one.doi for one in found], pa.string()),
        pa.array([one.norm is not None and not one.short for one in found], pa.bool_()),
    )
    return ids.take(rows), raw, expanded, *(one.take(coded.indices) for one in known)


def _filled(column: Any) -> Array:
    import pyarrow.compute as pc

    return flags(pc.not_equal(column, ""))


def _first(rows: Array, *columns: Any, where: Array) -> Array:
    """Places at which a row holds these values for the first time, in order; others than `where` are none."""
    key = rows.astype(np.int64)
    for column in columns:
        coded = column.dictionary_encode()
        key = key * (len(coded.dictionary) + 1) + coded.indices.fill_null(len(coded.dictionary)).to_numpy()
    places = np.flatnonzero(where)
    return np.sort(places[np.unique(key[places], return_index=True)[1]])
