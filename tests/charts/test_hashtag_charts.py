"""What each chart of a hashtag shows, counted by hand; its size for the full corpus; what it refuses."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from course import charts
from course.charts import SYNTHETIC, ChartError, drawing, theme
from course.charts.browse_widget import Brush
from course.measures import LinkStages, gini, hour_by_weekday, tag_pairs, top_share
from tests.charts import hashtag_examples as made
from tests.charts.hashtag_examples import HASHTAG

each = pytest.mark.parametrize("name", HASHTAG)


def layers(panel, kind):
    return [layer for layer in panel["layer"] if layer["mark"]["type"] == kind]


def texts(panel):
    found = layers(panel, "text")
    return [row[layer["encoding"]["text"]["field"]] for layer in found for row in layer["data"]["values"]]


def rows_of(spec):
    return sum(len(values) for values in drawing._tables(spec))


@each
def test_synthetic_posts_are_called_so_on_the_page_in_the_spec_and_to_a_screen_reader(name):
    picture = HASHTAG[name]()
    page = picture.html()
    assert f'<p class="course-picture-source">{SYNTHETIC}</p>' in page
    assert f'aria-label="Chart. {SYNTHETIC}. ' in page and SYNTHETIC in picture.html(static=True)
    assert SYNTHETIC in json.dumps(picture.spec["title"])
    assert SYNTHETIC.split()[0] in picture.svg()


def test_without_a_source_nothing_is_said_of_it():
    picture = charts.duplicates({"2022-01": 5, "2022-02": 7}, {"2022-01": 4, "2022-02": 7})
    assert "course-picture-source" not in picture.html().split("</style>")[1]


DECADE = np.datetime64("2012-01-01") + np.arange(0, 4_397_691, 7).astype("m8[m]")
LINKS = LinkStages(2_900_000, 1_900_000, 1_000_000, 900_000, 1_000_000, 900)
FULL = {
    "monthly": lambda: made.monthly(132, 900, 18),
    "kinds": lambda: made.kinds(132),
    "duplicates": lambda: made.duplicates(132),
    "tag-matrix": lambda: charts.tag_matrix(
        pd.DataFrame(
            [
                (f"tag{a}", f"tag{b}", 90_000 - a, 90_000 - b, 9_000 - a - b, 1 + (a * b) % 7)
                for a in range(60)
                for b in range(a + 1, 200)
            ],
            columns=["tag_a", "tag_b", "count_a", "count_b", "together", "lift"],
        ),
        top=10,
    ),
    "concentration": lambda: made.concentration(250_000),
    "hours": lambda: charts.hours(
        {
            zone: hour_by_weekday(DECADE, zone)
            for zone in ("UTC", "America/New_York", "Asia/Kolkata", "Europe/London")
        }
    ),
    "cascade": lambda: made.cascade(1_000, 1_000),
    "provenance": lambda: charts.provenance(
        [(f"2022-03-{n + 1:02}", "post", "A post " * 20, 10**n) for n in range(12)]
    ),
    "co-sharing": lambda: charts.co_sharing(
        pd.DataFrame(
            [(f"a{g}-{a}", f"a{g}-{b}", 3) for g in range(80) for a in range(12) for b in range(a)],
            columns=["account_a", "account_b", "objects"],
        ),
        np.random.default_rng(1).poisson(800, 999),
    ),
    "traceability": lambda: charts.traceability(LINKS),
}


@each
def test_for_the_full_corpus_no_chart_is_over_a_megabyte_or_five_thousand_rows(name):
    picture = FULL[name]()
    assert rows_of(picture.spec) <= 5_000
    assert len(json.dumps(picture.spec)) < 1_000_000 and len(picture.svg()) < 1_000_000
    assert len(picture.html().encode()) < 1_000_000
    assert sum(len(drawing.draw({**panel, "config": theme.config()})) for panel in picture.panels) < 1_000_000


def test_what_the_brush_sends_is_small_and_holds_every_count():
    counts, tags, domains = made.by_month(132, 900, 18)
    picture = charts.monthly(counts, tags, domains)
    cube = picture.cube
    sent = len(counts) + sum(len(one["at"]) for part in ("tags", "domains") for one in cube[part])
    assert 4_500 < sent <= 5_000 and len(json.dumps(cube)) < 200_000
    assert sum(cube["counts"]) == counts.sum()
    of_tag = tags.groupby("name")["count"].sum()
    assert {one["name"]: sum(one["n"]) for one in cube["tags"]} == of_tag.to_dict()
    late = cube["tags"][2]
    by_hand = tags[(tags["name"] == late["name"]) & (tags["period"] >= counts.index[100])]["count"].sum()
    assert sum(n for at, n in zip(late["at"], late["n"], strict=True) if at >= 100) == by_hand
    assert len(Brush._esm) + len(Brush._css) < 40_000
    with pytest.raises(ChartError, match="have 5,148 rows. At most 5,000 are sent: take fewer names"):
        counts, tags, domains = made.by_month(132, 900, 19)
        charts.monthly(counts, tags, domains)


def test_assumed_months_are_dashed_and_said():
    picture = made.monthly(36)
    dashed, whole = layers(picture.panels[0], "line")
    assert dashed["mark"]["strokeDash"] and "strokeDash" not in whole["mark"]
    assert len(dashed["data"]["values"]) == 12 and len(whole["data"]["values"]) == 25  # they meet
    assert picture.sentence.endswith("The totals for 2020 are assumed: nobody published them.")
    assert [row[2] for row in picture.rows].count("assumed") == 12 and "assumed" in texts(picture.panels[0])
    assert picture.panels[0]["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0


def test_the_widget_keeps_its_span_inside_and_in_order():
    widget = made.monthly().widget
    assert widget.span == [0, 59]
    widget.span = [70, 12]
    assert widget.span == [12, 59]


def test_a_kernel_gets_the_widget_and_grading_never_does(monkeypatch):
    from course.charts import browse

    monkeypatch.setattr(browse, "has_kernel", lambda: True)
    picture = made.monthly()
    assert "application/vnd.jupyter.widget-view+json" in picture._repr_mimebundle_()
    assert "text/html" not in picture._repr_mimebundle_()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert set(picture._repr_mimebundle_()) == {"text/html"}
    assert "<img" in picture._repr_mimebundle_()["text/html"]


def test_kinds_are_stacked_from_zero_to_the_total_and_to_a_hundred():
    frame = pd.DataFrame({"original": [30, 10], "repost": [10, 0]}, index=["2022-01", "2022-02"])
    picture = charts.kinds(frame)
    assert picture.title == "80.0 % of these posts are originals"
    assert picture.sentence == (
        "Of 50 posts from January 2022 to February 2022, 40 are originals and 10 are reposts."
    )
    counts, shares = picture.panels
    first, second = layers(counts, "rect")
    assert [(r["low"], r["n"]) for r in first["data"]["values"]] == [(0, 30), (0, 10)]
    assert [(r["low"], r["n"]) for r in second["data"]["values"]] == [(30, 40), (10, 10)]
    assert [r["n"] for r in layers(shares, "rect")[1]["data"]["values"]] == [100, 100]
    assert picture.options == ("Counts", "Shares")
    assert picture.rows[0] == ("January 2022", "30", "10", "40", "75.0 %", "25.0 %")
    colours = [layer["mark"]["color"] for layer in layers(counts, "rect")]
    assert len(set(colours)) == 2 and {"original", "repost"} <= set(texts(counts))


def test_in_feedback_both_sides_of_a_switch_are_drawn():
    page = HASHTAG["kinds"]().html(static=True)
    assert page.count("<img") == 2 and "<input" not in page and "by kind: shares" in page


def test_the_gap_between_rows_and_posts_is_the_largest_one():
    picture = charts.duplicates({2020: 100, 2021: 257, 2022: 300}, {2020: 100, 2021: 100, 2022: 150})
    assert picture.title == "Counting rows gives 1.88 times as many posts as there are"
    assert "The gap is largest in 2021: 157 rows." in picture.sentence
    assert "157 repeats" in texts(picture.panels[0])
    assert picture.rows[1] == ("2021", "257", "100", "157", "2.57")
    assert "There is no gap." in charts.duplicates({2020: 3, 2021: 4}, {2020: 3, 2021: 4}).sentence


def test_the_matrix_draws_each_frequent_pair_once_by_its_lift():
    posts, tags = [1, 1, 2, 2, 3, 3, 4, 4, 5], ["a", "b", "a", "b", "a", "c", "a", "c", "c"]
    picture = charts.tag_matrix(tag_pairs(posts, tags, total=100, least=1), least=2)
    assert [row[:2] for row in picture.rows] == [("a + b", "2"), ("a + c", "2")]
    assert picture.title == "#a and #b meet 25.0 times as often as by chance"
    discs = [one for one in layers(picture.panels[0], "point") if "fillOpacity" in one["mark"]]
    assert [(one["mark"]["fillOpacity"], len(one["data"]["values"])) for one in discs] == [(1.0, 2)]
    below = charts.tag_matrix(tag_pairs(posts, tags, least=1), least=2)
    fills = [one["mark"]["fill"] for one in layers(below.panels[0], "point") if "fillOpacity" in one["mark"]]
    assert theme.PAPER in fills  # c and a: lift 5 · 2 / (4 · 3) = 0.83 is hollow


def test_the_curve_says_what_the_measures_say():
    values = np.ceil(np.random.default_rng(3).lognormal(0, 2, 10_000))
    picture = charts.concentration(values)
    assert f"Gini coefficient is {gini(values):.2f}." in picture.sentence
    assert f"the top tenth has {100 * top_share(values, 0.1):.1f} %" in picture.sentence
    points = layers(picture.panels[0], "line")[0]["data"]["values"]
    assert points[0] == {"x": 0, "y": 0} and points[-1] == {"x": 100, "y": 100} and len(points) <= 202
    xs, ys = ([point[axis] / 100 for point in points] for axis in "xy")
    area = 1 - sum((b - a) * (c + d) for a, b, c, d in zip(xs, xs[1:], ys, ys[1:], strict=False))
    assert area == pytest.approx(gini(values), abs=0.002)  # thinned, and still the same curve


def test_the_thursday_chat_moves_with_the_clock():
    times = ["2022-07-15T01:10Z"] * 3 + ["2022-07-16T12:00Z"]
    zones = ("UTC", "America/New_York")
    picture = charts.hours({zone: hour_by_weekday(times, zone) for zone in zones})
    assert picture.title == "The busiest hour begins Friday 01:00 (UTC) and Thursday 21:00 (New York)"
    assert picture.options == ("UTC", "New York") and len(picture.rows) == 14
    red = [one for one in layers(picture.panels[1], "point") if one["mark"].get("fill") == theme.VERMILLION]
    assert red[0]["data"]["values"][0]["day"] == 3 and red[0]["data"]["values"][0]["hour"] == 21
    marks = sum(len(one["data"]["values"]) for one in layers(picture.panels[0], "point"))
    assert marks == 7 * 24
    alone = charts.hours({"UTC": hour_by_weekday(times)})
    assert alone.options == () and "<input" not in alone.html()


def test_every_post_of_a_cascade_has_its_place():
    size = pd.DataFrame({"size": [10, 20], "depth": [3, 5]})
    other = pd.DataFrame({"size": [10, 21], "depth": [3, 3]})
    picture = charts.cascade(list("abcde"), [None, "a", "a", "b", "d"], size, other, names=("lies", "truths"))
    assert picture.title == "At the same size, lies are 1.0 steps deeper than truths"
    tree, scatter = picture.panels
    assert len(layers(tree, "rule")[0]["data"]["values"]) == 4
    dots = [tuple(row.values()) for one in layers(tree, "point") for row in one["data"]["values"]]
    assert len(set(dots)) == 5 and tree["title"]["subtitle"].startswith("3 steps deep")
    assert sum(len(one["data"]["values"]) for one in layers(scatter, "point")) == 4
    assert picture.rows[1] == ("2", "20", "5", "21", "3")
    shapes = [one["mark"]["shape"] for one in layers(scatter, "point")]
    assert len(set(shapes)) == 2  # told apart without colour


def test_the_timeline_is_in_order_and_compares_reach():
    picture = charts.provenance(
        [
            ("2022-03-09", "correction", "No difference was found.", 210),
            ("2022-03-04", "misquote", "“Cures”", 2_310),
            ("2022-03-01", "preprint", "No difference", None),
        ]
    )
    assert [row[1] for row in picture.rows] == ["preprint", "misquote", "correction"]
    assert [row[4] for row in picture.rows] == ["0", "3", "8"] and picture.rows[0][3] is None
    assert picture.title == "The misquote went 11.0 times as far as its correction"
    assert {"+3 d", "+5 d", "2,310 shares"} <= set(texts(picture.panels[0]))
    ends = [("2022-03-01", "preprint", "x", None), ("2022-03-31", "retraction", "y", None)]
    plain = charts.provenance(ends)
    assert plain.title == "From preprint to retraction in 30 days"


def test_groups_are_rings_and_the_null_stands_beside_them():
    edges = pd.DataFrame(
        [("a", "b", 4), ("b", "c", 3), ("a", "c", 5), ("x", "y", 3), ("p", "q", 2)],
        columns=["account_a", "account_b", "objects"],
    )
    picture = charts.co_sharing(edges, [0, 1, 1, 2])
    assert picture.title == "More pairs share 3 or more links than in any shuffle"
    assert picture.rows[:2] == (("Group 1", "3", "3", "5"), ("Group 2", "2", "1", "3"))
    network, histogram = picture.panels
    lines = layers(network, "line")[0]["data"]["values"]
    dots = layers(network, "point")[0]["data"]["values"]
    # Two ends and a break for each of four pairs: the one with 2 is not drawn.
    assert len(lines) == 12 and [n for n, end in enumerate(lines) if end["x"] is None] == [2, 5, 8, 11]
    assert len({(d["x"], d["y"]) for d in dots}) == 5
    assert all(0 <= d["x"] <= theme.WIDTH and 0 <= d["y"] <= 300 for d in dots)
    bars = layers(histogram, "rect")[0]["data"]["values"]
    assert sum(bar["n"] for bar in bars) == 4 and "found: 4" in texts(histogram)
    calm = charts.co_sharing(edges, [4, 9])
    assert calm.title == "Pairs that share 3 or more links are no more than shuffling gives"
    nobody = charts.co_sharing(edges[:0], [0, 0])
    assert "no pair of accounts" in texts(nobody.panels[0]) and nobody.html()


@pytest.mark.parametrize(("size", "groups"), [(2, 150), (40, 10), (400, 1), (3, 1)])
def test_rings_stay_inside_and_apart(size, groups):
    names = [(f"g{g}", f"{g}-{a}", f"{g}-{(a + 1) % size}") for g in range(groups) for a in range(size)]
    edges = pd.DataFrame(
        {"account_a": [a for _, a, _ in names], "account_b": [b for _, _, b in names], "objects": 3}
    )
    picture = charts.co_sharing(edges, [1])
    dots = layers(picture.panels[0], "point")[0]["data"]["values"]
    places = {(d["x"], d["y"]) for d in dots}
    assert len(places) == len(dots) == min(400, size * groups)
    assert all(0 <= x <= theme.WIDTH and 0 <= y <= 300 for x, y in places)


def test_links_lose_on_the_way():
    picture = charts.traceability(LinkStages(200, 120, 80, 30, 90, 3))
    assert picture.title == "40.0 % of 200 links cannot be followed"
    assert "3 of these 30 (10.0 %) name a retracted paper" in picture.sentence
    assert [row[3] for row in picture.rows] == [None, "80", "90", "27"]
    bars = picture.panels[0]["layer"][1]["data"]["values"]
    assert [bar["n"] for bar in bars] == [200, 120, 30, 3] and all(bar["zero"] == 0 for bar in bars)


@each
def test_sentences_give_what_they_are_out_of(name):
    sentence = HASHTAG[name]().sentence
    assert len(re.findall(r"\d", sentence)) >= 2 and "!" not in sentence and "nan" not in sentence
    assert not re.search(r"\d%", sentence)  # a space before the sign


EDGES = pd.DataFrame({"account_a": ["a"], "account_b": ["b"], "objects": [3]})
PAIRS = pd.DataFrame(columns=["tag_a", "tag_b", "count_a", "count_b", "together", "lift"])
ONE = pd.DataFrame({"size": [3], "depth": [1]})
EVENT = ("2022-03-01", "post", "x", 1)
NONE = pd.DataFrame(columns=["period", "name", "count"])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: charts.monthly({2020: 1}, NONE, NONE), "`counts` has 1 periods. A count for each of 2 to"),
        (lambda: charts.monthly([1, 2], NONE, NONE), "`counts` has no mapping"),
        (lambda: charts.monthly({2020: 1, "soon": 2}, NONE, NONE), "A period in `counts` is 'soon'"),
        (lambda: charts.monthly({2020: 1, 2021: -2}, NONE, NONE), r"`counts\['2021'\]` is -2. A count of"),
        (lambda: charts.monthly({2020: 0, 2021: 0}, NONE, NONE), "`counts` is 0 throughout"),
        (lambda: charts.monthly({2020: 1, 2021: 2}, NONE, NONE, [2019]), "`assumed` names 2019"),
        (lambda: charts.monthly({2020: 1, 2021: 2}, EDGES, NONE), "`tags` has no column period, name and"),
        (
            lambda: charts.monthly(
                {2020: 1, 2021: 2}, {"period": ["2019-05"], "name": ["x"], "count": [1]}, NONE
            ),
            "`tags` has May 2019. `counts` has no such month",
        ),
        (lambda: charts.kinds({}), "`counts` has 0 kinds. One to 6"),
        (lambda: charts.kinds({"a": {2020: 1}, "b": {2021: 1}}), "kinds with different periods"),
        (lambda: charts.kinds({"a": {2020: 0}}), "`counts` is 0 throughout"),
        (lambda: charts.duplicates({2020: 1, 2021: 2}, {2020: 1, 2022: 2}), "have different periods"),
        (lambda: charts.duplicates({2020: 1, 2021: 2}, {2020: 1, 2021: 3}), "`posts` has 3 in 2021, more"),
        (lambda: charts.duplicates({2020: 1, 2021: 2}, {2020: 0, 2021: 0}), "`posts` is 0 throughout"),
        (lambda: charts.tag_matrix(PAIRS), "`pairs` has no pair with at least 5 posts"),
        (lambda: charts.tag_matrix(EDGES), "`pairs` has no column tag_a"),
        (lambda: charts.tag_matrix(PAIRS, top=40), "`top` is 40. 2 to 10 tags"),
        (lambda: charts.concentration([]), "The curve cannot be drawn: `values` has nothing"),
        (lambda: charts.concentration([1, -1]), r"The curve cannot be drawn: `values\[1\]` is -1"),
        (lambda: charts.hours({}), "`zones` is {}. Counts for 1 to 4 zones"),
        (lambda: charts.hours({"UTC": [[1]]}), r"`zones\['UTC'\]` is no table of 7 days by 24"),
        (lambda: charts.hours({"UTC": np.zeros((7, 24))}), "`zones` hold 0 posts"),
        (lambda: charts.hours({"a": np.ones((7, 24)), "b": np.zeros((7, 24))}), "`zones` hold 0 and 168"),
        (lambda: charts.cascade(["a"], [None], ONE, ONE), "`ids` has 1 posts in 1 trees"),
        (lambda: charts.cascade(["a", "a"], [None, None], ONE, ONE), "The tree cannot be drawn: `ids` holds"),
        (lambda: charts.cascade(["a", "b"], [None, "a"], ONE[:0], ONE), "`cases` has 0 rows and"),
        (lambda: charts.cascade(["a", "b"], [None, "a"], EDGES, ONE), "`cases` has no column size and depth"),
        (lambda: charts.cascade(["a", "b"], [None, "a"], ONE * 0, ONE), "has a size below 1"),
        (lambda: charts.provenance([EVENT]), "`events` has 1 rows. 2 to 12"),
        (lambda: charts.provenance([EVENT, (1, 2)]), r"`events\[1\]` is \(1, 2\)"),
        (lambda: charts.provenance([EVENT, ("2022-03-01", "lie", "x", 1)]), "is of kind 'lie'. One of"),
        (lambda: charts.provenance([EVENT, ("soon", "post", "x", 1)]), "is dated 'soon'"),
        (lambda: charts.provenance([EVENT, ("2022-03-01", "post", "x", -1)]), r"`events\[1\] reach` is -1"),
        (lambda: charts.co_sharing(EDGES, []), "`null` is empty"),
        (lambda: charts.co_sharing(EDGES, ["many"]), r"`null\[0\]` is 'many'"),
        (lambda: charts.co_sharing(PAIRS, [1]), "`edges` has no column account_a"),
        (lambda: charts.traceability((1, 2)), "`stages` is .* Give what link_stages returns"),
        (lambda: charts.traceability(LinkStages(0, 0, 0, 0, 0, 0)), "`stages` has no links"),
    ],
)
def test_errors_name_the_value_and_show_no_traceback(call, says):
    with pytest.raises(ChartError, match=says) as caught:
        call()
    assert caught.value._render_traceback_() == [str(caught.value)]
