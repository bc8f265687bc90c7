"""Draws p012 to p018, for the story "The picture of the pumps". Run it in this folder; needs Pillow."""

from __future__ import annotations

import random

from easel import Colour, Easel, save, tint
from PIL import Image, ImageOps
from pump_heap import BLUE, CREAM, GREY, INK, dock, heap, pallet, pump, trolley


def wide() -> Image.Image:
    """p012: the whole dock."""
    easel = Easel(660, 420, (158, 104, 84))
    dock(easel)
    trolley(easel)
    pallet(easel)
    heap(easel)
    return easel.finished().resize((580, 369), Image.Resampling.LANCZOS)


def cropped(picture: Image.Image) -> Image.Image:
    """p013: the side with the clock is cut away."""
    return picture.crop((54, 20, 542, 361))


def mirrored(picture: Image.Image) -> Image.Image:
    """p014: turned left to right, with a red bar that shouts."""
    turned = ImageOps.mirror(picture.crop((54, 10, 560, 369)))
    easel = Easel(turned.width, turned.height, (0, 0, 0))
    easel.image.paste(turned.resize(easel.image.size, Image.Resampling.LANCZOS))
    easel.box((0, 324, turned.width, 359), (186, 32, 36))
    easel.bold((turned.width / 2, 341.5), "WITHDRAWN: ALL OF THEM", 21, (255, 255, 255), "mm")
    return easel.finished()


def bench() -> Image.Image:
    """p015: one pump, opened, on a technician's bench."""
    easel = Easel(640, 400, (206, 214, 214))
    easel.fade((0, 0, 640, 220), (214, 222, 222), (182, 194, 196))
    for x in range(30, 640, 32):
        for y in range(16, 190, 24):
            easel.oval((x, y, x + 4, y + 4), (158, 170, 172))
    for x, length, colour in ((64, 86, (196, 60, 48)), (96, 72, (226, 158, 46)), (128, 96, (52, 96, 148))):
        easel.line([(x, 24), (x, 24 + length)], (120, 126, 130), 5)
        easel.line([(x, 24), (x, 24 + length * 0.45)], colour, 13)
    easel.fade((0, 220, 640, 400), (176, 136, 96), (142, 104, 70))
    easel.shape([(96, 236), (520, 236), (574, 386), (44, 386)], (60, 118, 92))
    easel.shape([(104, 242), (512, 242), (562, 380), (56, 380)], (76, 138, 108))
    lamp_lit(easel)
    meter(easel, 500, 196)
    easel.shade((112, 306, 300, 372), 130, 9)
    easel.stamp(pump(128, GREY, lit=True), (200, 268), 7)
    opened_back(easel)
    for i in range(6):
        easel.oval((452 + i * 17, 352, 461 + i * 17, 361), (214, 218, 222), (96, 102, 108), 1)
    easel.line([(330, 364), (412, 376)], (150, 156, 160), 4.5)
    easel.line([(404, 375), (440, 380)], (226, 158, 46), 12)
    return easel.finished()


def opened_back(easel: Easel) -> None:
    """The cover that was taken off, with board, battery and drive in it."""
    easel.shade((318, 330, 470, 356), 120, 8)
    easel.box((316, 214, 462, 342), tint(GREY, -0.3), 12)
    easel.box((324, 222, 454, 334), (74, 82, 90), 8)
    easel.box((334, 232, 394, 286), (38, 104, 76), 3)
    for x, y in ((340, 238), (362, 238), (340, 260), (370, 262)):
        easel.box((x, y, x + 15, y + 11), INK, 1)
    for i in range(6):
        easel.line([(338 + i * 9, 278), (338 + i * 9, 283)], (220, 190, 90), 2)
    easel.box((404, 232, 446, 300), (222, 132, 50), 5)
    easel.box((416, 227, 434, 233), (196, 200, 204), 1)
    easel.bold((425, 266), "+  -", 16, INK, "mm")
    easel.oval((338, 294, 372, 328), (180, 186, 190), (110, 116, 122), 2)
    easel.oval((350, 306, 360, 316), (90, 96, 102))
    easel.line([(394, 256), (402, 262), (404, 268)], (190, 48, 44), 2.4)
    easel.line([(394, 266), (400, 276), (404, 280)], INK, 2.4)


