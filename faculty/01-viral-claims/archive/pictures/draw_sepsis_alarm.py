"""Draws p024 to p029 of "The alarm that halves".

A monitor, two charts of one pair of values, a mark, a table and its crop. Run with Pillow at hand:
python draw_sepsis_alarm.py. Same bytes every time with one version of Pillow (drawn with 13.0): no clock,
no random numbers, and the font that Pillow brings with it. Everything is drawn at twice its size and scaled
down, so that edges are smooth.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
SCALE = 2
AMBER = "#f2a31b"
INK = "#1d2730"
GREY = "#5d6b76"
TEAL = "#0b6b78"
Canvas = tuple[Image.Image, ImageDraw.ImageDraw]


def canvas(width: int, height: int, colour: str) -> Canvas:
    """An empty picture at twice its size."""
    picture = Image.new("RGB", (width * SCALE, height * SCALE), colour)
    return picture, ImageDraw.Draw(picture)


def font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font, at the scale of the canvas."""
    made = ImageFont.load_default(size * SCALE)
    assert isinstance(made, ImageFont.FreeTypeFont)
    return made


def at(*values: float) -> list[float]:
    """Coordinates of the finished picture → of the canvas."""
    return [value * SCALE for value in values]


def write(
    draw: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, colour: str, anchor: str = "la"
) -> None:
    """Text with its anchor at (x, y)."""
    draw.text((x * SCALE, y * SCALE), text, font=font(size), fill=colour, anchor=anchor)


