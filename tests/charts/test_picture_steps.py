"""A slider of pictures: what it refuses, what it sends, what stands on a page without a kernel."""

import numpy as np
import pytest

from course import charts
from course.charts.steps_widget import Slider
from course.grading.outputs.clean import clean_html


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


def test_two_pictures_at_each_step_are_sent_and_said_together() -> None:
    widget = charts.steps("Links", {2: (picture(10), picture(20)), 3: (picture(40), picture(50))}).widget
    assert all(page.startswith('<div class="course-picture-pair"><figure') for page in widget.pages)
    assert [page.count("<figure") for page in widget.pages] == [2, 2]
    assert all("<style>" not in page for page in widget.pages)
    assert widget.says[1] == f"{picture(40).sentence} {picture(50).sentence}"


def test_numbers_of_numpy_are_plain_whole_numbers() -> None:
    steps = np.arange(2, 4)
    made = charts.steps("Links", {at: picture(10) for at in steps}, at=steps[1])
    assert made.widget.numbers == [2, 3] and made.first == 1
    assert all(type(one) is int for one in made.pictures)


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
    made = charts.steps("Links in <common>", {2: picture(10), 3: picture(40)}, at=3)
    bundle = made._repr_mimebundle_()
    assert set(bundle) == {"text/html"}
    page = bundle["text/html"]
    assert page.count("<figure") == 1 and page.count("<style>") == 1
    assert "Links in &lt;common&gt;: 3" in page
    assert picture(10).sentence in page and picture(40).sentence in page
    # The numbers of the step that is drawn stand under it, those of the other in the list.
    assert page.count("<table>") == 2 and page.count("The numbers at 2 as a table") == 1
    assert "The numbers at 3" not in page
    kept = clean_html(page)
    assert kept.count("<table") == 2 and kept.count("<img") == 2 and picture(10).sentence in kept


def test_without_a_kernel_both_pictures_of_a_step_are_drawn() -> None:
    page = charts.steps("Links", {2: (picture(10), picture(20)), 3: (picture(40), picture(50))}).html()
    assert page.count("<figure") == 2 and page.count("<style>") == 1 and page.count("<table>") == 4


@pytest.mark.parametrize(
    ("label", "pictures", "at", "says"),
    [
        ("", {2: 10, 3: 40}, None, "The slider needs a name"),
        ("Links", {2: 10}, None, "`pictures` has 1. A slider needs 2 to 12"),
        ("Links", {3: 10, 2: 40}, None, "Whole numbers in rising order"),
        ("Links", {"2": 10, "3": 40}, None, "Whole numbers in rising order"),
        ("Links", {2.5: 10, 3: 40}, None, r"has the steps \[2.5, 3\]. Whole numbers in rising order"),
        ("Links", {False: 10, True: 40}, None, "Whole numbers in rising order"),
        ("Links", {2: 10, 3: 40}, 4, "`at` is 4. One of 2 and 3 is needed"),
        ("Links", {2: 10, 3: 40}, [2], r"`at` is \[2\]. One of 2 and 3 is needed"),
    ],
)
def test_a_wrong_value_is_named(label: str, pictures: dict, at: int | None, says: str) -> None:
    with pytest.raises(charts.ChartError, match=says):
        charts.steps(label, {number: picture(guilty) for number, guilty in pictures.items()}, at)


@pytest.mark.parametrize(
    ("at_three", "says"),
    [
        ("a picture", r"`pictures\[3\]` is of the type str"),
        ((picture(10), "a picture"), r"`pictures\[3\]` is of the type str"),
        ((), r"`pictures\[3\]` holds 0. One picture or two"),
        ((picture(10),) * 3, r"`pictures\[3\]` holds 3. One picture or two"),
    ],
)
def test_no_picture_is_no_step(at_three: object, says: str) -> None:
    with pytest.raises(charts.ChartError, match=says):
        charts.steps("Links", {2: picture(10), 3: at_three})  # type: ignore[dict-item]


def test_a_list_has_no_numbers_to_go_by() -> None:
    with pytest.raises(charts.ChartError, match="`pictures` is of the type list"):
        charts.steps("Links", [picture(10), picture(40)])  # type: ignore[arg-type]


def test_what_is_too_much_to_send_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(charts.steps.__globals__, "MOST_BYTES", 3_000)
    with pytest.raises(charts.ChartError, match="At most 3 kB are sent: take fewer steps"):
        charts.steps("Links", {2: picture(10), 3: picture(40)})