def lamp_lit(easel: Easel) -> None:
    """A bench lamp, top right, and its light."""
    easel.line([(600, 236), (600, 120), (500, 56)], (66, 74, 84), 7)
    easel.oval((590, 112, 610, 132), (110, 118, 126))
    easel.shape([(520, 30), (540, 66), (462, 112), (436, 76)], (196, 62, 48))
    easel.shape([(436, 76), (462, 112), (446, 118), (424, 88)], (250, 226, 150))
    easel.oval((572, 230, 630, 246), (66, 74, 84))


def meter(easel: Easel, x: float, y: float) -> None:
    """A hand meter with two leads that go to the opened cover."""
    easel.line([(x + 14, y + 92), (x - 10, y + 120), (440, 312), (430, 296)], (190, 48, 44), 3)
    easel.line([(x + 44, y + 92), (x + 30, y + 134), (450, 330), (412, 300)], INK, 3)
    easel.box((x, y, x + 60, y + 98), (232, 184, 48), 8, (150, 114, 20), 2)
    easel.box((x + 8, y + 9, x + 52, y + 36), (176, 196, 172), 2, INK, 1)
    easel.bold((x + 30, y + 23), "12.4", 15, INK, "mm")
    easel.oval((x + 14, y + 44, x + 46, y + 76), INK)
    easel.line([(x + 30, y + 60), (x + 40, y + 50)], (240, 240, 240), 3)


def chart() -> Image.Image:
    """p016: four bars of nearly the same height on an axis that starts at 90."""
    easel = Easel(600, 380, (255, 250, 246))
    easel.box((0, 0, 600, 56), (186, 32, 36))
    easel.bold((20, 28), "PUMP REPORTS ARE EXPLODING", 25, (255, 255, 255), "lm")
    values = {"2022": 94, "2023": 95, "2024": 97, "2025": 101}
    low, high, bottom, top = 90, 102, 322, 84
    for tick in range(90, 103, 2):
        y = bottom - (tick - low) / (high - low) * (bottom - top)
        easel.line([(66, y), (570, y)], (228, 216, 208), 1)
        easel.text((56, y), str(tick), 14, (96, 88, 84), "rm")
    for i, (year, value) in enumerate(values.items()):
        x = 96 + i * 122
        y = bottom - (value - low) / (high - low) * (bottom - top)
        easel.box((x, y, x + 78, bottom), (226, 116, 70) if i < 3 else (186, 32, 36))
        easel.bold((x + 39, bottom - 18), str(value), 18, (255, 255, 255), "mm")
        easel.text((x + 39, bottom + 18), year, 17, (70, 60, 56), "mm")
    easel.line([(66, bottom), (570, bottom)], (96, 88, 84), 2)
    easel.line([(150, 212), (300, 196), (420, 158), (530, 72)], (186, 32, 36), 6)
    easel.shape([(540, 60), (514, 72), (536, 92)], (186, 32, 36))
    easel.text((590, 366), "reports a year, per 10,000 pumps in use", 12, (120, 110, 104), "rm")
    return easel.finished()


def choir() -> Image.Image:
    """p017: four pumps sing in robes."""
    easel = Easel(640, 400, (52, 40, 66))
    easel.fade((0, 0, 640, 300), (84, 58, 104), (44, 34, 58))
    for x in (70, 570):
        easel.box((x - 34, 40, x + 34, 230), (34, 26, 46), 30)
        easel.box((x - 26, 48, x + 26, 222), (232, 190, 84), 24)
        easel.line([(x, 48), (x, 222)], (34, 26, 46), 4)
        for y in (104, 160):
            easel.line([(x - 26, y), (x + 26, y)], (34, 26, 46), 4)
    easel.fade((0, 300, 640, 400), (134, 92, 60), (92, 60, 38))
    easel.box((90, 322, 550, 346), (110, 72, 46), 3)
    for i, body in enumerate((GREY, CREAM, BLUE, GREY)):
        singer(easel, 158 + i * 108, 8 if i % 2 else 0, body, wide_open=i != 1)
    for x, y in ((112, 66), (292, 40), (416, 54), (512, 92)):
        easel.oval((x, y + 20, x + 13, y + 30), (250, 232, 170))
        easel.line([(x + 12, y + 24), (x + 12, y), (x + 22, y + 8)], (250, 232, 170), 2.6)
    return easel.finished()


