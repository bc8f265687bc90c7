"""The pictures of *The capsules in the break room*: a tin, a chart, its cut axis, a façade, a sign.

python faculty/01-viral-claims/archive/pictures/draw_knee_capsules.py
"""

from __future__ import annotations

from easel import Easel, save, tint

GREEN, BROWN, WOOD = (31, 107, 74), (122, 82, 46), (214, 190, 156)
BLUE, STONE, SKY = (34, 87, 122), (240, 238, 230), (206, 224, 235)
INK, PAPER, GREY = (40, 46, 54), (252, 251, 247), (122, 130, 140)
ROOF, LEAF, LIGHT = (150, 86, 66), (112, 146, 82), (250, 214, 140)


def tin() -> Easel:
    """An open tin from above the table's edge, its lid leaning behind it, nine capsules."""
    easel = Easel(560, 380, (236, 228, 214))
    easel.fade((0, 0, 560, 210), (244, 239, 229), (228, 217, 199))
    easel.fade((0, 210, 560, 380), WOOD, tint(WOOD, -0.12))
    for y in (246, 292, 344):
        easel.line([(0, y), (560, y + 5)], tint(WOOD, -0.14), 1.5)
    easel.shade((70, 262, 330, 330), 90, 9)
    easel.oval((150, 70, 380, 250), tint(GREEN, -0.15))
    easel.oval((158, 74, 376, 244), GREEN)
    for step in range(5):
        x, y = 205 + 27 * step, 198 - 21 * step
        easel.shape([(x, y), (x + 27, y), (x + 27, y - 21)], STONE)
        easel.box((x, y - 1, x + 27, y + 3), STONE)
    easel.oval((76, 196, 316, 268), tint(GREEN, -0.3))
    easel.box((76, 232, 316, 290), tint(GREEN, -0.1))
    easel.oval((76, 256, 316, 326), tint(GREEN, -0.1))
    easel.oval((76, 196, 316, 268), tint(GREEN, 0.18))
    easel.oval((88, 202, 304, 262), (58, 46, 36))
    for x, y in ((120, 222), (160, 214), (205, 220), (245, 226), (180, 238), (135, 240), (225, 244)):
        capsule(easel, x, y, 0.8)
    easel.bold((196, 286), "Kneewell", 24, STONE, "mm")
    for x, y in ((372, 286), (430, 262), (462, 312), (396, 332), (500, 276)):
        easel.shade((x - 24, y + 6, x + 26, y + 18), 70, 4)
        capsule(easel, x, y, 1.25)
    return easel


def capsule(easel: Easel, x: float, y: float, size: float) -> None:
    """A capsule lying on its side, with a light on it."""
    w, h = 20 * size, 9 * size
    easel.box((x - w, y - h, x + w, y + h), BROWN, h)
    easel.box((x, y - h, x + w, y + h), tint(BROWN, 0.3), h)
    easel.box((x, y - h, x + h, y + h), tint(BROWN, 0.3))
    easel.line([(x - w + 7, y - h * 0.45), (x + w - 8, y - h * 0.45)], tint(BROWN, 0.6), 1.6 * size)


def bars(low: float, high: float, step: float) -> Easel:
    """6.1 and 6.4 flights a day on an axis from `low` to `high`: one outcome, the same in every variant."""
    easel = Easel(520, 360, PAPER)
    easel.bold((30, 22), "Flights of stairs a day, week 12", 19, INK)
    easel.text((30, 46), "means of both arms, trial TL-2024-0388", 13, GREY)
    top, floor = 82, 304
    for mark in range(round((high - low) / step) + 1):
        value = low + step * mark
        y = floor - (floor - top) * (value - low) / (high - low)
        easel.line([(70, y), (490, y)], tint(GREY, 0.6), 1)
        easel.text((60, y), f"{value:.1f}" if step < 1 else f"{value:.0f}", 12, GREY, "rm")
    for x, value, colour, name in ((130, 6.1, GREY, "dummy capsules"), (310, 6.4, GREEN, "Kneewell")):
        y = floor - (floor - top) * (value - low) / (high - low)
        easel.box((x, y, x + 110, floor), colour, 2)
        easel.text((x + 55, floor + 20), name, 15, INK, "mm")
    easel.line([(70, floor), (490, floor)], INK, 1.5)
    return easel


