"""A picture for each step of a slider, drawn beforehand: nothing is computed while it is moved."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.charts import words
from course.charts.browse import has_kernel
from course.charts.errors import ChartError
from course.charts.picture import Picture, style_html

MOST_STEPS, MOST_BYTES = 12, 1_000_000


@dataclass(frozen=True)
class Steps:
    """Pictures that take turns: `label` names what the slider sets, `pictures` holds one for each number.

    `first` is the place of the step that is shown at first, and the only one drawn where there is no kernel.
    """

    label: str
    pictures: Mapping[int, Picture]
    first: int = 0

    @property
    def widget(self) -> Any:
        """The slider as a widget; its `place` is the step that is shown."""
        from course.charts.steps_widget import Slider

        style = style_html()
        return Slider(
            label=self.label,
            numbers=list(self.pictures),
            pages=[one.html().removeprefix(style) for one in self.pictures.values()],
            says=[one.sentence for one in self.pictures.values()],
            place=self.first,
        )

    def html(self) -> str:
        """One step drawn, and what each shows as a list: for pages without a kernel, such as feedback."""
        shown = list(self.pictures.values())[self.first]
        lines = "".join(
            f"<li><strong>{number}</strong>: {html.escape(one.sentence)}</li>"
            for number, one in self.pictures.items()
        )
        return f"{shown.html(static=True)}<p>{html.escape(self.label)}, step by step:</p><ul>{lines}</ul>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        # One kind of output only: with two, nbconvert and JupyterLab choose differently.
        if os.environ.get("NBGRADER_EXECUTION") or not has_kernel():
            return {"text/html": self.html()}
        bundle = self.widget._repr_mimebundle_()
        found: dict[str, Any] = bundle[0] if isinstance(bundle, tuple) else bundle
        return found

    def __repr__(self) -> str:
        return f"Steps: {self.label}, {words.listed(str(one) for one in self.pictures)}."


def steps(label: str, pictures: Mapping[int, Picture], at: int | None = None) -> Steps:
    """A slider that changes the picture: `pictures` holds one for each whole number, in rising order.

    `label` names what the numbers count ("Links in common"); `at` is the number that is shown at first, by
    default the lowest. At most 12 pictures and 1 MB together. Raises ChartError naming the value.
    """
    if not isinstance(label, str) or not label.strip():
        raise ChartError(f"`label` is {label!r}. The slider needs a name, such as “Links in common”.")
    if not 2 <= len(pictures) <= MOST_STEPS:
        raise ChartError(f"`pictures` has {len(pictures)}. A slider needs 2 to {MOST_STEPS}.")
    numbers = list(pictures)
    if not all(isinstance(one, int) for one in numbers) or numbers != sorted(set(numbers)):
        raise ChartError(f"`pictures` has the steps {numbers}. Whole numbers in rising order are needed.")
    for number, one in pictures.items():
        if not isinstance(one, Picture):
            kind = type(one).__name__
            raise ChartError(f"`pictures[{number}]` is of the type {kind}. A picture of `charts` is needed.")
    if at is not None and at not in pictures:
        raise ChartError(f"`at` is {at!r}. One of {words.listed(str(one) for one in numbers)} is needed.")
    size = sum(len(one.html().encode()) for one in pictures.values())
    if size > MOST_BYTES:
        raise ChartError(
            f"The pictures take {size // 1000:,} kB together. At most {MOST_BYTES // 1000:,} kB are sent: "
            "take fewer steps, or draw fewer marks in each."
        )
    return Steps(label, dict(pictures), 0 if at is None else numbers.index(at))
