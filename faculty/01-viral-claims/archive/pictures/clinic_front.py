"""The house on the quay, for p019, and the tern, which is on its board and in the clinic's mark."""

from __future__ import annotations

from easel import Colour, Easel, tint
from PIL import Image

INK: Colour = (38, 46, 56)
SEA: Colour = (15, 95, 115)
WHITE: Colour = (255, 255, 255)


def water(easel: Easel, top: float, bottom: float, width: float) -> None:
    """The harbour, with short waves of light."""
    easel.fade((0, top, width, bottom), (96, 156, 174), (52, 106, 128))
    for row in range(5):
        y = top + 12 + row * (bottom - top) / 5.4
        for i in range(9):
            x = i * 82 + (row * 37) % 82 - 20
            easel.line([(x, y), (x + 14, y - 3), (x + 28, y)], (150, 196, 206), 1.6)


def crane(easel: Easel, x: float, base: float) -> None:
    """The blue crane on the quay."""
    blue: Colour = (58, 100, 140)
    for side in (-20, 20):
        easel.line([(x + side, base), (x + side * 0.4, base - 128)], blue, 5)
    for i in range(4):
        y = base - 12 - i * 30
        easel.line([(x - 19 + i * 3, y), (x + 17 - i * 3, y - 24)], blue, 2.4)
    easel.box((x - 18, base - 152, x + 20, base - 124), tint(blue, -0.1), 3)
    easel.box((x + 4, base - 147, x + 17, base - 133), (214, 230, 236), 1)
    easel.line([(x - 40, base - 148), (x + 112, base - 204)], blue, 5)
    easel.line([(x, base - 152), (x + 4, base - 190), (x + 96, base - 198)], blue, 1.8)
    easel.line([(x + 106, base - 202), (x + 106, base - 128)], INK, 1.6)
    easel.arc((x + 100, base - 132, x + 112, base - 118), 0, 200, INK, 2.4)


def window(easel: Easel, x: float, y: float, w: float, h: float) -> None:
    """A sash window with a sill."""
    easel.box((x - 4, y - 4, x + w + 4, y + h + 4), (232, 232, 224), 1, (176, 180, 178), 1)
    easel.fade((x, y, x + w, y + h), (148, 178, 190), (90, 124, 142))
    easel.shape([(x, y + h * 0.7), (x + w * 0.6, y), (x + w * 0.9, y), (x, y + h)], (178, 202, 210))
    easel.box((x + w / 2 - 1.5, y, x + w / 2 + 1.5, y + h), (240, 240, 234))
    easel.box((x, y + h / 2 - 1.5, x + w, y + h / 2 + 1.5), (240, 240, 234))
    easel.box((x - 7, y + h + 4, x + w + 7, y + h + 10), (214, 214, 206))


def front() -> Image.Image:
    """p019: the small white house on the quay."""
    easel = Easel(640, 400, (200, 222, 230))
    easel.fade((0, 0, 640, 250), (156, 196, 218), (236, 236, 222))
    easel.oval((470, 34, 516, 80), (252, 240, 204))
    for x, y, r in ((90, 60, 22), (120, 52, 30), (156, 62, 22), (400, 92, 16), (424, 86, 22), (450, 94, 15)):
        easel.oval((x - r * 1.5, y - r * 0.5, x + r * 1.5, y + r * 0.5), (244, 246, 244))
    easel.shape(
        [(0, 214), (90, 176), (180, 204), (330, 168), (470, 206), (640, 172), (640, 258), (0, 258)],
        (134, 160, 158),
    )
    water(easel, 236, 306, 640)
    crane(easel, 508, 304)
    boat(easel)
    easel.fade((0, 300, 640, 400), (186, 178, 164), (146, 138, 124))
    for row, y in enumerate((306, 324, 346, 372)):
        for i in range(9):
            x = i * 80 - (row % 2) * 40
            easel.line([(x, y), (x + 70, y)], (166, 158, 144), 1.4)
    house(easel)
    gull(easel, 254, 104)
    easel.line([(566, 306), (566, 338)], (70, 74, 80), 12)
    easel.oval((556, 298, 576, 312), (92, 96, 102))
    return easel.finished()


