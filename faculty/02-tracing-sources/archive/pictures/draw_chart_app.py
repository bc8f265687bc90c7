"""Draws p271 and p272 of "The wren on the drug chart": a slide with a bird and four boxes, and a part of it.

Run with Pillow at hand: python draw_chart_app.py. Same bytes every time with one version of Pillow (drawn
with 13.0): no clock, no random numbers, and the font that Pillow brings with it.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SCALE = 3
HERE = Path(__file__).parent
Colour = tuple[int, int, int]
INK: Colour = (32, 38, 44)
GREEN: Colour = (15, 90, 78)
BROWN: Colour = (134, 88, 50)
CREAM: Colour = (250, 246, 236)


def up(*values: float) -> list[int]:
    """Coordinates of the finished picture, in pixels of the large canvas."""
    return [round(value * SCALE) for value in values]


def bird(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    """A round bird with a raised tail that looks to the right; (x, y) is its middle."""
    pen.polygon(
        up(
            x - size * 0.7,
            y,
            x - size * 1.25,
            y - size * 0.9,
            x - size * 0.95,
            y - size * 1.0,
            x - size * 0.3,
            y - size * 0.4,
        ),
        BROWN,
    )
    pen.ellipse(up(x - size, y - size * 0.7, x + size * 0.7, y + size * 0.8), BROWN)
    pen.ellipse(up(x - size * 0.5, y - size * 0.1, x + size * 0.5, y + size * 0.75), (214, 178, 134))
    pen.ellipse(up(x + size * 0.1, y - size * 1.0, x + size, y - size * 0.1), BROWN)
    pen.polygon(
        up(x + size * 0.95, y - size * 0.65, x + size * 1.4, y - size * 0.5, x + size * 0.95, y - size * 0.4),
        (70, 60, 52),
    )
    pen.ellipse(up(x + size * 0.55, y - size * 0.75, x + size * 0.75, y - size * 0.55), CREAM)
    pen.ellipse(up(x + size * 0.61, y - size * 0.7, x + size * 0.73, y - size * 0.58), INK)
    for foot in (-0.25, 0.15):
        pen.line(
            up(x + size * foot, y + size * 0.75, x + size * foot, y + size * 1.15), (70, 60, 52), 4 * SCALE
        )


def box(pen: ImageDraw.ImageDraw, x: float, y: float, word: str, ticked: bool) -> None:
    """A box of 44 pixels with a word beside it."""
    pen.rectangle(up(x, y, x + 44, y + 44), (255, 255, 255), INK, 3 * SCALE)
    if ticked:
        pen.line(up(x + 9, y + 23, x + 19, y + 34, x + 37, y + 9), GREEN, 7 * SCALE, joint="curve")
    pen.text(up(x + 64, y + 22), word, INK, ImageFont.load_default(28 * SCALE), "lm")


def slide() -> Image.Image:
    """The whole slide, 760 by 430 pixels."""
    large = Image.new("RGB", (760 * SCALE, 430 * SCALE), CREAM)
    pen = ImageDraw.Draw(large)
    pen.rectangle(up(0, 0, 760, 84), GREEN)
    pen.text(up(34, 42), "Four ticks before the ink dries", CREAM, ImageFont.load_default(36 * SCALE), "lm")
    bird(pen, 200, 250, 92)
    for place, (word, ticked) in enumerate(
        (("unit", True), ("route", True), ("dose", True), ("hour", False))
    ):
        box(pen, 440, 120 + 66 * place, word, ticked)
    pen.text(up(726, 408), "6", INK, ImageFont.load_default(20 * SCALE), "rm")
    return large.resize((760, 430), Image.Resampling.LANCZOS)


def save(picture: Image.Image, name: str) -> None:
    """Write a picture with a palette of 32 colours."""
    picture.quantize(32, dither=Image.Dither.NONE).save(HERE / name, optimize=True)


if __name__ == "__main__":
    whole = slide()
    save(whole, "p271.png")
    save(whole.crop((20, 0, 760, 430)), "p272.png")
