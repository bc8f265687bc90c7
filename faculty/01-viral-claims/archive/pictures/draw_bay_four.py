"""Draws p001 to p006 of "03:10, bay four": a mark, a dose card, a table, its crop, a time line, a portrait.

Run with Pillow at hand: python draw_bay_four.py. Same bytes every time with one version of Pillow (drawn
with 13.0): no clock, no random numbers, and the font that Pillow brings with it.
"""

from __future__ import annotations

import math

from easel import Colour, Easel, save, tint

WHITE: Colour = (255, 255, 255)
INK: Colour = (29, 36, 44)
GREY: Colour = (98, 108, 118)
BLUE: Colour = (31, 79, 139)
RED: Colour = (196, 52, 62)
GREEN: Colour = (10, 110, 84)
MINT: Colour = (226, 243, 236)
ROWS = (
    ("", "Usual", "Double"),
    ("Patients", "90", "84"),
    ("Age, median (years)", "44", "43"),
    ("Ventilator within 24 hours", "15", "6"),
    ("Died within 30 days", "4", "4"),
)


def heart(easel: Easel, x: float, y: float, size: float, fill: Colour) -> None:
    """A heart with its centre at (x, y); size is about half of its width."""
    points = []
    for step in range(120):
        t = 2 * math.pi * step / 120
        across = 16 * math.sin(t) ** 3
        down = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((x + across * size / 16, y - down * size / 16))
    easel.shape(points, fill)


def ampoule(easel: Easel, x: float, y: float, high: float) -> None:
    """An ampoule of glass with a green cap; (x, y) is the middle of its foot."""
    wide = high * 0.3
    glass = (214, 232, 236)
    easel.box((x - wide / 2, y - high * 0.62, x + wide / 2, y), glass, wide * 0.2, GREY, 1.5)
    easel.box((x - wide * 0.42, y - high * 0.4, x + wide * 0.42, y - 3), tint(GREEN, 0.72), wide * 0.12)
    easel.box((x - wide * 0.18, y - high * 0.72, x + wide * 0.18, y - high * 0.6), glass, 0, GREY, 1.5)
    easel.box((x - wide * 0.3, y - high, x + wide * 0.3, y - high * 0.7), GREEN, wide * 0.22)
    easel.box((x - wide * 0.5, y - high * 0.34, x + wide * 0.5, y - high * 0.14), WHITE)
    for line in (0.29, 0.22):
        easel.line([(x - wide * 0.3, y - high * line), (x + wide * 0.3, y - high * line)], GREEN, 1.5)


def mark() -> None:
    """p001: the mark of an invented hospital."""
    easel = Easel(640, 220, WHITE)
    left, top = 40, 24
    shield = [(left, top), (left + 150, top), (left + 150, top + 92)]
    shield += [
        (left + 75 + 75 * math.cos(a), top + 92 + 84 * math.sin(a))
        for a in (math.pi * step / 40 for step in range(41))
    ]
    easel.shape(shield, BLUE)
    easel.shape([(62, 128), (100, 62), (120, 92), (136, 74), (170, 128)], WHITE)
    easel.shape([(88, 83), (100, 62), (113, 82), (104, 78), (98, 86)], tint(BLUE, 0.45))
    heart(easel, 115, 154, 20, RED)
    easel.bold((218, 62), "Orrefjell", 46, BLUE)
    easel.text((220, 118), "HOSPITAL", 30, GREY)
    easel.line([(220, 168), (600, 168)], tint(BLUE, 0.5), 2)
    save(easel.finished(), "p001.png", 40)


def card() -> None:
    """p002: a card that hides its dose's unit, patient and date behind a fine layout."""
    easel = Easel(720, 440, (238, 241, 240))
    easel.shade((40, 46, 690, 424), 90, 12, round_shape=False)
    easel.box((32, 28, 688, 412), WHITE, 22)
    easel.box((32, 28, 688, 132), GREEN, 22)
    easel.box((32, 100, 688, 132), GREEN)
    easel.bold((64, 48), "VERDAZINE", 48, WHITE)
    heart(easel, 636, 80, 26, WHITE)
    easel.text((66, 160), "First dose", 34, INK)
    for start, end in (((70, 240), (138, 318)), ((138, 240), (70, 318))):
        easel.line([start, end], GREEN, 17)
    easel.bold((186, 196), "2", 128, GREEN)
    for place in (400, 480):
        ampoule(easel, place, 352, 180)
    easel.text((548, 226), "every", 32, INK)
    easel.text((548, 264), "adult", 32, INK)
    easel.line([(64, 370), (656, 370)], tint(GREEN, 0.6), 2)
    easel.text((64, 380), "Vitalis Institute: dosing science for the bedside", 18, GREY)
    save(easel.finished(), "p002.png", 48)