def boat(easel: Easel) -> None:
    """A small fishing boat at the quay."""
    easel.shape([(392, 266), (484, 266), (470, 294), (404, 294)], (176, 64, 52))
    easel.shape([(392, 266), (484, 266), (481, 273), (395, 273)], (240, 236, 224))
    easel.box((420, 242, 452, 267), (240, 236, 224), 2)
    easel.box((426, 247, 445, 257), (96, 130, 146), 1)
    easel.line([(460, 266), (460, 208)], (110, 84, 60), 3)
    easel.line([(460, 212), (412, 242)], (120, 120, 116), 1.2)


def house(easel: Easel) -> None:
    """The clinic: slate roof, two chimneys, blue door, bench, a board with the tern."""
    easel.shade((60, 334, 396, 362), 110, 7)
    for x in (112, 318):
        easel.box((x, 92, x + 26, 140), (158, 96, 78))
        easel.box((x - 3, 88, x + 29, 96), (132, 78, 64))
    easel.shape([(58, 182), (106, 118), (352, 118), (400, 182)], (82, 92, 102))
    for row in range(4):
        y = 130 + row * 13
        easel.line([(97 - row * 10, y), (361 + row * 10, y)], (100, 110, 120), 1.6)
    easel.fade((74, 182, 384, 344), (248, 248, 242), (226, 228, 222))
    easel.box((74, 182, 384, 190), (204, 208, 206))
    for x in (96, 158, 284, 338):
        window(easel, x, 208, 30, 44)
    for x in (96, 338):
        window(easel, x, 276, 30, 40)
    blue: Colour = (36, 96, 158)
    easel.box((208, 232, 264, 344), (232, 232, 224), 2, (176, 180, 178), 1)
    easel.box((214, 240, 258, 344), blue, 2)
    for box in ((220, 248, 233, 284), (239, 248, 252, 284), (220, 292, 233, 334), (239, 292, 252, 334)):
        easel.box(box, tint(blue, -0.22), 1)
    easel.oval((248, 286, 254, 292), (232, 196, 96))
    easel.box((200, 344, 272, 352), (196, 196, 188))
    easel.box((190, 196, 282, 224), WHITE, 3, SEA, 2)
    tern(easel, 236, 210, 0.24, SEA)
    easel.box((132, 318, 192, 324), (150, 108, 70), 1)
    easel.box((132, 302, 192, 307), (150, 108, 70), 1)
    for x in (138, 184):
        easel.line([(x, 302), (x, 346)], (118, 84, 54), 3)
    easel.box((290, 322, 324, 346), (176, 98, 66), 2)
    for x, y in ((295, 314), (305, 306), (316, 313), (301, 318), (311, 318)):
        easel.oval((x - 8, y - 8, x + 8, y + 8), (78, 128, 84))
    for x, y in ((297, 309), (311, 303), (317, 315)):
        easel.oval((x - 3, y - 3, x + 3, y + 3), (226, 96, 90))


def gull(easel: Easel, x: float, y: float) -> None:
    """The gull on the ridge."""
    easel.oval((x - 13, y - 4, x + 12, y + 9), (250, 250, 248))
    easel.shape([(x - 8, y - 2), (x + 10, y), (x + 22, y + 7), (x - 2, y + 6)], (158, 168, 174))
    easel.oval((x - 20, y - 11, x - 6, y + 3), (250, 250, 248))
    easel.shape([(x - 19, y - 6), (x - 28, y - 3), (x - 19, y - 1)], (236, 178, 60))
    easel.oval((x - 16, y - 7, x - 13, y - 4), INK)
    for leg in (-2, 4):
        easel.line([(x + leg, y + 8), (x + leg, y + 15)], (236, 178, 60), 1.6)


def tern(easel: Easel, x: float, y: float, size: float, colour: Colour) -> None:
    """A tern in flight; size 1 is about 260 pixels from tip to tip."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + px * size, y + py * size) for px, py in points]

    easel.shape(
        at(
            (-130, -34),
            (-66, -46),
            (-16, -10),
            (20, -8),
            (70, -58),
            (132, -50),
            (82, -22),
            (46, 14),
            (90, 26),
            (44, 28),
            (0, 24),
            (-34, 12),
            (-60, -14),
        ),
        colour,
    )
    easel.shape(at((-30, 10), (-58, 18), (-30, 22), (0, 24)), colour)
