"""A slider of pictures: what it refuses, what it sends, what stands on a page without a kernel."""

import pytest

from course import charts
from course.charts.steps_widget import Slider


def picture(guilty: int) -> charts.Picture:
    return charts.risk_icons((guilty, 100), (30, 100), ("Accused", "Cleared"), "belonged to it", per=100)


def test_a_picture_for_each_number_in_rising_order() -> None:
    made = charts.steps("Links in common", {2: picture(10), 3: picture(40)}, at=3)
    widget = made.widget
    assert isinstance(widget, Slider) and widget.numbers == [2, 3] and widget.place == 1
    assert widget.says == [picture(10).sentence, picture(40).sentence]
    # The style is sent once, with the widget, and not with each picture.
    assert all("<svg" in page and "<style>" not in page for page in widget.pages)
    assert repr(made) == "Steps: Links in common, 2 and 3."


def test_a_place_outside_is_brought_back_in() -> None:
    widget = charts.steps("Links", {2: picture(10), 3: picture(40)}).widget
    widget.place = 9
    assert widget.place == 1
    widget.place = -1
    assert widget.place == 0


@pytest.mark.parametrize("setting", ["autograde", "validate", ""])
def test_without_a_kernel_each_step_is_said_and_one_is_drawn(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", setting)
    made = charts.steps("Links in <common>", {2: picture(10), 3: picture(40)})
    bundle = made._repr_mimebundle_()
    assert set(bundle) == {"text/html"}
    assert bundle["text/html"].count("<figure") == 1 and "Links in &lt;common&gt;" in bundle["text/html"]
    assert picture(40).sentence in bundle["text/html"]


@pytest.mark.parametrize(
    ("label", "pictures", "at", "says"),
    [
        ("", {2: 10, 3: 40}, None, "The slider needs a name"),
        ("Links", {2: 10}, None, "`pictures` has 1. A slider needs 2 to 12"),
        ("Links", {3: 10, 2: 40}, None, "Whole numbers in rising order"),
        ("Links", {"2": 10, "3": 40}, None, "Whole numbers in rising order"),
        ("Links", {2: 10, 3: 40}, 4, "`at` is 4. One of 2 and 3 is needed"),
    ],
)
def test_a_wrong_value_is_named(label: str, pictures: dict, at: int | None, says: str) -> None:
    with pytest.raises(charts.ChartError, match=says):
        charts.steps(label, {number: picture(guilty) for number, guilty in pictures.items()}, at)


def test_no_picture_is_no_step() -> None:
    with pytest.raises(charts.ChartError, match=r"`pictures\[3\]` is of the type str"):
        charts.steps("Links", {2: picture(10), 3: "a picture"})  # type: ignore[dict-item]


def test_what_is_too_much_to_send_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.charts.stepwise.MOST_BYTES", 10_000)
    with pytest.raises(charts.ChartError, match="At most 10 kB are sent: take fewer steps"):
        charts.steps("Links", {2: picture(10), 3: picture(40)})