def table() -> None:
    """p003: a table of four rows, and p004: the third of them alone, under its heading."""
    easel = Easel(760, 330, WHITE)
    easel.text((28, 18), "Table 1", 22, INK)
    easel.text((128, 18), "Usual and double first dose of verdazine", 22, INK)
    for place, row in enumerate(ROWS):
        y = 62 + 46 * place
        if place == 0:
            easel.box((24, y, 736, y + 46), (236, 240, 243))
        easel.text((40, y + 10), row[0], 22, INK)
        for x, words in ((500, row[1]), (650, row[2])):
            easel.text((x, y + 23), words, 24 if place == 0 else 22, BLUE if place == 0 else INK, "mm")
        easel.line([(24, y + 46), (736, y + 46)], (196, 203, 209), 1)
    easel.text((28, 300), "Two half-years of 2024, two departments. Read with the text.", 16, GREY)
    whole = easel.finished()
    save(whole, "p003.png", 24)
    crop = whole.crop((24, 62, 736, 108)), whole.crop((24, 200, 736, 246))
    joined = Easel(712, 104, WHITE).finished()
    joined.paste(crop[0], (0, 6))
    joined.paste(crop[1], (0, 52))
    save(joined, "p004.png", 24)


def time_line() -> None:
    """p005: two ampoules, then one."""
    easel = Easel(760, 420, (255, 250, 243))
    orange = (138, 58, 10)
    easel.bold((40, 28), "First dose. Second dose.", 34, orange)
    easel.text((40, 76), "So easy that you can do it half asleep.", 22, GREY)
    easel.line([(70, 330), (690, 330)], orange, 6)
    for x, words in ((170, "0 min"), (540, "30 min")):
        easel.oval((x - 13, 317, x + 13, 343), WHITE, orange, 5)
        easel.text((x, 372), words, 26, INK, "mm")
    ampoule(easel, 132, 304, 170)
    ampoule(easel, 208, 304, 170)
    ampoule(easel, 540, 304, 170)
    easel.text((300, 240), "2 ampoules", 26, INK, "lm")
    easel.text((592, 240), "1 ampoule", 26, INK, "lm")
    easel.shape([(672, 318), (698, 330), (672, 342)], orange)
    save(easel.finished(), "p005.png", 48)


def portrait() -> None:
    """p006: a portrait without a face, before a moon. It is nobody's likeness."""
    easel = Easel(420, 420, (22, 32, 64))
    easel.fade((0, 0, 420, 420), (18, 24, 54), (70, 62, 112))
    easel.oval((262, 34, 362, 134), (250, 236, 190))
    easel.oval((244, 26, 340, 122), (27, 29, 62))
    for x, y in ((40, 60), (92, 130), (130, 36), (214, 58), (380, 190), (30, 220), (352, 260)):
        easel.oval((x - 2.5, y - 2.5, x + 2.5, y + 2.5), (250, 240, 214))
    skin, hair = (176, 122, 88), (38, 24, 22)
    for step in range(16):
        angle = math.pi * (0.92 + 1.16 * step / 15)
        x, y = 205 + 84 * math.cos(angle), 196 + 88 * math.sin(angle)
        easel.oval((x - 36, y - 36, x + 36, y + 36), hair)
    easel.oval((72, 318, 338, 560), (30, 110, 112))
    easel.box((178, 268, 232, 346), tint(skin, -0.12), 20)
    easel.shape([(160, 330), (205, 388), (250, 330), (232, 322), (178, 322)], tint(skin, -0.06))
    easel.oval((138, 138, 272, 300), skin)
    easel.oval((142, 112, 268, 186), hair)
    for x in (176, 234):
        easel.oval((x - 25, 194, x + 25, 244), tint(skin, 0.28), (236, 198, 92), 4)
    easel.line([(201, 216), (209, 216)], (236, 198, 92), 4)
    easel.arc((150, 290, 260, 420), 20, 160, (214, 222, 230), 6)
    easel.line([(256, 372), (276, 398)], (214, 222, 230), 6)
    easel.oval((266, 388, 296, 418), (214, 222, 230), (140, 150, 160), 3)
    save(easel.finished(), "p006.png", 160)


if __name__ == "__main__":
    for draw in (mark, card, table, time_line, portrait):
        draw()
