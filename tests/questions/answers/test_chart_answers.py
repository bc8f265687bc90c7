"""Charts: their form, and their comparison by mark, encodings and data."""

import itertools

import altair as alt
import pandas as pd
import pytest

from course.errors import CourseError, FormError
from course.questions.answers.answer_checks import check_form
from course.questions.answers.specs import channel_of, to_spec, views
from course.questions.scoring.compare import chart_parts
from course.questions.scoring.score import score

MONTHS = pd.DataFrame({"month": ["Mar", "Apr", "May"], "posts": [12, 20, 48]})
KEY = {
    "mark": "bar",
    "encodings": {"x": {"field": "month", "type": ["ordinal", "nominal"]}, "y": {"field": "posts"}},
    "data": {"columns": ["month", "posts"], "rows": [["Mar", 12], ["Apr", 20], ["May", 48]], "by": ["month"]},
}
ALL = {"mark": True, "x": True, "y": True, "data": True}


@pytest.fixture
def question(make_question):
    return make_question(
        kind="chart", variable="chart", chart={"marks": ["bar", "line"], "columns": ["month", "posts"]}
    )


def bars(data=MONTHS):
    return alt.Chart(data).mark_bar().encode(x="month:O", y="posts:Q")


def literal(**fields):
    rows = MONTHS.to_dict("records")
    return {
        "mark": "bar",
        "data": {"values": rows},
        "encoding": {
            "x": {"field": "month", "type": "ordinal"},
            "y": {"field": "posts", "type": "quantitative"},
        },
        **fields,
    }


SAME = {
    "altair": bars(),
    "typed long": alt.Chart(MONTHS)
    .mark_bar()
    .encode(alt.X("month", type="nominal"), alt.Y("posts", type="quantitative")),
    "more columns": bars(MONTHS.assign(more=1)),
    "other order of rows": bars(MONTHS.iloc[::-1]),
    "floats": bars(MONTHS.astype({"posts": float})),
    "styled": bars().properties(width=300, title="x").configure_mark(color="red"),
    "colour too": alt.Chart(MONTHS).mark_bar(color="red").encode(x="month:O", y="posts:Q", color="month:N"),
    "mark with options": alt.Chart(MONTHS).mark_bar(size=3).encode(x="month:O", y="posts:Q"),
    "layered": bars() + alt.Chart(MONTHS).mark_text().encode(x="month:O", y="posts:Q", text="posts:Q"),
    "layered, shared encodings": alt.layer(
        alt.Chart().mark_bar(), alt.Chart().mark_point(), data=MONTHS
    ).encode(x="month:O", y="posts:Q"),
    "beside another": bars() | alt.Chart(MONTHS).mark_point().encode(x="posts:Q"),
    "above another": alt.Chart(MONTHS).mark_point().encode(x="posts:Q") & bars(),
    "interactive": bars().interactive(),
    "a dictionary": literal(),
    "data by name": literal(data={"name": "d"}, datasets={"d": MONTHS.to_dict("records")}),
    "shorthand in a dictionary": literal(
        encoding={"x": {"shorthand": "month:O"}, "y": {"shorthand": "posts:Q"}}
    ),
    "a mark as an object": literal(mark={"type": "bar", "tooltip": True}),
    "faceted": {
        "facet": {"field": "kind"},
        "data": literal()["data"],
        "spec": {name: part for name, part in literal().items() if name != "data"},
    },
    "layers inside": {
        "data": literal()["data"],
        "encoding": literal()["encoding"],
        "layer": [{"mark": "rule"}, {"mark": "bar"}],
    },
}


@pytest.mark.parametrize("name", SAME)
def test_charts_that_agree_in_every_part(question, name):
    spec = check_form(question, SAME[name])
    assert chart_parts(KEY, spec) == ALL
    assert check_form(question, spec) == spec  # what is saved is in right form too


