"""Draws p091 of "Half of the paper stays empty": a rope around a divided sheet, with three knots.

Run with Pillow at hand: python draw_loop_notes.py. Same bytes every time with one version of Pillow.
Everything is drawn three times too large and scaled down, because Pillow's own lines are not smooth.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SCALE, WIDTH, HEIGHT = 3, 720, 540
INK, ROPE, KNOT, PAPER, GROUND = "#1f2d3a", "#b9894b", "#1d4f7a", "#ffffff", "#e6edf2"


def up(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Points of the finished picture on the large canvas."""
    return [(x * SCALE, y * SCALE) for x, y in points]


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size: int, colour: str) -> None:
    """Words around a middle point."""
    font = ImageFont.load_default(size * SCALE)
    draw.text(up(at)[0], words, colour, font, anchor="mm")


def spiral(start: float, end: float) -> list[tuple[float, float]]:
    """The rope, from one turn to another; a turn is 360 degrees."""
    turns = [start + (end - start) * step / 300 for step in range(301)]
    return [
        (
            360 + (150 + 42 * t) * math.cos(2 * math.pi * t),
            285 + (105 + 34 * t) * math.sin(2 * math.pi * t),
        )
        for t in turns
    ]


def main() -> None:
    """Draw the picture and save it with a small palette."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), GROUND)
    draw = ImageDraw.Draw(image)
    write(draw, (360, 32), "Kveil notes: three turns", 28, INK)
    draw.rectangle(up((290, 205), (430, 365)), PAPER, INK, 2 * SCALE)
    draw.line(up((360, 205), (360, 365)), INK, SCALE)
    for row in range(7):
        draw.line(up((300, 225 + 20 * row), (350, 225 + 20 * row)), INK, 2 * SCALE)
    draw.line(up(*spiral(0, 3)), ROPE, 13 * SCALE, joint="curve")
    for turn, day in ((0.62, 1), (1.62, 5), (2.62, 20)):
        (x, y), *_ = spiral(turn, turn)
        draw.ellipse(up((x - 17, y - 17), (x + 17, y + 17)), KNOT)
        write(draw, (x, y), str(day), 17, PAPER)
    write(draw, (360, 520), "Come back after day 1, day 5 and day 20", 20, INK)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(24)
    small.save(Path(__file__).with_name("p091.png"), optimize=True)


if __name__ == "__main__":
    main()
