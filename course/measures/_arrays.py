"""Arrays as the measures of posts want them; each error names the argument and the value found.

numpy and pandas are loaded when a measure runs, not when the package is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

DAY = 86_400_000  # milliseconds
_NUMBERS = {"boolean", "complex", "decimal", "floating", "integer", "integer-na", "mixed-integer-float"}


def numbers(name: str, values: Any, least: float | None = None) -> Array:
    """Finite numbers as a flat array of float64, none below `least`."""
    import numpy as np

    try:
        found = np.asarray(values)
        if found.dtype.kind not in "biuf":
            found = np.asarray([float(one) for one in found.ravel()]).reshape(found.shape)
        found = found.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"`{name}` is {values!r:.80}. Numbers are needed.") from None
    _flat(name, found)
    bad = ~np.isfinite(found)
    if bad.any():
        place = int(np.argmax(bad))
        raise ValueError(f"`{name}[{place}]` is {found[place]}. A finite number is needed.")
    if least is not None and (found < least).any():
        place = int(np.argmin(found))
        raise ValueError(f"`{name}[{place}]` is {found[place]:g}. It cannot be below {least:g}.")
    return found


def codes(name: str, values: Any) -> tuple[Array, Array]:
    """Each value as the number of its name, and the names in order; a gap is refused."""
    import numpy as np
    import pandas as pd

    if isinstance(values, (str, bytes)) or getattr(values, "ndim", 1) != 1:
        raise ValueError(f"`{name}` is {values!r:.80}. A flat sequence of names is needed.")
    try:
        given = values if isinstance(values, (pd.Series, pd.Index)) else pd.Series(list(values))
    except TypeError:
        raise ValueError(f"`{name}` is {values!r:.80}. A flat sequence of names is needed.") from None
    found, names = pd.factorize(given, sort=True)
    if (found < 0).any():
        place = int(np.argmax(found < 0))
        raise ValueError(f"`{name}[{place}]` is missing. Leave such rows out first.")
    return found.astype(np.int64), np.asarray(names)


def milliseconds(name: str, values: Any) -> Array:
    """Moments as whole milliseconds since 1970 in UTC; times without a zone are read as UTC."""
    import numpy as np
    import pandas as pd

    try:
        given = values if hasattr(values, "dtype") else pd.Series(list(values), dtype=object)
        if len(given) and pd.api.types.infer_dtype(given, skipna=True) in _NUMBERS:
            raise ValueError("numbers have no unit and no zone")
        moments = pd.DatetimeIndex(pd.to_datetime(given, utc=True, format="ISO8601"))
    except (TypeError, ValueError) as error:
        raise ValueError(f"`{name}` holds something that is no time: {error}.") from None
    if moments.hasnans:
        raise ValueError(f"`{name}[{int(np.argmax(moments.isna()))}]` is missing. Leave such rows out first.")
    milliseconds: Array = moments.tz_localize(None).to_numpy().astype("datetime64[ms]").astype(np.int64)
    return milliseconds


def together(**arrays: Any) -> None:
    """Refuse arrays that cannot be read side by side, by their names."""
    sizes = {name: len(values) for name, values in arrays.items()}
    if len(set(sizes.values())) > 1:
        said = ", ".join(f"`{name}` has {size}" for name, size in sizes.items())
        raise ValueError(f"{said}. One of each per row is needed.")


def generator(name: str, rng: Any) -> np.random.Generator:
    """A numpy Generator; chance is passed in, so that the same seed gives the same result."""
    import numpy as np

    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"`{name}` is {rng!r}. Give numpy.random.default_rng(SEED).")
    return rng


def _flat(name: str, found: Array) -> None:
    if found.ndim != 1:
        raise ValueError(f"`{name}` has {found.ndim} dimensions. One is needed.")
