"""Pictures for each step of a slider, drawn beforehand: nothing is computed while it is moved."""

from __future__ import annotations

import html
import operator
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from course.charts import words
from course.charts.browse import has_kernel
from course.charts.errors import ChartError
from course.charts.picture import OWN_KEYS, Picture, style_html

MOST_STEPS, MOST_BYTES = 12, 1_000_000
Shown = tuple[Picture, ...]


@dataclass(frozen=True)
class Steps:
    """Pictures that take turns: `label` names what the slider sets, `pictures` holds one or two per number.

    `first` is the place of the step that is shown at first, and the only one drawn where there is no kernel.
    """

    label: str
    pictures: Mapping[int, Shown]
    first: int = 0

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The HTML of each step, without the style sheet, which is sent once."""
        return tuple(_side_by_side(shown) for shown in self.pictures.values())

    @property
    def widget(self) -> Any:
        """The slider as a widget; its `place` is the step that is shown."""
        from course.charts.steps_widget import Slider

        return Slider(
            label=self.label,
            numbers=list(self.pictures),
            pages=list(self.pages),
            says=[_sentences(shown) for shown in self.pictures.values()],
            place=self.first,
        )

    def html(self) -> str:
        """One step drawn; of each other its sentence and numbers: for pages without a kernel, as feedback."""
        steps = list(self.pictures.items())
        lines = "".join(
            f"<li><strong>{number}</strong>: {html.escape(_sentences(shown))}"
            f"{'' if place == self.first else _tables(number, shown)}</li>"
            for place, (number, shown) in enumerate(steps)
        )
        number, shown = steps[self.first]
        name = html.escape(self.label)
        return (
            f"{style_html()}<p><strong>{name}: {number}</strong></p>{_side_by_side(shown, static=True)}"
            f'<div class="course-picture"><p>{name}, step by step:</p><ul>{lines}</ul></div>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        # One kind of output only: with two, nbconvert and JupyterLab choose differently.
        if os.environ.get("NBGRADER_EXECUTION") or not has_kernel():
            return {"text/html": self.html()}
        bundle = self.widget._repr_mimebundle_()
        found: dict[str, Any] = bundle[0] if isinstance(bundle, tuple) else bundle
        return found

    def __repr__(self) -> str:
        return f"Steps: {self.label}, {words.listed(str(one) for one in self.pictures)}."


def steps(
    label: str, pictures: Mapping[int, Picture | tuple[Picture, Picture]], at: int | None = None
) -> Steps:
    """A slider that changes the picture: `pictures` holds one for each whole number, in rising order.

    Two pictures in a tuple stand side by side where there is room. `label` names what the numbers count
    ("Links in common"); `at` is the number that is shown at first, by default the lowest. At most 12 steps
    and 1 MB together. Raises ChartError naming the value.
    """
    if not isinstance(label, str) or not label.strip():
        raise ChartError(f"`label` is {label!r}. The slider needs a name, such as “Links in common”.")
    if not isinstance(pictures, Mapping):
        kind = type(pictures).__name__
        raise ChartError(f"`pictures` is of the type {kind}. A dictionary of number and picture is needed.")
    if not 2 <= len(pictures) <= MOST_STEPS:
        raise ChartError(f"`pictures` has {len(pictures)}. A slider needs 2 to {MOST_STEPS}.")
    numbers = [_number(one, list(pictures)) for one in pictures]
    if numbers != sorted(set(numbers)):
        raise _not_rising(numbers)
    if at is not None and at not in numbers:
        raise ChartError(f"`at` is {at!r}. One of {words.listed(str(one) for one in numbers)} is needed.")
    shown = {number: _shown(number, one) for number, one in zip(numbers, pictures.values(), strict=True)}
    made = Steps(label, shown, 0 if at is None else numbers.index(at))
    size = sum(len(page.encode()) for page in made.pages)
    if size > MOST_BYTES:
        raise ChartError(
            f"The pictures take {size // 1000:,} kB together. At most {MOST_BYTES // 1000:,} kB are sent: "
            "take fewer steps, or draw fewer marks in each."
        )
    return made


def _number(one: Any, numbers: list[Any]) -> int:
    """A step as a plain whole number: a table's column, or `np.arange`, gives numpy's."""
    if isinstance(one, bool):
        raise _not_rising(numbers)
    try:
        return operator.index(one)
    except TypeError:
        raise _not_rising(numbers) from None


def _not_rising(numbers: list[Any]) -> ChartError:
    return ChartError(f"`pictures` has the steps {numbers}. Whole numbers in rising order are needed.")


def _shown(number: int, one: Any) -> Shown:
    shown = one if isinstance(one, tuple) else (one,)
    if not 1 <= len(shown) <= 2:
        raise ChartError(f"`pictures[{number}]` holds {len(shown)}. One picture or two are needed.")
    for picture in shown:
        if not isinstance(picture, Picture):
            kind = type(picture).__name__
            raise ChartError(f"`pictures[{number}]` is of the type {kind}. A picture of `charts` is needed.")
    return shown


def _side_by_side(shown: Shown, *, static: bool = False) -> str:
    pages = "".join(one.html(static=static).removeprefix(style_html()) for one in shown)
    return pages if len(shown) == 1 else f'<div class="course-picture-pair">{pages}</div>'


def _sentences(shown: Shown) -> str:
    return " ".join(one.sentence for one in shown)


def _tables(number: int, shown: Shown) -> str:
    tables = "".join(one.table_html() for one in shown)
    return f"<details><summary {OWN_KEYS}>The numbers at {number} as a table</summary>{tables}</details>"
