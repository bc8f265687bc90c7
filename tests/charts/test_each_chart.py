"""What each chart shows, counted by hand, and what it says of a value that it cannot show."""

import doctest
import re

import pytest

import course.charts
from course import charts
from course.charts import ChartError, words
from course.charts.risk_icons import PERS
from course.measures import reliability_bins, wilson_interval
from tests.charts.examples import MEDED, SAID, SO, VIDEOS


def marks(panel, kind):
    """How many marks a field of icons draws: for each dashed row its length over its pitch."""
    count = 0
    for layer in panel["layer"]:
        dash, gap = layer["mark"]["strokeDash"]
        if (dash == 0) == (kind == "other"):
            rows = layer["data"]["values"]
            count += sum(int((row["x2"] - row["x"]) // (dash + gap)) + 1 for row in rows)
    return count


@pytest.mark.parametrize("module", [charts, words])
def test_examples_run(module):
    found = doctest.testmod(module)
    assert found.attempted > 0 and found.failed == 0


@pytest.mark.parametrize("per", PERS)
@pytest.mark.parametrize("count", [(0, 40), (1, 40), (13, 40), (40, 40)])
def test_every_person_has_one_mark(per, count):
    first, second = charts.risk_icons(count, (20, 40), per=per).panels
    filled = round(per * count[0] / count[1])
    assert (marks(first, "event"), marks(first, "other")) == (filled, per - filled)
    assert (marks(second, "event"), marks(second, "other")) == (per / 2, per / 2)


def test_risks_in_words():
    picture = charts.risk_icons((30, 2000), (60, 2000), ("Nelvaprine", "Placebo"), "fell within 90 days")
    assert picture.title == "15 fewer in 1,000 fell within 90 days: Nelvaprine against Placebo"
    assert picture.sentence == (
        "Of 1,000 people, 15 (Nelvaprine) and 30 (Placebo) fell within 90 days:"
        " 15 fewer in 1,000, or half the risk."
    )
    assert picture.rows[0] == ("Nelvaprine", 30, 2000, "15", "10.5 to 21.3")
    assert [panel["title"]["subtitle"] for panel in picture.panels] == [
        "Counted: 30 of 2,000",
        "Counted: 60 of 2,000",
    ]


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ((9, 100), (5, 100), "40 more in 1,000, or 1.80 times the risk."),
        ((9, 100), (3, 100), "60 more in 1,000, or three times the risk."),
        ((1, 100), (4, 100), "30 fewer in 1,000, or a quarter of the risk."),
        ((5, 100), (10, 200), "no difference between these groups."),
        ((5, 100), (0, 100), "50 more in 1,000. A ratio to zero cannot be given."),
        ((0, 100), (5, 100), "50 fewer in 1,000, or 0.00 times the risk."),
    ],
)
def test_ratios_in_words(one, other, says):
    assert charts.risk_icons(one, other).sentence.endswith(says)


def layers(panel, kind):
    return [layer for layer in panel["layer"] if layer["mark"]["type"] == kind]


def test_assumed_years_are_dashed_hollow_and_named():
    picture = charts.growth(MEDED, assumed=[2019, 2020], what="#MedEd posts")
    assert "(692" not in picture.title and "+70.3 % from 2021 to 2022" in picture.title
    said = "The values for 2019 and 2020 are assumed: the real counts are not known here."
    assert picture.sentence.endswith(said)
    for panel in picture.panels:
        dashed, whole = layers(panel, "rule")
        assert "strokeDash" in dashed["mark"] and "strokeDash" not in whole["mark"]
        assert [row["year"] for row in dashed["data"]["values"]] == [2019, 2020]
        assert [row["year"] for row in whole["data"]["values"]] == [2021]
        hollow, full = layers(panel, "point")
        assert hollow["mark"]["fill"] == course.charts.theme.PAPER != full["mark"]["fill"]
        assert [row["year"] for row in hollow["data"]["values"]] == [2019, 2020]
        texts = [row["text"] for layer in layers(panel, "text") for row in layer["data"]["values"]]
        assert texts.count("assumed") == 4 and "1,178,647" in texts  # each on its rim of paper
    assert [row[-1] for row in picture.rows] == ["assumed", "assumed", "counted", "counted"]
    assert picture.rows[-1] == ("2022", "1,178,647", "+70.3 %", "counted")


def test_one_axis_starts_at_zero_and_one_doubles():
    linear, log = charts.growth(MEDED).panels
    scales = [panel["layer"][0]["encoding"]["y"]["scale"] for panel in (linear, log)]
    assert scales[0]["domain"][0] == 0 and scales[0]["domain"][1] > 1_178_647 and "type" not in scales[0]
    assert scales[1] == {"type": "log", "domain": [200_000, 1_600_000], "nice": False}
    steep = charts.growth({2020: 1_500, 2021: 900_000}).panels[1]["layer"][0]["encoding"]["y"]
    assert steep["axis"]["values"] == [1_000, 10_000, 100_000, 1_000_000, 10_000_000]