def facade() -> Easel:
    """The institute across a canal, in the evening light, with its reflection."""
    easel = Easel(640, 380, SKY)
    easel.fade((0, 0, 640, 262), (176, 202, 226), (248, 226, 204))
    easel.shape([(70, 66), (112, 26), (498, 26), (540, 66)], ROOF)
    for x in (180, 305, 430):
        easel.box((x - 15, 34, x + 15, 62), STONE, 2)
        easel.shape([(x - 20, 36), (x, 18), (x + 20, 36)], tint(ROOF, -0.2))
        easel.box((x - 8, 40, x + 8, 60), LIGHT, 1)
    easel.box((90, 64, 520, 262), STONE)
    easel.box((80, 62, 530, 74), tint(STONE, -0.12))
    easel.box((90, 148, 520, 153), tint(STONE, -0.08))
    for row, height in ((92, 46), (168, 58)):
        for column in range(7):
            x = 112 + 58 * column
            if row == 168 and column == 3:
                continue
            lit = (column + row) % 3 == 0
            glass = LIGHT if lit else tint(BLUE, 0.3)
            easel.box((x, row, x + 34, row + height), glass, 2, tint(STONE, -0.2), 2)
            easel.line([(x + 17, row), (x + 17, row + height)], tint(STONE, -0.1), 2)
            easel.line([(x, row + height / 2), (x + 34, row + height / 2)], tint(STONE, -0.1), 1.5)
    easel.oval((281, 178, 329, 226), tint(BLUE, -0.25))
    easel.box((281, 202, 329, 262), tint(BLUE, -0.25))
    easel.oval((289, 186, 321, 218), LIGHT)
    easel.box((270, 254, 340, 262), tint(STONE, -0.2))
    easel.box((520, 206, 640, 262), tint(STONE, -0.1))
    easel.box((512, 198, 640, 208), tint(STONE, -0.22))
    easel.box((560, 140, 574, 198), (112, 78, 52))
    for x, y, r in ((536, 122, 36), (594, 118, 40), (566, 88, 44), (606, 148, 26), (530, 150, 24)):
        easel.oval((x - r, y - r, x + r, y + r), LEAF)
    for x, y, r in ((552, 86, 22), (596, 108, 20), (540, 124, 16)):
        easel.oval((x - r, y - r, x + r, y + r), tint(LEAF, 0.2))
    easel.box((0, 262, 640, 278), tint(STONE, -0.35))
    easel.fade((0, 278, 640, 380), (150, 170, 180), (70, 104, 124))
    easel.fade((96, 278, 514, 340), (206, 204, 196), (110, 136, 150))
    for number, y in enumerate(range(290, 378, 11)):
        for x in (14, 236, 430):
            start = x + 37 * number % 90
            easel.line([(start, y), (start + 110, y)], (140, 164, 176), 1.5)
    return easel


def sign() -> Easel:
    """Three steps in a circle, and an arc that rises over them."""
    easel = Easel(240, 240, PAPER)
    easel.oval((24, 24, 216, 216), BLUE)
    for x, y in ((70, 148), (104, 124), (138, 100)):
        easel.box((x, y, x + 26, 172), STONE, 4)
    easel.arc((58, 62, 202, 206), 186, 288, LIGHT, 9)
    return easel


if __name__ == "__main__":
    save(tin().finished(), "p007.png", 48)
    save(bars(6, 6.5, 0.1).finished(), "p008.png", 24)
    save(bars(0, 8, 2).finished(), "p009.png", 24)
    save(facade().finished(), "p010.png", 96)
    save(sign().finished(), "p011.png", 24)
