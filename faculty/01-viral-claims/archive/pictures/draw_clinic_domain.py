"""Draws p019 to p023, for the story "The clinic that changed hands". Run it in this folder; needs Pillow."""

from __future__ import annotations

import math

from clinic_front import INK, SEA, WHITE, front, tern
from easel import Colour, Easel, save, tint
from PIL import Image

MINT: Colour = (126, 190, 170)


def waves(easel: Easel, x: float, y: float, width: float, colour: Colour, thick: float) -> None:
    """Two lines of waves."""
    for row in (0, 1):
        points = [
            (x + i * width / 60, y + row * thick * 3.2 + math.sin(i / 60 * 6 * math.pi + row) * thick * 1.1)
            for i in range(61)
        ]
        easel.line(points, colour, thick)


def mark(new: bool) -> Image.Image:
    """p020, p021: the clinic's mark, as it was drawn by hand, and as it was drawn again."""
    easel = Easel(420, 140, WHITE)
    colour: Colour = (24, 132, 142) if new else SEA
    if new:
        easel.oval((12, 8, 136, 132), (224, 242, 240))
        tern(easel, 76, 60, 0.4, colour)
        waves(easel, 32, 92, 84, MINT, 5)
        easel.bold((156, 32), "Harbour", 36, colour)
        easel.text((157, 80), "Children's Clinic", 25, (84, 120, 122))
        return easel.finished()
    easel.oval((10, 8, 134, 132), WHITE, colour, 3.5)
    tern(easel, 72, 56, 0.38, colour)
    waves(easel, 30, 90, 84, colour, 4)
    easel.bold((156, 26), "HARBOUR", 34, colour)
    easel.text((157, 68), "Children's Clinic", 25, INK)
    easel.text((158, 102), "Port Cassin, by the blue crane", 15, (96, 104, 110))
    return easel.finished()


def jar() -> Image.Image:
    """p022: the product, lit as such things are."""
    easel = Easel(600, 400, (236, 244, 240))
    easel.fade((0, 0, 600, 280), (206, 230, 226), (246, 250, 246))
    easel.oval((180, 30, 430, 280), (252, 253, 250))
    easel.fade((0, 280, 600, 400), (228, 214, 196), (206, 188, 166))
    cloth(easel)
    easel.shade((210, 318, 412, 352), 120, 10)
    easel.box((220, 174, 400, 336), tint(MINT, 0.35), 26)
    easel.box((220, 174, 300, 336), tint(MINT, 0.46), 26)
    easel.box((384, 196, 392, 318), tint(MINT, 0.05), 4)
    easel.box((232, 196, 238, 318), WHITE, 3)
    easel.box((212, 128, 408, 186), (248, 248, 244), 10)
    easel.box((212, 168, 408, 186), (222, 224, 218), 8)
    for x in range(222, 404, 10):
        easel.line([(x, 146), (x, 178)], (228, 230, 224), 2)
    easel.oval((212, 112, 408, 150), (252, 252, 250), (222, 224, 218), 1.5)
    easel.box((246, 208, 374, 312), (254, 252, 244), 4, tint(MINT, -0.2), 1.5)
    leaf(easel, 310, 236, -50, 30)
    leaf(easel, 310, 236, 50, 30)
    easel.bold((310, 262), "for calm nights", 15, (50, 110, 98), "mm")
    easel.text((310, 284), "mint  moon  milk", 12, (100, 130, 122), "mm")
    easel.text((310, 300), "40 ml", 10, (120, 140, 134), "mm")
    for x, y, turn, size in (
        (452, 318, -30, 52),
        (468, 328, 20, 46),
        (446, 332, 80, 50),
        (490, 312, -70, 38),
    ):
        leaf(easel, x, y, turn, size)
    for x, y, r in ((96, 70, 5), (140, 120, 3), (498, 92, 6), (460, 150, 3), (530, 180, 4), (80, 190, 3)):
        easel.line([(x - r * 2, y), (x + r * 2, y)], WHITE, 1.8)
        easel.line([(x, y - r * 2), (x, y + r * 2)], WHITE, 1.8)
    return easel.finished()


def cloth(easel: Easel) -> None:
    """A folded cloth to the left."""
    easel.shade((60, 326, 232, 352), 100, 8)
    for i, colour in enumerate(((150, 190, 206), (166, 204, 216), (184, 216, 224))):
        y = 322 - i * 17
        easel.box((66 + i * 5, y, 214 - i * 3, y + 20), colour, 9)
        easel.line([(76 + i * 5, y + 15), (204 - i * 3, y + 15)], tint(colour, -0.14), 1.6)
    for x in range(88, 206, 26):
        easel.oval((x, 292, x + 7, 299), (240, 246, 246))


def leaf(easel: Easel, x: float, y: float, degrees: float, length: float) -> None:
    """A mint leaf that points away from its stem at x, y."""
    a = math.radians(degrees)
    green: Colour = (86, 150, 96)

    def at(along: float, across: float) -> tuple[float, float]:
        return (
            x + math.sin(a) * along * length + math.cos(a) * across * length,
            y - math.cos(a) * along * length + math.sin(a) * across * length,
        )

    left = [at(t / 12, math.sin(t / 12 * math.pi) * 0.24 * (1 + 0.12 * (t % 2))) for t in range(13)]
    right = [at(t / 12, -math.sin(t / 12 * math.pi) * 0.24 * (1 + 0.12 * (t % 2))) for t in range(12, -1, -1)]
    easel.shape(left + right, green)
    easel.line([at(0, 0), at(0.92, 0)], tint(green, -0.25), 1.5)
    for t in (0.3, 0.5, 0.7):
        easel.line([at(t, 0), at(t + 0.12, 0.14)], tint(green, -0.18), 1)
        easel.line([at(t, 0), at(t + 0.12, -0.14)], tint(green, -0.18), 1)


