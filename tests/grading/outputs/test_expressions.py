"""What a submitted chart may say, and what of it would run."""

from typing import Any

import altair as alt
import pandas as pd
import pytest

from course.grading.outputs.expressions import program_in

BARS: dict[str, Any] = {
    "data": {"values": [{"month": "May", "posts": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "month", "type": "ordinal"}, "y": {"field": "posts", "type": "quantitative"}},
}
TABLE = pd.DataFrame({"month": ["May"], "posts": [5]})
CHART = alt.Chart(TABLE).mark_bar().encode(x="month:O", y="posts:Q")
FUNCTION = "toString([]['con'+'structor']['constr'+'uctor'])"

RUNS: dict[str, dict[str, Any]] = {
    "title": {**BARS, "title": {"text": {"expr": FUNCTION}}},
    "mark": {**BARS, "mark": {"type": "bar", "color": {"expr": FUNCTION}}},
    "label": {**BARS, "encoding": {"x": {"field": "month", "axis": {"labelExpr": FUNCTION}}}},
    "signal": {**BARS, "config": {"bar": {"fill": {"signal": FUNCTION}}}},
    "signals of a configuration": {**BARS, "config": {"signals": [{"name": "a", "update": FUNCTION}]}},
    "parameter": {**BARS, "params": [{"name": "a", "expr": FUNCTION}]},
    "name of a parameter": {**BARS, "params": [{"name": f"a+{FUNCTION}", "value": 1}]},
    "test": {**BARS, "encoding": {"color": {"condition": {"test": FUNCTION, "value": "red"}}}},
    "one of two tests": {
        **BARS, "encoding": {"color": {"condition": {"test": {"and": ["true", FUNCTION]}, "value": "red"}}}
    },
    "negated test": {
        **BARS, "encoding": {"color": {"condition": {"test": {"not": FUNCTION}, "value": "red"}}}
    },
    "event": {**BARS, "params": [{"name": "a", "select": {"type": "point", "on": f"click[{FUNCTION}]"}}]},
    "toggle": {**BARS, "params": [{"name": "a", "select": {"type": "point", "toggle": FUNCTION}}]},
    "type of a format": {**BARS, "encoding": {"x": {"field": "month", "axis": {"formatType": FUNCTION}}}},
    "value of an axis": {**BARS, "encoding": {"x": {"axis": {"values": [{"expr": FUNCTION}]}}}},
    "among what looks like rows": {**BARS, "config": {"values": [{"expr": FUNCTION}]}},
    "name of a class": {**BARS, "title": {"text": {"expr": "datum.constructor"}}},
    "name of a class in quotes": {**BARS, "title": {"text": {"expr": "datum['constructor']"}}},
    "name of a class by a code": {**BARS, "title": {"text": {"expr": "datum['con\\u0073tructor']"}}},
    "class of a text": {**BARS, "title": {"text": {"expr": "'a'.constructor"}}},
    "class of a number": {**BARS, "title": {"text": {"expr": "1..constructor"}}},
    "prototype": {**BARS, "title": {"text": {"expr": "datum.__proto__"}}},
    "call": {**BARS, "title": {"text": {"expr": "sequence(0, 1e9)"}}},
    "long comparison": {**BARS, "title": {"text": {"expr": "1+" * 400 + "1"}}},
    "generator": {"mark": "point", "data": {"sequence": {"start": 0, "stop": 1e12}}},
    "globe": {"mark": "geoshape", "data": {"graticule": True}},
    "filled gaps": {
        **BARS,
        "encoding": {"y": {"field": "posts", "impute": {"keyvals": {"start": 0, "stop": 1e12}}}},
    },
}  # fmt: skip
DESCRIBES: dict[str, dict[str, Any]] = {
    "bars": CHART.to_dict(),
    "interactive": CHART.interactive().to_dict(),
    "tooltip": CHART.encode(tooltip=["month", "posts"]).to_dict(),
    "condition": CHART.encode(
        color=alt.condition(alt.datum.posts > 5, alt.value("red"), alt.value("grey"))
    ).to_dict(),
    "condition on a text": CHART.encode(
        color=alt.condition(alt.datum["month"] == "May", alt.value("red"), alt.value("grey"))
    ).to_dict(),
    "selection": CHART.add_params(alt.selection_point(name="pick", on="click")).to_dict(),
    "layers": (CHART + CHART.mark_text(dy=-5).encode(text="posts:Q")).to_dict(),
    "formats": CHART.encode(y=alt.Y("posts:Q", axis=alt.Axis(format=",.0f", tickCount=4))).to_dict(),
    "rows that look like expressions": {**BARS, "data": {"values": [{"expr": FUNCTION, "signal": "x()"}]}},
    "a named table of such rows": {
        **BARS, "data": {"name": "sequence"}, "datasets": {"sequence": [{"expr": FUNCTION}]}
    },
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_what_runs_is_found(name: str) -> None:
    assert program_in(RUNS[name]) != ""


@pytest.mark.parametrize("name", DESCRIBES)
def test_what_describes_is_drawn(name: str) -> None:
    assert program_in(DESCRIBES[name]) == ""


def test_a_chart_may_nest_deeply() -> None:
    chart: dict[str, Any] = {"mark": "bar", "title": {"text": {"expr": FUNCTION}}}
    for _ in range(50_000):
        chart = {"config": chart, "mark": "bar"}
    assert program_in(chart) != ""
