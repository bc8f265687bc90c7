"""Charts as answers: an Altair chart or a Vega-Lite specification as bounded plain data, and its views.

A chart is judged by what it is made of (marks, encodings, data), never by its pixels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course.errors import FormError
from course.questions.answers.numbers import clip
from course.questions.bank.models import Chart

MAX_ROWS = 5_000
MAX_BYTES = 512_000
_MAX_VIEWS = 50
_TYPES = {"q": "quantitative", "o": "ordinal", "n": "nominal", "t": "temporal", "g": "geojson"}
_SHORTHAND = re.compile(
    r"^(?:(?P<how>[a-z]+)\((?P<inner>.*)\)|(?P<field>.*?))(?::(?P<type>[A-Za-z]+))?$", re.S
)
_AGGREGATES = {
    "count",
    "valid",
    "missing",
    "distinct",
    "sum",
    "product",
    "mean",
    "average",
    "variance",
    "variancep",
    "stdev",
    "stdevp",
    "stderr",
    "median",
    "q1",
    "q3",
    "ci0",
    "ci1",
    "min",
    "max",
    "argmin",
    "argmax",
    "values",
}
_PARTS = ("layer", "hconcat", "vconcat", "concat")


@dataclass(frozen=True)
class View:
    """One drawn layer: its mark, its encodings (those of what it stands in included) and its rows."""

    mark: str
    encodings: dict[str, dict[str, Any]]
    rows: list[dict[str, Any]] | None


def chart_form(question: Chart, value: Any) -> dict[str, Any]:
    """A Vega-Lite specification with its data inside; raises FormError saying what is missing or too much."""
    name = f"`{question.variable}`" if question.variable else "Your chart"
    spec = to_spec(value, name)
    found = list(views(spec))
    if not found:
        raise FormError(
            f"{name} draws nothing yet. Give it a mark, for example `.mark_{question.chart.marks[0]}()`."
        )
    if not any(view.encodings for view in found):
        raise FormError(f"{name} has a mark and no encodings. Say with `.encode(…)` which column goes where.")
    marks = sorted({view.mark for view in found})
    if not set(marks) & set(question.chart.marks):
        raise FormError(
            f"{name} is drawn with the mark {', '.join(marks)}. The question asks for "
            f"{' or '.join(question.chart.marks)}."
        )
    _check_columns(question, found, name)
    return spec


def to_spec(value: Any, name: str = "Your chart") -> dict[str, Any]:
    """Plain JSON data of a chart, without addresses of data, transforms or more than can be kept."""
    spec = _altair_spec(value, name) if hasattr(value, "to_dict") and hasattr(value, "to_json") else value
    if not isinstance(spec, dict) or hasattr(value, "columns"):
        kind = type(value).__name__
        raise FormError(
            f"{name} is of the type `{kind}`. An Altair chart is needed, such as "
            "`alt.Chart(table).mark_bar().encode(…)`."
        )
    if not any(part in spec for part in ("mark", "spec", *_PARTS)):
        raise FormError(
            f"{name} is a dictionary without a mark. An Altair chart or its specification is needed."
        )
    try:
        text = json.dumps(spec, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        raise FormError(
            f"{name} holds something that is no plain data (or NaN). Remove empty rows with `.dropna()`, "
            "then make the chart again."
        ) from None
    _check_inside(spec, name)
    rows = max((len(part) for part in tables(spec)), default=0)
    if rows > MAX_ROWS:
        raise FormError(
            f"{name} carries {rows:,} rows, at most {MAX_ROWS:,} are drawn. Summarise the table first."
        )
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise FormError(
            f"{name} takes {len(text) // 1000:,} kB, at most {MAX_BYTES // 1000} kB can be kept. "
            "Chart a table with only the columns that are drawn."
        )
    found: dict[str, Any] = json.loads(text)
    found.pop("usermeta", None)  # settings for whoever embeds the chart; a submission has no say in these
    return found


def _altair_spec(value: Any, name: str) -> Any:
    """What Altair would draw, its rows inside, whatever data transformer the notebook has switched on."""
    import altair as alt

    if getattr(value, "mark", None) is alt.Undefined:
        raise FormError(f"{name} draws nothing yet. Give it a mark, for example `.mark_bar()`.")
    try:
        with alt.data_transformers.enable("default", max_rows=None):
            return value.to_dict()
    except Exception as error:  # Altair has a family of its own, and narwhals, pandas and jsonschema theirs
        said = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise FormError(
            f"{name} is not finished: {clip(said, 200)} Look at the names in `.encode(…)`."
        ) from None


def _check_inside(spec: dict[str, Any], name: str) -> None:
    for count, part in enumerate(_walk(spec)):
        if count > _MAX_VIEWS:
            raise FormError(f"{name} has more than {_MAX_VIEWS} parts. Draw the one that is asked for.")
        data = part.get("data")
        if isinstance(data, str) or (isinstance(data, dict) and "url" in data):
            raise FormError(
                f"{name} takes its data from an address. Give the table itself: `alt.Chart(table)`."
            )
        encoding = part.get("encoding")
        mark = part["mark"].get("type") if isinstance(part.get("mark"), dict) else part.get("mark")
        if mark == "image" or (isinstance(encoding, dict) and {"url", "href"} & set(encoding)):
            raise FormError(
                f"{name} draws pictures or links from addresses. Use marks such as bar, line or point."
            )
        if part.get("transform"):
            raise FormError(
                f"{name} changes its data on the way (`transform_…`). Do that step in the table first, so "
                "that the rows can be compared."
            )


def _check_columns(question: Chart, found: list[View], name: str) -> None:
    here = {column for view in found for row in (view.rows or [])[:MAX_ROWS] for column in row}
    missing = [column for column in question.chart.columns if column not in here]
    if missing:
        columns = ", ".join(f"`{clip(column, 30)}`" for column in sorted(here)[:10]) or "none"
        raise FormError(
            f"{name} carries the columns {columns}. It needs "
            f"{', '.join(f'`{column}`' for column in question.chart.columns)}. Name them so in its table."
        )


def views(spec: dict[str, Any]) -> Iterator[View]:
    """Every drawn layer of a specification, however it is layered, faceted or put side by side."""
    datasets = spec.get("datasets")
    count = 0
    stack: list[tuple[Any, dict[str, Any], Any]] = [(spec, {}, None)]
    while stack and count < _MAX_VIEWS:
        part, above, data = stack.pop()
        if not isinstance(part, dict):
            continue
        data = part.get("data", data)
        encodings = {**above, **_facets(part)}
        if isinstance(part.get("encoding"), dict):
            encodings.update({str(channel): channel_of(given) for channel, given in part["encoding"].items()})
        inner = [part["spec"]] if "spec" in part else []
        for group in _PARTS:
            inner += part[group] if isinstance(part.get(group), list) else []
        stack += [(child, encodings, data) for child in reversed(inner)]
        mark = part.get("mark")
        mark = mark.get("type") if isinstance(mark, dict) else mark
        if isinstance(mark, str):
            count += 1
            yield View(mark, encodings, rows_of(data, datasets))


def _facets(part: dict[str, Any]) -> dict[str, dict[str, Any]]:
    facet = part.get("facet")
    if not isinstance(facet, dict):
        return {}
    if "field" in facet or "shorthand" in facet:
        return {"facet": channel_of(facet)}
    return {side: channel_of(facet[side]) for side in ("row", "column") if side in facet}


def channel_of(given: Any) -> dict[str, Any]:
    """An encoding as field, type, aggregate, time unit and bin, its shorthand written out.

    >>> channel_of({"shorthand": "sum(posts):Q"})
    {'aggregate': 'sum', 'field': 'posts', 'type': 'quantitative'}
    """
    if isinstance(given, str):
        given = {"shorthand": given}
    if not isinstance(given, dict):
        return {}
    channel = dict(given)
    if isinstance(channel.get("shorthand"), str):
        channel = {**_written_out(channel.pop("shorthand")), **channel}
    if isinstance(channel.get("field"), str):
        channel["field"] = channel["field"].replace("\\", "")
    if channel.get("aggregate") == "average":
        channel["aggregate"] = "mean"
    if "type" not in channel and ("field" in channel or "aggregate" in channel):
        counted = channel.get("aggregate") or channel.get("bin")
        channel["type"] = "temporal" if channel.get("timeUnit") else "quantitative" if counted else "nominal"
    return channel


def _written_out(shorthand: str) -> dict[str, Any]:
    found = _SHORTHAND.match(shorthand[:200])
    if not found:
        return {"field": shorthand}
    out: dict[str, Any] = {}
    how, inner = found["how"], found["inner"]
    if how is not None:
        out["aggregate" if how in _AGGREGATES else "timeUnit"] = how
        if inner:
            out["field"] = inner
    elif found["field"]:
        out["field"] = found["field"]
    if found["type"]:
        out["type"] = _TYPES.get(found["type"].lower(), found["type"].lower())
    return out


def rows_of(data: Any, datasets: Any) -> list[dict[str, Any]] | None:
    """The rows that a view draws: given in place, or by the name of a dataset; None when there are none."""
    if not isinstance(data, dict):
        return None
    values = data.get("values")
    if values is None and isinstance(data.get("name"), str) and isinstance(datasets, dict):
        values = datasets.get(data["name"])
    if not isinstance(values, list):
        return None
    return [row for row in values if isinstance(row, dict)]


def tables(spec: dict[str, Any]) -> Iterator[list[Any]]:
    """The rows that a specification carries, table by table."""
    datasets = spec.get("datasets")
    if isinstance(datasets, dict):
        yield from (rows for rows in datasets.values() if isinstance(rows, list))
    for part in _walk(spec):
        data = part.get("data")
        if isinstance(data, dict) and isinstance(data.get("values"), list):
            yield data["values"]


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    """The specification and every part of it that draws, without descending into rows."""
    stack = [part]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            yield here
            stack += [here[name] for name in ("spec", *_PARTS) if name in here]
        elif isinstance(here, list):
            stack += here
