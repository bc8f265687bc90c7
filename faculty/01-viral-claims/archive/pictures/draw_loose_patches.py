"""Draws p030 to p036 of "They fell off in the heat".

A patch at a lake and its crop, a carton, a month of heat, the maker's own picture, a figure of instructions,
a patch taken apart. Run with Pillow at hand: python draw_loose_patches.py. Same bytes every time with one
version of Pillow (drawn with 13.0).
"""

from __future__ import annotations

import math

from draw_sepsis_alarm import GREY, INK, SCALE, at, canvas, finish, save, write
from PIL import ImageDraw

SKIN, SKIN_DARK, SKIN_LIGHT = "#8a5a3c", "#6f4630", "#a06d4b"
PURPLE = "#5b3a8e"
Points = list[tuple[float, float]]


def shape(draw: ImageDraw.ImageDraw, points: Points, colour: str) -> None:
    """A filled polygon in coordinates of the finished picture."""
    draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)


def curve(*knots: tuple[float, float], steps: int = 16) -> Points:
    """A smooth open line through its knots (Catmull-Rom)."""
    padded = [knots[0], *knots, knots[-1]]
    line: Points = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append(
                (
                    0.5
                    * (
                        2 * b[0]
                        + (c[0] - a[0]) * t
                        + (2 * a[0] - 5 * b[0] + 4 * c[0] - d[0]) * t * t
                        + (3 * b[0] - a[0] - 3 * c[0] + d[0]) * t**3
                    ),
                    0.5
                    * (
                        2 * b[1]
                        + (c[1] - a[1]) * t
                        + (2 * a[1] - 5 * b[1] + 4 * c[1] - d[1]) * t * t
                        + (3 * b[1] - a[1] - 3 * c[1] + d[1]) * t**3
                    ),
                )
            )
    return [*line, knots[-1]]


def hills(draw: ImageDraw.ImageDraw, width: int, base: float, high: float, turn: float, colour: str) -> None:
    """A row of hills up to the right edge, down to `base`."""
    line = [
        (x, base - high * (0.55 + 0.3 * math.sin(x / 95 + turn) + 0.15 * math.sin(x / 37 + 2 * turn)))
        for x in range(0, width + 1, 4)
    ]
    shape(draw, [(0, base), *line, (width, base)], colour)


def lake() -> None:
    """p030: an arm with a loose patch at a lake, a carton on the right; p031: without the carton."""
    picture, draw = canvas(720, 480, "#bfe0ee")
    draw.ellipse(at(470, 34, 534, 98), fill="#fff3c4")
    hills(draw, 720, 250, 130, 0.4, "#8fb8a0")
    hills(draw, 720, 262, 84, 2.1, "#5f9479")
    draw.rectangle(at(0, 258, 720, 480), fill="#4d9ab3")
    for row, y in enumerate(range(276, 400, 17)):
        for x in range(30 + 53 * (row % 3), 720, 140):
            draw.line(at(x, y, x + 46 - 3 * row, y), fill="#8cc6d6", width=2 * SCALE)
    draw.rectangle(at(0, 404, 720, 480), fill="#d8c39a")
    draw.rectangle(at(0, 404, 720, 412), fill="#c4ad80")
    neck = curve((28, 0), (34, 60), (20, 120), (60, 150), (110, 130), (112, 70), (124, 0))
    shape(draw, neck, SKIN_DARK)
    shape(draw, [*curve((0, 0), (20, 40), (64, 58), (104, 40), (124, 0))], SKIN)
    body = curve((0, 132), (34, 112), (76, 142), (116, 104), (170, 104), (226, 124), (252, 190), (252, 480))
    shape(draw, [*body, (0, 480)], "#d99a1f")
    draw.line(
        [(x * SCALE, y * SCALE) for x, y in curve((0, 132), (34, 112), (76, 142), (116, 104))],
        fill="#b98316",
        width=5 * SCALE,
    )
    for x, y in ((36, 230), (92, 276), (30, 330), (104, 386), (44, 436), (150, 320), (146, 214)):
        draw.ellipse(at(x - 11, y - 11, x + 11, y + 11), fill="#f3cf78")
        draw.ellipse(at(x - 4, y - 4, x + 4, y + 4), fill="#a33d2a")
    arm = curve(
        (176, 210), (196, 150), (250, 122), (306, 140), (336, 200), (346, 290), (344, 380), (338, 480)
    )
    shape(draw, [*arm, (200, 480), (196, 380), (188, 290)], SKIN)
    shade = curve((306, 150), (330, 220), (336, 300), (332, 400), (326, 480))
    shape(draw, [*shade, (338, 480), (344, 380), (346, 290), (336, 200)], SKIN_DARK)
    sleeve = curve((162, 236), (158, 170), (150, 106), (214, 100), (276, 114), (322, 158), (346, 236))
    shape(draw, [*sleeve, (300, 250), (240, 254), (190, 248)], "#eab53a")
    for x, y in ((204, 140), (262, 152), (200, 204), (256, 214), (310, 206)):
        draw.ellipse(at(x - 11, y - 11, x + 11, y + 11), fill="#f8dc93")
        draw.ellipse(at(x - 4, y - 4, x + 4, y + 4), fill="#a33d2a")
    shape(
        draw,
        [
            *curve((162, 236), (215, 250), (270, 252), (346, 236)),
            (345, 246),
            (270, 262),
            (215, 260),
            (163, 246),
        ],
        "#b98316",
    )
    draw.ellipse(at(214, 296, 318, 400), fill=SKIN_DARK)
    draw.ellipse(at(208, 288, 312, 392), fill="#f5f3ee")
    draw.ellipse(at(224, 304, 296, 376), outline="#cfd3d6", width=2 * SCALE)
    draw.ellipse(at(244, 324, 276, 356), fill="#c9d6dc")
    lifted = curve((300, 306), (318, 332), (316, 362), (292, 388), steps=12)
    shape(draw, [*lifted, (284, 372), (292, 340), (286, 314)], "#d9b27f")
    rolled = curve((300, 306), (286, 330), (282, 358), (292, 388), steps=12)
    shape(draw, [*rolled, (302, 362), (304, 332)], "#fffdf8")
    shape(draw, [*curve((286, 314), (278, 340), (284, 372), steps=12), (282, 356), (284, 330)], "#b9b4aa")
    draw.rectangle(at(652, 322, 720, 480), fill="#c9b58d")
    draw.rectangle(at(646, 316, 720, 328), fill="#b59d7d")
    shape(draw, [(656, 316), (656, 236), (716, 236), (716, 316)], "#ffffff")
    shape(draw, [(656, 236), (664, 228), (720, 228), (716, 236)], "#e3e9eb")
    draw.rectangle(at(656, 246, 716, 270), fill="#0f6f8c")
    write(draw, 686, 258, "ORBISOL", 12, "#ffffff", "mm")
    draw.ellipse(at(674, 280, 698, 304), outline="#0f6f8c", width=4 * SCALE)
    whole = save(picture, "p030", 96)
    finish(whole.crop((0, 0, 644, 480)), "p031", 96)