def singer(easel: Easel, x: float, lift: float, body: Colour, wide_open: bool) -> None:
    """A pump with a face, a robe, a collar and a sheet of music."""
    y = 96 + lift
    red: Colour = (166, 40, 48)
    easel.shade((x - 52, 318, x + 52, 340), 120, 5)
    easel.shape([(x - 30, y + 84), (x + 30, y + 84), (x + 52, 330), (x - 52, 330)], red)
    for dx in (-24, 0, 24):
        easel.line([(x + dx * 0.6, y + 112), (x + dx * 1.5, 326)], tint(red, -0.25), 2)
    easel.box((x - 42, y, x + 42, y + 92), tint(body, -0.25), 12)
    easel.box((x - 42, y, x + 42, y + 87), body, 12)
    easel.box((x - 16, y - 10, x + 16, y + 4), tint(body, -0.3), 6)
    easel.box((x - 33, y + 9, x + 33, y + 46), INK, 5)
    for dx in (-16, 16):
        easel.arc((x + dx - 8, y + 18, x + dx + 8, y + 36), 180, 360, (140, 220, 160), 3.5)
    height = 16 if wide_open else 9
    easel.oval((x - 11, y + 66 - height, x + 11, y + 66 + height), (70, 24, 34))
    easel.oval((x - 7, y + 66 + height - 9, x + 7, y + 66 + height - 1), (214, 104, 100))
    easel.shape(
        [(x - 34, y + 86), (x, y + 112), (x + 34, y + 86), (x + 22, y + 82), (x - 22, y + 82)],
        (244, 242, 234),
    )
    easel.shape([(x - 30, y + 122), (x, y + 130), (x, y + 166), (x - 30, y + 158)], (250, 248, 238))
    easel.shape([(x + 30, y + 122), (x, y + 130), (x, y + 166), (x + 30, y + 158)], (236, 232, 218))
    for i in range(4):
        easel.line([(x - 26, y + 131 + i * 7), (x - 4, y + 136 + i * 7)], (130, 126, 120), 1.2)
        easel.line([(x + 26, y + 131 + i * 7), (x + 4, y + 136 + i * 7)], (130, 126, 120), 1.2)
    for side in (-1, 1):
        easel.line(
            [(x + side * 34, y + 104), (x + side * 40, y + 138), (x + side * 27, y + 150)], tint(red, 0.1), 13
        )
        easel.oval((x + side * 25 - 8, y + 142, x + side * 25 + 8, y + 158), tint(body, -0.1))


def plate() -> Image.Image:
    """p018: the office's line drawing: where the serial number stands."""
    easel = Easel(560, 320, (255, 255, 255))
    line: Colour = (51, 71, 91)
    easel.box((40, 34, 250, 292), (255, 255, 255), 20, line, 3)
    easel.box((104, 16, 186, 36), (255, 255, 255), 8, line, 3)
    easel.box((62, 66, 228, 132), (238, 242, 245), 6, line, 2)
    for i in range(5):
        easel.line([(80 + i * 32, 80), (80 + i * 32, 118)], line, 2)
    easel.text((145, 150), "back of the pump", 14, line, "mm")
    easel.box((70, 180, 220, 262), (240, 226, 190), 4, line, 3)
    easel.shape([(220, 180), (302, 58), (302, 232), (220, 262)], (244, 246, 248))
    easel.line([(220, 180), (302, 58)], line, 1.2)
    easel.line([(220, 262), (302, 232)], line, 1.2)
    easel.box((302, 58, 536, 232), (240, 226, 190), 8, line, 3)
    easel.bold((320, 76), "MARVANE P4", 22, INK)
    easel.text((320, 110), "Infusion pump   24 V   2.1 kg", 14, INK)
    easel.box((314, 136, 524, 176), (255, 255, 255), 3, (186, 32, 36), 3)
    easel.bold((322, 145), "SN  P4-", 21, INK)
    for i in range(4):
        easel.box((412 + i * 26, 143, 433 + i * 26, 169), (214, 220, 226), 2)
    rng = random.Random(7)
    x = 320.0
    while x < 516:
        width = rng.choice([1.5, 2.5, 4])
        easel.box((x, 188, x + width, 220), INK)
        x += width + rng.choice([2, 3, 4.5])
    easel.text((419, 262), "P4, then four digits", 15, line, "mm")
    easel.line([(419, 250), (419, 180)], (186, 32, 36), 2)
    return easel.finished()


def main() -> None:
    """Draw all seven."""
    original = wide()
    save(original, "p012.png", 32)
    save(cropped(original), "p013.png", 32)
    save(mirrored(original), "p014.png", 32)
    save(bench(), "p015.png")
    save(chart(), "p016.png", 32)
    save(choir(), "p017.png")
    save(plate(), "p018.png", 24)


if __name__ == "__main__":
    main()
