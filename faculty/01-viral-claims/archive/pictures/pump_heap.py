"""The heap of pumps at the dock, for p012 to p014, and the one pump that the other pictures use."""

from __future__ import annotations

import math
import random

from easel import SCALE, Box, Colour, Easel, tint
from PIL import Image, ImageDraw, ImageFilter

GREY: Colour = (203, 208, 212)
BLUE: Colour = (92, 124, 158)
CREAM: Colour = (222, 215, 198)
INK: Colour = (38, 46, 56)


def pump(size: float, body: Colour, lit: bool = False) -> Image.Image:
    """An infusion pump from the front on a transparent ground; size is its width in finished pixels."""
    w, h = round(size * SCALE), round(size * SCALE * 1.28)
    pad = round(w * 0.14)
    image = Image.new("RGBA", (w + 2 * pad, h + 2 * pad), (0, 0, 0, 0))
    shadow = Image.new("RGBA", image.size, (0, 0, 0, 0))
    ImageDraw.Draw(shadow).rounded_rectangle(
        (pad, pad + h * 0.03, pad + w, pad + h * 1.04), w * 0.1, (15, 20, 26, 150)
    )
    image.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(w * 0.04)))
    pen = ImageDraw.Draw(image)

    def at(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return pad + x0 * w, pad + y0 * h, pad + x1 * w, pad + y1 * h

    dark, light = tint(body, -0.28), tint(body, 0.4)
    pen.rounded_rectangle(at(0.3, -0.06, 0.7, 0.12), w * 0.07, dark)
    pen.rounded_rectangle(at(0.38, -0.02, 0.62, 0.09), w * 0.04, tint(body, -0.55))
    pen.rounded_rectangle(at(0, 0.04, 1, 1), w * 0.1, dark)
    pen.rounded_rectangle(at(0, 0.04, 1, 0.965), w * 0.1, body)
    pen.rounded_rectangle(at(0.03, 0.055, 0.97, 0.1), w * 0.03, light)
    screen = (136, 190, 150) if lit else (70, 84, 86)
    pen.rounded_rectangle(at(0.09, 0.14, 0.91, 0.44), w * 0.04, INK)
    pen.rounded_rectangle(at(0.13, 0.165, 0.87, 0.415), w * 0.02, screen)
    glass = tint(screen, 0.22)
    pen.polygon(
        [
            at(0.2, 0.165, 0, 0)[:2],
            at(0.46, 0.165, 0, 0)[:2],
            at(0.3, 0.415, 0, 0)[:2],
            at(0.13, 0.415, 0, 0)[:2],
            at(0.13, 0.3, 0, 0)[:2],
        ],
        glass,
    )
    for row in range(3):
        for column in range(3):
            x, y = 0.1 + column * 0.15, 0.5 + row * 0.12
            pen.rounded_rectangle(at(x, y, x + 0.11, y + 0.085), w * 0.02, tint(body, -0.42))
            pen.rounded_rectangle(at(x, y, x + 0.11, y + 0.07), w * 0.02, tint(body, 0.55))
    pen.ellipse(at(0.64, 0.5, 0.76, 0.595), (52, 142, 92))
    pen.ellipse(at(0.8, 0.5, 0.92, 0.595), (192, 70, 54))
    pen.rounded_rectangle(at(0.6, 0.64, 0.93, 0.9), w * 0.03, dark)
    pen.rounded_rectangle(at(0.63, 0.66, 0.9, 0.88), w * 0.02, tint(body, -0.1))
    pen.line([at(0.765, 0.6, 0, 0)[:2], at(0.765, 0.98, 0, 0)[:2]], (236, 240, 242), max(1, w // 26))
    return image


def brick_wall(easel: Easel, box: Box, colour: Colour) -> None:
    """Bricks in running bond, a little uneven."""
    rng = random.Random(4)
    x0, y0, x1, y1 = box
    easel.box(box, tint(colour, -0.2))
    height, width = 13, 30
    for row in range(int((y1 - y0) / height) + 1):
        x = x0 - (width / 2 if row % 2 else 0)
        while x < x1:
            left, right = max(x, x0), min(x + width - 1.6, x1)
            top = y0 + row * height
            if right > left:
                easel.box(
                    (left, top, right, min(top + height - 1.6, y1)),
                    tint(colour, rng.choice([-0.08, 0, 0, 0.05])),
                )
            x += width


def clock(easel: Easel, x: float, y: float, r: float) -> None:
    """A wall clock that shows 14:12."""
    easel.shade((x - r, y - r + 4, x + r + 3, y + r + 6), 90, 3)
    easel.oval((x - r, y - r, x + r, y + r), (60, 66, 74))
    easel.oval((x - r * 0.86, y - r * 0.86, x + r * 0.86, y + r * 0.86), (238, 238, 230))
    for hour in range(12):
        a = math.radians(hour * 30)
        easel.line(
            [
                (x + math.sin(a) * r * 0.7, y - math.cos(a) * r * 0.7),
                (x + math.sin(a) * r * 0.78, y - math.cos(a) * r * 0.78),
            ],
            INK,
            1.3,
        )
    for degrees, length, width in ((66, 0.45, 2.4), (72, 0.68, 1.6)):
        a = math.radians(degrees)
        easel.line([(x, y), (x + math.sin(a) * r * length, y - math.cos(a) * r * length)], INK, width)


def dock(easel: Easel) -> None:
    """Wall, roller door, drainpipe, lamp, clock, floor with a yellow line."""
    brick_wall(easel, (0, 0, 660, 262), (158, 104, 84))
    easel.box((150, 26, 520, 262), (66, 72, 80))
    easel.box((158, 34, 512, 262), (150, 160, 168))
    for i in range(19):
        y = 34 + i * 12
        easel.fade((158, y, 512, y + 11), (176, 184, 190), (130, 140, 148))
    easel.box((158, 34, 512, 44), (96, 104, 112))
    easel.box((96, 0, 108, 262), (112, 118, 122))
    easel.box((98, 0, 101, 262), (158, 164, 168))
    for y in (60, 150, 230):
        easel.box((92, y, 112, y + 6), (84, 90, 94))
    clock(easel, 32, 56, 25)
    easel.box((552, 40, 634, 82), (232, 190, 60), 3, INK, 2)
    easel.bold((593, 61), "DOCK", 19, INK, "mm")
    easel.fade((0, 262, 660, 420), (128, 130, 130), (92, 94, 96))
    easel.shape([(0, 392), (660, 372), (660, 382), (0, 403)], (214, 178, 66))
    for x in (30, 250, 470):
        easel.line([(x, 263), (x * 1.3 - 110, 420)], (108, 110, 111), 1.2)


def trolley(easel: Easel) -> None:
    """A flat trolley with three boxes, on the right."""
    easel.shade((540, 336, 660, 362), 130, 6)
    easel.line([(646, 346), (646, 196), (632, 184)], (56, 90, 120), 6)
    easel.box((546, 328, 652, 340), (56, 90, 120), 3)
    for x in (556, 628):
        easel.oval((x, 338, x + 20, 358), INK)
        easel.oval((x + 6, 344, x + 14, 352), (150, 154, 158))
    for box, colour in (
        ((552, 276, 606, 328), (190, 152, 106)),
        ((608, 288, 642, 328), (174, 136, 92)),
        ((560, 238, 600, 276), (204, 168, 122)),
    ):
        easel.box(box, colour, 1, tint(colour, -0.3), 1)
        middle = (box[0] + box[2]) / 2
        easel.box((middle - 4, box[1], middle + 4, box[3]), tint(colour, 0.25))


def pallet(easel: Easel) -> None:
    """A wooden pallet under the heap."""
    wood: Colour = (186, 146, 98)
    easel.shade((120, 350, 560, 398), 150, 8)
    for x in (150, 320, 492):
        easel.box((x, 366, x + 34, 384), tint(wood, -0.35))
    easel.box((136, 384, 540, 391), tint(wood, -0.15))
    easel.box((130, 357, 546, 368), wood)
    for x in range(136, 546, 46):
        easel.line([(x, 358), (x, 367)], tint(wood, -0.3), 1)


def lead(easel: Easel, rng: random.Random, x: float, y: float) -> None:
    """A mains lead or drip line that hangs out of the heap."""
    points = []
    sway = rng.uniform(-26, 26)
    for i in range(9):
        t = i / 8
        points.append((x + sway * math.sin(t * 3.1) + t * sway, y + t * rng.uniform(44, 50)))
    easel.line(points, rng.choice([INK, (226, 230, 232), (70, 78, 88)]), 2.2)


def heap(easel: Easel) -> None:
    """About fifty pumps in a heap that is higher in the middle, drawn from the back to the front."""
    rng = random.Random(88214)
    rows = ((5, 172, 70), (8, 214, 128), (10, 258, 172), (11, 300, 194), (10, 335, 190))
    for number, y, reach in rows:
        order = list(range(number))
        rng.shuffle(order)
        for i in order:
            x = 338 + (i - (number - 1) / 2) * (2 * reach / max(1, number - 1)) + rng.uniform(-7, 7)
            body = rng.choice([GREY, GREY, GREY, BLUE, BLUE, CREAM])
            turn = rng.choice(
                [rng.uniform(-26, 26), rng.uniform(64, 112), rng.uniform(-112, -64), rng.uniform(-40, 40)]
            )
            easel.stamp(pump(48, tint(body, rng.uniform(-0.12, 0.08))), (x, y + rng.uniform(-8, 8)), turn)
        for _ in range(3):
            lead(easel, rng, 338 + rng.uniform(-reach, reach), y)