def carton() -> None:
    """p032: a carton on a table cloth, its label with bar code and batch turned to the viewer."""
    picture, draw = canvas(640, 460, "#efe4d2")
    for x in range(-480, 640, 60):
        shape(draw, [(x, 460), (x + 26, 460), (x + 246, 240), (x + 220, 240)], "#e3c9a8")
    draw.rectangle(at(0, 0, 640, 240), fill="#6d8a7a")
    draw.rectangle(at(0, 232, 640, 246), fill="#54695d")
    draw.ellipse(at(496, 120, 616, 250), fill="#a4512f")
    draw.rectangle(at(512, 108, 600, 140), fill="#a4512f")
    draw.ellipse(at(512, 98, 600, 120), fill="#7c3b20")
    shape(draw, [(84, 392), (470, 404), (560, 350), (240, 330)], "#c2ab8b")
    shape(draw, [(70, 150), (390, 170), (390, 396), (70, 372)], "#ffffff")
    shape(draw, [(390, 170), (470, 126), (470, 346), (390, 396)], "#d8d2e2")
    shape(draw, [(70, 150), (160, 110), (470, 126), (390, 170)], "#f2eef8")
    shape(draw, [(70, 150), (390, 170), (390, 212), (70, 192)], PURPLE)
    write(draw, 92, 174, "patchline", 22, "#ffffff", "lm")
    write(draw, 376, 190, "ten days", 15, "#e6dcf5", "rm")
    x, bars = 98.0, (3, 1, 2, 1, 4, 1, 1, 3, 2, 1, 3, 1, 1, 2, 4, 1, 2, 1, 3, 1, 2, 2, 1, 4, 1, 2, 3, 1)
    for number, width in enumerate(bars):
        if number % 2 == 0:
            draw.rectangle(at(x, 218, x + 2.4 * width, 272), fill=INK)
        x += 2.4 * width + 1.6
    write(draw, 98, 298, "Batch", 19, GREY, "lm")
    write(draw, 168, 299, "K417", 30, INK, "lm")
    write(draw, 98, 338, "Keep below 30 °C", 16, GREY, "lm")
    draw.ellipse(at(304, 262, 366, 324), outline=PURPLE, width=6 * SCALE)
    draw.ellipse(at(322, 280, 348, 306), fill=PURPLE)
    draw.ellipse(at(156, 278, 258, 320), outline="#c0392b", width=3 * SCALE)
    save(picture, "p032", 64)


