"""The pictures of *The capsules in the break room*: a tin, a chart and its crop, a façade, a sign.

    python faculty/01-viral-claims/archive/pictures/draw_knee_capsules.py
"""

from __future__ import annotations

from easel import Easel, save, tint

GREEN, BROWN, WOOD = (31, 107, 74), (122, 82, 46), (214, 190, 156)
BLUE, STONE, SKY = (34, 87, 122), (240, 238, 230), (206, 224, 235)
INK, PAPER, GREY = (40, 46, 54), (252, 251, 247), (150, 156, 164)


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


def bars(low: float) -> Easel:
    """Two bars of 59 and 34 points, near the means of each variant, on an axis that begins at `low`."""
    easel = Easel(520, 360, PAPER)
    easel.bold((30, 22), "Knee pain", 19, INK)
    easel.text((30, 46), "rounded means, scale from 0 to 100", 13, GREY)
    top, floor, high = 82, 304, 80
    for mark in range(int(low), high + 1, 10):
        y = floor - (floor - top) * (mark - low) / (high - low)
        easel.line([(70, y), (490, y)], tint(GREY, 0.6), 1)
        easel.text((60, y), str(mark), 12, GREY, "rm")
    for x, value, colour, name in ((130, 59, GREY, "before"), (310, 34, GREEN, "with Kneewell")):
        y = floor - (floor - top) * (value - low) / (high - low)
        easel.box((x, y, x + 110, floor), colour, 2)
        easel.text((x + 55, floor + 20), name, 15, INK, "mm")
    easel.line([(70, floor), (490, floor)], INK, 1.5)
    return easel


def facade() -> Easel:
    """The institute across a canal."""
    easel = Easel(640, 380, SKY)
    easel.fade((0, 0, 640, 240), (190, 214, 230), (232, 238, 238))
    easel.box((90, 74, 520, 262), STONE)
    easel.box((80, 62, 530, 78), tint(STONE, -0.12))
    for row, height in ((96, 44), (154, 44)):
        for column in range(7):
            x = 112 + 58 * column
            easel.box((x, row, x + 34, row + height), tint(BLUE, 0.35), 2, tint(STONE, -0.2), 2)
            easel.line([(x + 17, row), (x + 17, row + height)], tint(STONE, -0.1), 2)
    easel.box((282, 212, 332, 262), tint(BLUE, -0.2), 3)
    easel.oval((282, 196, 332, 230), tint(BLUE, -0.2))
    easel.box((520, 206, 640, 262), tint(STONE, -0.08))
    easel.box((512, 198, 640, 208), tint(STONE, -0.2))
    easel.box((566, 150, 576, 214), (96, 72, 50))
    for x, y, r in ((540, 120, 42), (590, 112, 46), (566, 84, 44), (612, 146, 34), (530, 152, 30)):
        easel.oval((x - r, y - r, x + r, y + r), (118, 152, 82))
    for x, y, r in ((552, 98, 22), (598, 92, 24), (578, 132, 20)):
        easel.oval((x - r, y - r, x + r, y + r), (140, 172, 98))
    easel.box((0, 262, 640, 276), tint(STONE, -0.3))
    easel.fade((0, 276, 640, 380), (122, 156, 172), (84, 120, 140))
    for y in range(288, 380, 14):
        easel.line([(20 + y % 60, y), (200 + y % 90, y)], tint((122, 156, 172), 0.25), 2)
        easel.line([(300 + y % 70, y + 6), (520 + y % 80, y + 6)], tint((122, 156, 172), 0.2), 2)
    return easel


def sign() -> Easel:
    """Three rising arcs in a circle."""
    easel = Easel(240, 240, PAPER)
    easel.oval((24, 24, 216, 216), BLUE)
    for n, size in enumerate((40, 66, 92)):
        easel.arc((68 - size / 6, 170 - size, 68 - size / 6 + 2 * size, 170 + size), 200, 300, STONE, 9 - n)
    easel.oval((60, 150, 82, 172), STONE)
    return easel


if __name__ == "__main__":
    save(tin().finished(), "p007.png", 48)
    save(bars(30).finished(), "p008.png", 24)
    save(bars(0).finished(), "p009.png", 24)
    save(facade().finished(), "p010.png", 40)
    save(sign().finished(), "p011.png", 16)