DIFFERENT = {
    "line": (alt.Chart(MONTHS).mark_line().encode(x="month:O", y="posts:Q"), {"mark"}),
    "turned": (alt.Chart(MONTHS).mark_bar().encode(y="month:O", x="posts:Q"), {"x", "y"}),
    "a type": (alt.Chart(MONTHS).mark_bar().encode(x="posts:O", y="posts:Q"), {"x"}),
    "counted": (alt.Chart(MONTHS).mark_bar().encode(x="month:O", y="count()"), {"y"}),
    "averaged": (alt.Chart(MONTHS).mark_bar().encode(x="month:O", y="mean(posts):Q"), {"y"}),
    "no y": (alt.Chart(MONTHS).mark_bar().encode(x="month:O"), {"y"}),
    "a number": (bars(MONTHS.assign(posts=[12, 20, 49])), {"data"}),
    "a row too few": (bars(MONTHS.iloc[:2]), {"data"}),
    "a row twice": (bars(pd.concat([MONTHS, MONTHS.iloc[:1]])), {"data"}),
    "missing": (bars(MONTHS.assign(posts=[12, None, 48])), {"data"}),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_charts_that_differ_in_a_named_part(question, name):
    chart, wrong = DIFFERENT[name]
    parts = chart_parts(KEY, check_form(question, chart))
    assert {part for part, same in parts.items() if not same} == wrong


def of_every_kind(group):
    """Every mark, with every column on either axis, in one chart."""
    kinds = itertools.product(
        ("bar", "line", "point"), ("month:O", "posts:Q", "month:T"), ("posts:Q", "month:N")
    )
    views = [{"mark": mark, "encoding": {"x": x, "y": y}} for mark, x, y in kinds]
    return {"data": literal()["data"], group: views}


@pytest.mark.parametrize("group", ["layer", "hconcat", "vconcat", "concat"])
def test_a_chart_of_every_guess_is_not_right(question, make_key, group):
    guess = check_form(question, of_every_kind(group))
    assert score(question, make_key(KEY), guess).points <= 0.25
    assert not chart_parts({**KEY, "mark": "point"}, guess)["mark"]


def test_bars_and_lines_in_layers_leave_the_mark_open(question):
    both = bars() + alt.Chart(MONTHS).mark_line().encode(x="month:O", y="posts:Q")
    assert chart_parts(KEY, check_form(question, both)) == {**ALL, "mark": False}
    assert chart_parts({**KEY, "mark": ["bar", "line"]}, to_spec(both)) == ALL


def test_a_line_with_points_and_a_mean_is_a_line(question):
    line = alt.Chart(MONTHS).encode(x="month:O", y="posts:Q")
    mean = alt.Chart(MONTHS).mark_rule().encode(y="mean(posts)")
    spec = check_form(question, line.mark_point() + line.mark_line() + mean)
    assert chart_parts({**KEY, "mark": "line"}, spec) == ALL


def test_two_versions_of_the_data_are_no_answer(question):
    both = bars() | bars(MONTHS.assign(posts=[12, 20, 49]))
    assert chart_parts(KEY, check_form(question, both)) == {**ALL, "data": False}


def test_equal_shares_for_mark_encodings_and_data(question, make_key):
    chart = alt.Chart(MONTHS).mark_line().encode(x="month:O", y="posts:Q")
    result = score(question, make_key(KEY), to_spec(chart))
    assert (result.points, result.state) == (0.75, "partly")
    assert result.reason == "Differs from the key: mark."
    assert result.lines == ["Mark: differs.", "Encoding x: agrees.", "Encoding y: agrees.", "Data: agrees."]


def test_an_aggregate_that_the_key_asks_for():
    key = {"mark": "bar", "encodings": {"y": {"field": "posts", "aggregate": "mean"}}}
    for chart in (
        alt.Chart(MONTHS).mark_bar().encode(y="mean(posts)"),
        alt.Chart(MONTHS).mark_bar().encode(y="average(posts)"),
    ):
        assert chart_parts(key, to_spec(chart)) == {"mark": True, "y": True}
    assert chart_parts(key, to_spec(bars()))["y"] is False


def test_dates_agree_with_and_without_midnight():
    data = pd.DataFrame({"day": pd.to_datetime(["2022-03-01", "2022-03-02"]), "n": [1, 2]})
    spec = to_spec(alt.Chart(data).mark_line().encode(x="day:T", y="n:Q"))
    key = {
        "mark": "line",
        "encodings": {"x": {"field": "day", "type": "temporal"}, "y": {"field": "n"}},
        "data": {"columns": ["day", "n"], "rows": [["2022-03-01", 1], ["2022-03-02", 2]]},
    }
    assert all(chart_parts(key, spec).values())
    assert all(chart_parts({**key, "data": {**key["data"], "by": ["day"]}}, spec).values())


@pytest.mark.parametrize(
    "given, written",
    [
        ("posts", {"field": "posts", "type": "nominal"}),
        ("posts:Q", {"field": "posts", "type": "quantitative"}),
        ("posts:quantitative", {"field": "posts", "type": "quantitative"}),
        ("sum(posts)", {"aggregate": "sum", "field": "posts", "type": "quantitative"}),
        ("count()", {"aggregate": "count", "type": "quantitative"}),
        ("year(date)", {"timeUnit": "year", "field": "date", "type": "temporal"}),
        ({"field": "a\\.b", "type": "nominal"}, {"field": "a.b", "type": "nominal"}),
        (3, {}),
    ],
)
def test_shorthand_is_written_out(given, written):
    assert channel_of(given) == written


URL = {"url": "https://somewhere.example/data.json"}


@pytest.mark.parametrize(
    "value, words",
    [
        (alt.Chart(MONTHS), "mark"),
        (alt.Chart(MONTHS).mark_bar(), "no encodings"),
        (alt.Chart(MONTHS).mark_point().encode(x="month:O", y="posts:Q"), "bar or line"),
        (alt.Chart(MONTHS).mark_bar().encode(x="monht", y="posts"), "monht"),
        (
            alt.Chart("https://somewhere.example/data.json").mark_bar().encode(x="month:O", y="posts:Q"),
            "address",
        ),
        (bars().transform_filter("datum.posts > 15"), "transform"),
        (bars(MONTHS.rename(columns={"posts": "n"})), "posts"),
        (
            alt.Chart(MONTHS.rename(columns={"posts": "n"})).mark_bar().encode(x="month:O", y="n:Q"),
            "columns `month`, `n`",
        ),
        (bars(pd.DataFrame({"month": range(6000), "posts": 1})), "6,000 rows"),
        (literal(data=URL), "address"),
        ({"layer": [{**literal(), "data": URL}]}, "address"),
        (literal(data={"values": [{"month": "x" * 600_000, "posts": 1}]}), "512 kB"),
        (literal(data={"values": [{"month": "x", "posts": float("nan")}]}), "NaN"),
        (literal(mark={"type": "image"}), "addresses"),
        (literal(encoding={"href": {"value": "javascript:alert(1)"}}), "addresses"),
        (literal(data=None), "columns none"),
        (MONTHS, "`DataFrame`"),
        ({}, "without a mark"),
        ({"mark": object()}, "no plain data"),
        ("bar", "`str`"),
        (True, "`bool`"),
    ],
)
def test_what_is_no_chart_or_takes_data_from_elsewhere(question, value, words):
    with pytest.raises(FormError) as caught:
        check_form(question, value)
    assert words in str(caught.value)
    assert "`chart`" in str(caught.value)


def test_settings_for_whoever_embeds_the_chart_are_dropped(question):
    assert "usermeta" not in check_form(question, literal(usermeta={"embedOptions": {"loader": {}}}))


def test_hostile_specifications_end_in_a_message(question, make_key):
    deep: dict = literal()
    for _ in range(5000):
        deep = {"layer": [deep]}
    wide = {"layer": [literal()] * 2000}
    odd = [
        deep,
        wide,
        {"layer": {"mark": "bar"}},
        {"mark": ["bar"]},
        {"mark": None, "encoding": []},
        {"mark": "bar", "encoding": {"x": {"field": {"repeat": "row"}}}},
        {"spec": [literal()], "mark": 3},
    ]
    for value in odd:
        with pytest.raises(CourseError):
            check_form(question, value)
        assert score(question, make_key(KEY), value).state == "invalid"
    while "layer" in deep:  # taken apart by hand: freeing it in one go would recurse
        deep = deep["layer"].pop()


def test_views_are_bounded():
    assert len(list(views({"layer": [literal()] * 2000}))) == 50
