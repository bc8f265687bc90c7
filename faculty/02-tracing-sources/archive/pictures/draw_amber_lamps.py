"""Draws p071 of "Honey with a plug": a poster with a bed, an amber lamp beneath it, two bars, no numbers.

Run with Pillow at hand: python draw_amber_lamps.py. Same bytes every time with one version of Pillow (drawn
with 13.0): no clock, no random numbers, and the font that Pillow brings with it.
"""

from __future__ import annotations

from easel import Colour, Easel, save, tint

NIGHT: Colour = (30, 38, 58)
AMBER: Colour = (226, 148, 42)
CREAM: Colour = (250, 243, 228)
GREY: Colour = (150, 156, 168)
WOOD: Colour = (112, 84, 62)


def bed(easel: Easel, x: float, y: float) -> None:
    """A bed seen from its side; (x, y) is the left end of its mattress."""
    easel.box((x - 14, y - 62, x - 2, y + 92), WOOD, 4)
    easel.box((x + 262, y - 22, x + 274, y + 92), WOOD, 4)
    easel.box((x - 4, y + 22, x + 264, y + 36), WOOD)
    easel.box((x, y, x + 262, y + 24), CREAM, 8)
    easel.box((x + 8, y - 24, x + 70, y + 2), tint(GREY, 0.7), 10)
    easel.box((x + 84, y - 20, x + 260, y + 12), tint(NIGHT, 0.45), 12)
    easel.oval((x + 40, y - 46, x + 78, y - 8), tint(WOOD, 0.55))


def lamp(easel: Easel, x: float, y: float) -> None:
    """A lamp that hangs under a bed, with three steps of light on the floor below it."""
    for wide, by in ((150, -0.55), (112, -0.3), (70, 0.0)):
        easel.oval((x - wide, y + 44 - wide / 8, x + wide, y + 44 + wide / 8), tint(AMBER, by))
    easel.box((x - 16, y - 12, x + 16, y + 8), AMBER, 7)
    easel.box((x - 8, y - 18, x + 8, y - 10), GREY, 2)


def poster() -> None:
    """p071: the poster's picture."""
    easel = Easel(760, 380, NIGHT)
    easel.bold((44, 30), "A LAMP UNDER THE BED", 34, CREAM)
    lamp(easel, 210, 236)
    bed(easel, 80, 186)
    easel.line([(44, 322), (430, 322)], tint(NIGHT, 0.3), 3)
    easel.box((500, 110, 576, 322), GREY, 6)
    easel.box((630, 180, 706, 322), AMBER, 6)
    easel.line([(480, 322), (726, 322)], CREAM, 3)
    easel.text((500, 334), "without", 20, CREAM)
    easel.text((648, 334), "with", 20, CREAM)
    save(easel.finished(), "p071.png", 40)


if __name__ == "__main__":
    poster()