def save(picture: Image.Image, name: str, colours: int = 48) -> Image.Image:
    """Scale down, reduce to a palette, write. Returns the scaled picture for crops."""
    small = picture.resize((picture.width // SCALE, picture.height // SCALE), Image.Resampling.LANCZOS)
    finish(small, name, colours)
    return small


def finish(small: Image.Image, name: str, colours: int = 48) -> None:
    """Write a picture as a palette PNG."""
    flat = small.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    flat.save(HERE / f"{name}.png", optimize=True)


def beat(phase: float) -> float:
    """Height of an ECG-like trace at a phase of 0 to 1: P, QRS, T as bumps. In units of the R wave."""
    bumps = (
        (0.18, 0.025, 0.14),
        (0.285, 0.008, -0.14),
        (0.31, 0.011, 1.0),
        (0.338, 0.010, -0.26),
        (0.55, 0.045, 0.26),
    )
    return sum(size * math.exp(-(((phase - middle) / width) ** 2)) for middle, width, size in bumps)


def trace(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], wave: str, colour: str) -> None:
    """A curve across a box: `ecg`, `pulse` or `breath`."""
    left, middle, right, height = box
    points = []
    for step in range(int((right - left) * 2)):
        x = left + step / 2
        turn = (x - left) / (92 if wave != "breath" else 150)
        if wave == "ecg":
            y = beat(turn % 1)
        elif wave == "pulse":
            part = turn % 1
            y = math.exp(-(((part - 0.42) / 0.1) ** 2)) + 0.35 * math.exp(-(((part - 0.68) / 0.09) ** 2))
        else:
            y = 0.5 - 0.5 * math.cos(2 * math.pi * turn)
        points.append((x * SCALE, (middle - y * height) * SCALE))
    draw.line(points, fill=colour, width=3 * SCALE // 2, joint="curve")


def glow(picture: Image.Image, box: tuple[float, float, float, float], colour: str, strength: int) -> None:
    """A soft light in the shape of an ellipse, laid over the picture."""
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).ellipse(at(*box), fill=strength)
    mask = mask.filter(ImageFilter.GaussianBlur(46 * SCALE))
    picture.paste(Image.new("RGB", picture.size, colour), mask=mask)


def monitor() -> None:
    """p024: a bedside monitor at night, with an amber band across its top."""
    picture, draw = canvas(720, 480, "#131c26")
    draw.rectangle(at(0, 372, 720, 480), fill="#0e151d")
    draw.rectangle(at(36, 46, 150, 246), fill="#1c2c3d")
    draw.ellipse(at(78, 76, 122, 120), fill="#cfd8dc")
    draw.ellipse(at(92, 70, 134, 112), fill="#1c2c3d")
    for x in (93, 150, 36):
        draw.line(at(x, 46, x, 246), fill="#2b3b4b", width=4 * SCALE)
    for y in (46, 146, 246):
        draw.line(at(36, y, 150, y), fill="#2b3b4b", width=4 * SCALE)
    glow(picture, (170, 10, 640, 300), "#6b4a16", 150)
    draw.line(at(664, 40, 664, 452), fill="#55636f", width=5 * SCALE)
    draw.line(at(640, 44, 690, 44), fill="#55636f", width=5 * SCALE)
    draw.rounded_rectangle(at(634, 58, 664, 128), 10 * SCALE, fill="#8fa3ad")
    draw.rectangle(at(634, 98, 664, 120), fill="#6fb1c4")
    draw.line(at(649, 128, 649, 214, 612, 300, 606, 372), fill="#8fa3ad", width=2 * SCALE)
    draw.rectangle(at(376, 372, 420, 452), fill="#2c3843")
    draw.rounded_rectangle(at(300, 444, 496, 460), 6 * SCALE, fill="#2c3843")
    draw.rounded_rectangle(at(176, 40, 616, 380), 16 * SCALE, fill="#3a4650")
    draw.rounded_rectangle(at(190, 54, 602, 360), 6 * SCALE, fill="#05090d")
    draw.rectangle(at(190, 54, 602, 92), fill=AMBER)
    write(draw, 206, 73, "LOOK AT THIS PATIENT", 17, INK, "lm")
    write(draw, 588, 73, "04:10", 17, INK, "rm")
    rows = ((170, "ecg", "#57d977", "112", "pulse"), (252, "pulse", "#59c7ea", "93", "oxygen %"))
    for base, wave, colour, number, name in (*rows, (334, "breath", "#f0e29a", "26", "breaths")):
        trace(draw, (202, base, 480, 52 if wave == "ecg" else 36), wave, colour)
        draw.line(at(492, base - 62, 492, base + 10), fill="#22303b", width=SCALE)
        write(draw, 506, base - 58, name, 12, colour)
        write(draw, 506, base - 42, number, 42, colour)
    for x in range(4):
        draw.ellipse(at(214 + 26 * x, 366, 222 + 26 * x, 374), fill="#222c34")
    draw.rounded_rectangle(at(8, 330, 20, 480), 5 * SCALE, fill="#55636f")
    draw.rounded_rectangle(at(16, 408, 250, 480), 12 * SCALE, fill="#22313f")
    draw.rounded_rectangle(at(24, 382, 108, 416), 15 * SCALE, fill="#9aa9b5")
    draw.rounded_rectangle(at(78, 394, 252, 470), 16 * SCALE, fill="#3c556b")
    draw.rounded_rectangle(at(78, 394, 132, 470), 14 * SCALE, fill="#5a7288")
    draw.line(at(252, 420, 252, 480), fill="#55636f", width=5 * SCALE)
    save(picture, "p024", 128)


def chart(name: str, base: int, source: str) -> None:
    """p025: two bars on an axis from 0; p026: the same two values on an axis that begins at 40."""
    picture, draw = canvas(620, 640, "#ffffff")
    foot, per = 570, 440 / (100 - base)
    write(draw, 36, 22, "Deaths of patients with sepsis", 23, INK)
    write(draw, 36, 54, "Index: without the alarm = 100", 16, GREY)
    for value in range(base + base % 10, 101, 10):
        y = foot - per * (value - base)
        draw.line(at(84, y, 590, y), fill="#dfe5e8", width=SCALE)
        write(draw, 74, y, str(value), 15, GREY, "rm")
    for x, value, colour, label in ((136, 100, "#7d8b95", "without"), (376, 50, AMBER, "with the alarm")):
        top = foot - per * (value - base)
        draw.rectangle(at(x, top, x + 160, foot), fill=colour)
        write(draw, x + 80, foot + 24, label, 17, INK, "mm")
    draw.line(at(84, foot, 590, foot), fill=INK, width=2 * SCALE)
    write(draw, 590, foot + 52, source, 13, GREY, "rm")
    save(picture, name, 24)


def mark() -> None:
    """p027: the mark of the product, an amber arc over a line."""
    picture, draw = canvas(480, 240, "#ffffff")
    draw.pieslice(at(42, 52, 178, 188), 180, 360, fill=AMBER)
    draw.pieslice(at(74, 84, 146, 156), 180, 360, fill="#ffffff")
    for angle in (205, 235, 270, 305, 335):
        x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        draw.line(at(110 + 76 * x, 120 + 76 * y, 110 + 94 * x, 120 + 94 * y), fill=AMBER, width=6 * SCALE)
    draw.rounded_rectangle(at(24, 130, 196, 142), 6 * SCALE, fill=TEAL)
    write(draw, 216, 134, "Sepsilume", 46, TEAL, "ls")
    write(draw, 218, 166, "half the deaths. all of the night.", 15, GREY, "ls")
    save(picture, "p027", 24)


def table() -> None:
    """p028: which deaths each version counted; p029: the same without its footnote."""
    picture, draw = canvas(680, 398, "#ffffff")
    write(draw, 28, 20, "Box 1. How deaths were counted", 24, INK)
    draw.rectangle(at(28, 62, 652, 106), fill=TEAL)
    for x, text in ((44, "Deaths"), (430, "Version 1"), (560, "Version 2")):
        write(draw, x, 84, text, 18, "#ffffff", "lm")
    rows = ("on the ward *", "in both groups, by one rule", "confirmed by a coder", "entered within two days")
    for number, name in enumerate(rows):
        top = 106 + 58 * number
        draw.rectangle(at(28, top, 652, top + 58), fill="#e6eff1" if number % 2 else "#ffffff")
        write(draw, 44, top + 29, name, 19, INK, "lm")
        for x in (466, 596):
            draw.rounded_rectangle(at(x - 36, top + 12, x + 36, top + 46), 17 * SCALE, fill="#1b7a3d")
            write(draw, x, top + 29, "yes", 18, "#ffffff", "mm")
    draw.line(at(28, 338, 652, 338), fill=INK, width=2 * SCALE)
    write(draw, 28, 356, "* Version 1 stopped when a patient left the ward. Deaths after a move to", 15, INK)
    write(draw, 28, 376, "intensive care, or elsewhere until day 30, are in version 2 only.", 15, INK)
    whole = save(picture, "p028", 32)
    finish(whole.crop((0, 0, 680, 354)), "p029", 32)


if __name__ == "__main__":
    monitor()
    chart("p025", 0, "Northfjord Health, November 2025: first version of the draft")
    chart("p026", 40, "Lumen Alarm")
    mark()
    table()