def heat() -> None:
    """p033: 25 days of September as squares; 11 of them above 32 degrees."""
    highs = (
        29,
        30,
        31,
        33,
        33,
        34,
        31,
        30,
        33,
        33,
        32,
        31,
        33,
        34,
        33,
        32,
        30,
        31,
        33,
        33,
        32,
        31,
        33,
        32,
        31,
    )
    assert sum(high > 32 for high in highs) == 11
    picture, draw = canvas(700, 520, "#fffdf8")
    write(draw, 34, 24, "11 of 25 days above 32 °C", 27, INK)
    write(draw, 34, 62, "Highest temperature each day, eastern lowlands, 1 to 25 September 2025", 16, GREY)
    colours = {29: "#f3ecd2", 30: "#f7dc9a", 31: "#f5bd63", 32: "#ee9440", 33: "#d9542f", 34: "#b0261c"}
    for place, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        write(draw, 34 + 92 * place + 40, 108, name, 15, GREY, "mm")
    for day, high in enumerate(highs):
        x, y = 34 + 92 * (day % 7), 124 + 84 * (day // 7)
        draw.rounded_rectangle(at(x, y, x + 82, y + 74), 8 * SCALE, fill=colours[high])
        dark = high < 33
        write(draw, x + 9, y + 7, str(day + 1), 13, INK if dark else "#ffe9df")
        write(draw, x + 41, y + 44, f"{high}°", 27, INK if dark else "#ffffff", "mm")
    write(draw, 34, 484, "Last year, same days: 4 of 25 above 32 °C. Drawing: Kigali Courier", 15, GREY, "lm")
    save(picture, "p033", 128)


def calm() -> None:
    """p034: the maker's own picture, a bent arm that fills the frame, the circle smooth on it."""
    picture, draw = canvas(720, 480, "#f6d9c2")
    for top, shade in ((54, "#f3cfc4"), (118, "#ecc4cb"), (180, "#e0bdd6"), (236, "#d2badf")):
        draw.rectangle(at(0, top, 720, 480), fill=shade)
    draw.ellipse(at(196, 52, 268, 124), fill="#fff0d6")
    draw.rectangle(at(0, 288, 720, 480), fill="#c6c1e2")
    hills(draw, 720, 330, 120, 4.0, "#a79ccf")
    hills(draw, 720, 400, 110, 1.2, "#8272b4")
    draw.rectangle(at(0, 398, 720, 480), fill="#8272b4")
    upper = curve(
        (720, 96),
        (600, 118),
        (470, 150),
        (350, 180),
        (230, 192),
        (150, 214),
        (112, 262),
        (132, 318),
        (196, 346),
    )
    lower = curve((196, 346), (330, 344), (470, 338), (600, 330), (720, 330))
    shape(draw, [*upper, *lower], SKIN_LIGHT)
    under = curve((230, 345), (330, 344), (470, 338), (600, 330), (720, 330))
    shape(draw, [*under, *reversed(curve((230, 322), (330, 320), (470, 314), (600, 306), (720, 304)))], SKIN)
    fore = curve((112, 262), (92, 330), (84, 400), (86, 480))
    inner = curve((250, 300), (236, 346), (224, 410), (214, 480))
    shape(draw, [*fore, *reversed(inner)], SKIN_LIGHT)
    shape(
        draw,
        [*curve((236, 346), (224, 410), (214, 480)), (194, 480), *curve((202, 410), (212, 360), (236, 346))],
        SKIN,
    )
    shape(draw, [*curve((560, 106), (548, 180), (556, 260), (580, 340)), (720, 350), (720, 84)], "#ffffff")
    shape(
        draw,
        [
            *curve((560, 106), (548, 180), (556, 260), (580, 340)),
            (592, 338),
            (568, 258),
            (560, 180),
            (572, 104),
        ],
        "#ded9ee",
    )
    draw.ellipse(at(338, 186, 462, 306), fill=SKIN)
    draw.ellipse(at(334, 180, 458, 300), fill="#ffffff")
    draw.ellipse(at(354, 199, 438, 281), outline="#d7cdea", width=3 * SCALE)
    draw.ellipse(at(379, 223, 413, 257), fill=PURPLE)
    write(draw, 36, 42, "day nine", 30, "#4a2f75", "lm")
    save(picture, "p034", 96)


def step_icon(draw: ImageDraw.ImageDraw, number: int, x: float) -> None:
    """One of the five small drawings of p035, in a frame at x."""
    draw.rounded_rectangle(at(x, 70, x + 140, 250), 8 * SCALE, outline="#aeb8be", width=2 * SCALE)
    draw.rounded_rectangle(at(x + 40, 84, x + 100, 236), 28 * SCALE, outline=INK, width=3 * SCALE)
    spot = (x + 48, 136, x + 92, 180)
    if number == 0:
        draw.ellipse(at(*spot), outline=PURPLE, width=3 * SCALE)
        draw.line(at(x + 70, 126, x + 70, 190), fill=PURPLE, width=2 * SCALE)
        draw.line(at(x + 38, 158, x + 102, 158), fill=PURPLE, width=2 * SCALE)
    elif number == 1:
        shape(draw, [(x + 56, 138), (x + 108, 128), (x + 116, 170), (x + 64, 180)], "#cfe3ea")
        for y in (146, 158, 170):
            draw.line(at(x + 66, y, x + 106, y - 8), fill="#6f9fb0", width=2 * SCALE)
    elif number == 2:
        draw.ellipse(at(*spot), fill="#efe9f7", outline=PURPLE, width=3 * SCALE)
        shape(draw, [(x + 84, 136), (x + 118, 116), (x + 122, 150), (x + 92, 160)], "#d7c7a0")
        draw.line(at(x + 112, 168, x + 126, 140), fill=INK, width=2 * SCALE)
        shape(draw, [(x + 126, 138), (x + 118, 146), (x + 129, 150)], INK)
    elif number == 3:
        draw.ellipse(at(*spot), fill="#efe9f7", outline=PURPLE, width=3 * SCALE)
        draw.rounded_rectangle(
            at(x + 62, 148, x + 132, 170), 11 * SCALE, fill="#ffffff", outline=INK, width=2 * SCALE
        )
        draw.line(at(x + 68, 159, x + 78, 159), fill=GREY, width=2 * SCALE)
    else:
        draw.ellipse(at(*spot), fill="#efe9f7", outline=PURPLE, width=3 * SCALE)
        draw.ellipse(at(x + 84, 92, x + 128, 136), fill="#ffffff", outline=INK, width=3 * SCALE)
        draw.line(at(x + 106, 114, x + 106, 100), fill=INK, width=3 * SCALE)
        draw.line(at(x + 106, 114, x + 116, 120), fill=INK, width=3 * SCALE)


def instructions() -> None:
    """p035: five small drawings in a row, as on a folded sheet."""
    picture, draw = canvas(820, 310, "#ffffff")
    write(draw, 24, 22, "Figure 3.1", 18, INK)
    write(draw, 796, 22, "Sheet 3 of 7", 14, GREY, "ra")
    for number, name in enumerate(("place", "wipe", "peel", "press", "wait")):
        x = 24 + 158 * number
        step_icon(draw, number, x)
        write(draw, x + 70, 274, f"{number + 1}  {name}", 17, INK, "mm")
    save(picture, "p035", 32)


def layers() -> None:
    """p036: a patch taken apart, five layers over one another with their names."""
    picture, draw = canvas(700, 480, "#faf8fd")
    write(draw, 32, 24, "A patch, taken apart", 26, INK)
    parts = (
        (104, 96, "#d9cdee", "#b7a4d8", "cover"),
        (168, 74, "#7d8b95", "#5d6b76", "reader"),
        (232, 96, "#cfe3ea", "#a4c3cf", "foam"),
        (300, 150, "#f3dfae", "#d6bd80", "rim with glue (acrylic)"),
        (374, 150, "#ffffff", "#d9d9d9", "liner, to be peeled off"),
    )
    for number, (y, half, top, side, name) in enumerate(parts):
        x = 214
        flat = half * 0.27
        draw.ellipse(at(x - half, y - flat + 10, x + half, y + flat + 10), fill=side)
        draw.rectangle(at(x - half, y, x + half, y + 10), fill=side)
        draw.ellipse(at(x - half, y - flat, x + half, y + flat), fill=top, outline=side, width=2 * SCALE)
        if number == 3:
            draw.ellipse(at(x - 78, y - 21, x + 78, y + 21), fill="#faf8fd", outline=side, width=2 * SCALE)
        if number == 0:
            draw.ellipse(at(x - 26, y - 8, x + 26, y + 8), fill=PURPLE)
        draw.line(at(x + half + 8, y + 2, 412, y + 2), fill="#9aa5ad", width=2 * SCALE)
        write(draw, 422, y + 2, f"{number + 1}  {name}", 19, INK, "lm")
    write(
        draw,
        32,
        452,
        "Not to scale. The rim is 31 millimetres wide; the reader is 2 millimetres thick.",
        14,
        GREY,
        "lm",
    )
    save(picture, "p036", 48)


if __name__ == "__main__":
    lake()
    carton()
    heat()
    calm()
    instructions()
    layers()