def test_growth_says_only_what_was_counted():
    assert "fell" not in charts.growth({2020: 100, 2021: 80}).sentence
    assert charts.growth({2020: 100, 2021: 80}).title == "posts: −20.0 % from 2020 to 2021"
    alone = charts.growth({2020: 100, 2021: 80}, assumed=[2020])
    assert alone.title == "posts: only one year was counted"
    assert alone.sentence.endswith("The value for 2020 is assumed: the real count is not known here.")
    assert "%" not in alone.sentence


def test_intervals_are_wilsons_and_labelled_with_their_denominators():
    picture = charts.intervals(VIDEOS, what="videos")
    row = picture.panels[0]["layer"][0]["data"]["values"][0]
    low, high = wilson_interval(4, 38)
    assert (row["low"], row["high"], row["share"]) == (100 * low, 100 * high, 100 * 4 / 38)
    assert row["count"] == "4 of 38" and ">4 of 38</text>" in picture.svg()
    assert picture.rows[0] == ("Sterility not kept", "4 of 38", "10.5 %", "4.2 to 24.1 %")
    assert picture.title == "The fewer videos, the wider the interval"


@pytest.mark.parametrize(("rows", "end"), [([("a", 1, 400)], 10), ([("a", 4, 38)], 25), ([("a", 9, 9)], 100)])
def test_the_axis_of_shares_starts_at_zero_and_holds_every_interval(rows, end):
    panel = charts.intervals(rows).panels[0]
    assert panel["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, end]


def test_reliability_draws_each_group_with_its_answers():
    picture = charts.reliability(reliability_bins(SAID, SO))
    assert [row[1] for row in picture.rows] == [4, 4, 8]
    assert picture.title == "In 1 of 3 groups the interval misses the diagonal"
    assert picture.sentence.startswith("Where 89 % was said on average, it was so in 4 of 8 answers, less")
    assert {"1 of 4", "2 of 4", "4 of 8"} <= set(re.findall(r">([^<>]+)</text>", picture.svg()))


def test_empty_groups_stand_in_the_table_only():
    picture = charts.reliability(reliability_bins([0.9, 0.95], [1, 1]))
    assert [row[1] for row in picture.rows] == [0, 0, 2] and picture.rows[0][2] is None
    assert picture.title == "The interval reaches the diagonal"
    assert "With 2 answers" in picture.sentence


def test_a_band_says_which_marks_it_includes():
    picture = charts.band(0.74, 0.1, 1.38, label="d′", marks={"no discernment": 0, "class mean": 1.02})
    assert picture.sentence == (
        "d′ is 0.74, with a 95 % band from 0.10 to 1.38. The band includes “class mean”."
        " It leaves out “no discernment”."
    )
    assert charts.band(-0.5, -1, -0.001, label="d′", digits=1).rows[0] == ("d′", "−0.5", "−1.0 to 0.0")


BINS = reliability_bins(SAID, SO)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: charts.risk_icons(30, (60, 2000)), "`with_` is 30. Two counts"),
        (lambda: charts.risk_icons((30, 20), (60, 2000)), r"`with_` is \(30, 20\): `successes` is 30, more"),
        (lambda: charts.risk_icons((3, 20), (6, 20), labels=("A",)), r"`labels` is \('A',\)"),
        (lambda: charts.risk_icons((3, 20), (6, 20), per=17), "`per` is 17. One of 10, 20"),
        (lambda: charts.growth({2020: 5}), "A count for each of 2 to 60 years"),
        (lambda: charts.growth({2020: 5, 2021: 0}), r"`counts\[2021\]` is 0. A number above 0"),
        (lambda: charts.growth({2020: 5, 2021: "many"}), r"`counts\[2021\]` is 'many'"),
        (lambda: charts.growth({"2020": 5, 2021: 6}), "A year in `counts` is '2020'"),
        (lambda: charts.growth({2020: 5, 2021: 6}, assumed=[2019]), "`assumed` names 2019. `counts` has no"),
        (lambda: charts.intervals([]), "`rows` has 0 rows. One to 20"),
        (lambda: charts.intervals([("a", 5, 4)]), r"`rows\[0\]` is \('a', 5, 4\): `successes` is 5"),
        (lambda: charts.intervals([("a", 5)]), r"`rows\[0\]` is \('a', 5\). \(label, how many"),
        (lambda: charts.reliability([]), "`bins` holds no answers"),
        (lambda: charts.reliability([0.5]), r"`bins` holds \[0.5\]. Give what"),
        (lambda: charts.band(1, 2, 3, label="d′"), "are 2, 1, 3. They must rise"),
        (lambda: charts.band("x", 2, 3, label="d′"), "`estimate` is 'x'. A finite number"),
        (lambda: charts.band(1, 0, 2, label="d′", marks={"m": float("nan")}), r"`marks\['m'\]` is nan"),
        (lambda: charts.band(1, 0, 2, label="d′", marks=dict.fromkeys("abcdefg", 1)), "`marks` has 7 values"),
    ],
)
def test_errors_name_the_value_and_show_no_traceback(call, says):
    with pytest.raises(ChartError, match=says) as caught:
        call()
    assert caught.value._render_traceback_() == [str(caught.value)]
