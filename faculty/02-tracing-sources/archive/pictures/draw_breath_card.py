"""Draws p190 of "A card that turns violet": the infographic's card and ten puffs of breath.

Run with Pillow at hand: python draw_breath_card.py. Same bytes every time with one version of Pillow (drawn
with 13.0): no clock, no random numbers, and the font that Pillow brings with it.
"""

from __future__ import annotations

from easel import Colour, Easel, save, tint

CREAM: Colour = (250, 245, 236)
INK: Colour = (42, 38, 58)
BLUE: Colour = (66, 118, 190)
VIOLET: Colour = (122, 62, 160)
PUFF: Colour = (205, 216, 226)


def puffs(easel: Easel) -> None:
    """Ten breaths: small clouds in a row, each a little larger than the one before."""
    for at in range(10):
        x, size = 50 + at * 63, 9 + at * 0.7
        for dx, dy in ((-0.8, 0.2), (0, -0.4), (0.8, 0.2)):
            left, top = x + dx * size, 88 + dy * size
            easel.oval((left - size, top - size, left + size, top + size), PUFF)


def card(easel: Easel) -> None:
    """The card lies across the picture: blue before, violet after."""
    easel.shade((96, 326, 584, 356), 90, 8)
    easel.box((100, 150, 580, 340), tint(BLUE, 0.8), 14, INK, 2)
    easel.box((130, 180, 340, 310), BLUE, 8)
    easel.box((340, 180, 550, 310), VIOLET, 8)
    easel.bold((235, 245), "before", 30, (255, 255, 255), "mm")
    easel.bold((445, 245), "after", 30, (255, 255, 255), "mm")


def main() -> None:
    """Draw the picture."""
    easel = Easel(680, 420, CREAM)
    easel.bold((340, 34), "Ten breaths, one minute", 30, INK, "mm")
    puffs(easel)
    card(easel)
    easel.text((340, 388), "Eyeful Facts, no. 212", 20, INK, "mm")
    save(easel.finished(), "p190.png", 48)


if __name__ == "__main__":
    main()