def card() -> Image.Image:
    """p023: a card for the fridge, with no number on it."""
    easel = Easel(620, 400, (38, 62, 92))
    easel.box((14, 14, 606, 386), (252, 248, 236), 18)
    easel.box((14, 14, 606, 84), (24, 132, 142), 18)
    easel.box((14, 60, 606, 84), (24, 132, 142))
    easel.bold((310, 49), "One spoon. Then count.", 32, WHITE, "mm")
    for x in (214, 408):
        easel.line([(x, 112), (x, 336)], (222, 214, 194), 2)
    spoon(easel)
    face(easel, 311, 196, 66)
    asleep(easel)
    for x, words in ((114, "1  Measure"), (311, "2  Write down"), (508, "3  Sleep, in turns")):
        easel.bold((x, 314), words, 19, INK, "mm")
    easel.text((310, 362), "An invented card for an invented fever", 14, (120, 114, 100), "mm")
    return easel.finished()


def spoon(easel: Easel) -> None:
    """A measuring spoon under a bottle."""
    easel.box((82, 112, 126, 126), (196, 84, 60), 3)
    easel.box((88, 124, 120, 140), (150, 92, 52))
    easel.box((72, 136, 136, 216), (166, 104, 60), 10)
    easel.box((78, 142, 84, 208), (196, 140, 92), 3)
    easel.box((80, 158, 128, 200), (252, 250, 242), 2)
    easel.bold((104, 179), "Palvine", 12, INK, "mm")
    easel.line([(128, 256), (186, 230)], (176, 184, 190), 7)
    easel.oval((72, 240, 140, 282), (176, 184, 190))
    easel.oval((78, 244, 134, 276), (204, 210, 214))
    easel.oval((82, 250, 130, 275), (196, 96, 84))


def face(easel: Easel, x: float, y: float, r: float) -> None:
    """A clock and a pencil; nothing on it says how many hours."""
    easel.oval((x - r, y - r, x + r, y + r), INK)
    easel.oval((x - r + 6, y - r + 6, x + r - 6, y + r - 6), WHITE)
    for i in range(60):
        a = math.radians(i * 6)
        inner = 0.72 if i % 5 == 0 else 0.8
        easel.line(
            [
                (x + math.sin(a) * r * inner, y - math.cos(a) * r * inner),
                (x + math.sin(a) * r * 0.84, y - math.cos(a) * r * 0.84),
            ],
            INK,
            2.2 if i % 5 == 0 else 1,
        )
    for degrees, length, width in ((312, 0.44, 5), (24, 0.66, 3.4)):
        a = math.radians(degrees)
        easel.line(
            [(x, y), (x + math.sin(a) * r * length, y - math.cos(a) * r * length)], (24, 132, 142), width
        )
    easel.oval((x - 5, y - 5, x + 5, y + 5), INK)
    easel.shape([(x + 48, y + 82), (x + 62, y + 68), (x + 14, y + 92), (x + 8, y + 102)], (232, 176, 60))
    easel.line([(x - 60, y + 96), (x + 4, y + 100)], (160, 152, 134), 2)


def asleep(easel: Easel) -> None:
    """A child asleep under a blanket, and a moon."""
    easel.oval((532, 108, 580, 156), (240, 206, 104))
    easel.oval((520, 102, 566, 148), (252, 248, 236))
    easel.box((432, 176, 446, 276), (150, 108, 70), 3)
    easel.box((574, 206, 586, 276), (150, 108, 70), 3)
    easel.box((442, 250, 578, 266), (150, 108, 70))
    easel.box((446, 214, 500, 252), (240, 244, 246), 12, (210, 216, 220), 1.5)
    easel.oval((458, 196, 502, 240), (222, 172, 138))
    easel.shape(
        [(457, 214), (460, 200), (474, 191), (492, 195), (502, 208), (486, 204), (470, 206)], (84, 58, 44)
    )
    easel.arc((470, 212, 482, 222), 10, 170, INK, 2)
    easel.arc((486, 212, 498, 222), 10, 170, INK, 2)
    easel.arc((478, 224, 490, 232), 20, 160, (150, 84, 72), 2)
    easel.shape(
        [(482, 252), (488, 230), (520, 220), (560, 226), (578, 236), (578, 256), (482, 256)], (96, 150, 178)
    )
    for x, y in ((506, 238), (530, 230), (554, 240), (530, 248)):
        easel.oval((x - 4, y - 4, x + 4, y + 4), (236, 240, 226))
    for x, y, size in ((506, 182, 15), (520, 164, 19)):
        easel.bold((x, y), "z", size, (96, 112, 130), "mm")


def main() -> None:
    """Draw all five."""
    save(front(), "p019.png")
    save(mark(new=False), "p020.png", 24)
    save(mark(new=True), "p021.png", 24)
    save(jar(), "p022.png")
    save(card(), "p023.png")


if __name__ == "__main__":
    main()
