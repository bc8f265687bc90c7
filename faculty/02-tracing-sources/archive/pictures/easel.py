"""What our drawing scripts share: a large canvas that is scaled down, soft shapes, and a small palette PNG.

Everything is drawn three times too large and scaled down, because Pillow's own lines are not smooth. The
font is the one that comes with Pillow, so that a picture does not depend on the machine.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SCALE = 3
HERE = Path(__file__).parent
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]


def tint(colour: Colour, by: float) -> Colour:
    """The colour, lighter (by > 0) or darker (by < 0); by is a share from -1 to 1."""
    goal = 255 if by > 0 else 0
    r, g, b = (round(c + (goal - c) * abs(by)) for c in colour)
    return r, g, b


def up(box: tuple[float, ...]) -> tuple[int, ...]:
    """Coordinates of the finished picture, in pixels of the large canvas."""
    return tuple(round(v * SCALE) for v in box)


class Easel:
    """A canvas in coordinates of the finished picture (pixels, origin top left)."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def box(
        self, box: Box, fill: Colour, radius: float = 0, edge: Colour | None = None, width: float = 1
    ) -> None:
        """A rectangle, with round corners if radius is given."""
        self.pen.rounded_rectangle(up(box), radius * SCALE, fill, edge, round(width * SCALE) if edge else 0)

    def oval(self, box: Box, fill: Colour, edge: Colour | None = None, width: float = 1) -> None:
        """An ellipse in the box."""
        self.pen.ellipse(up(box), fill, edge, round(width * SCALE) if edge else 0)

    def shape(self, points: list[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""
        self.pen.polygon([up(p) for p in points], fill)

    def line(self, points: list[tuple[float, float]], fill: Colour, width: float = 1) -> None:
        """A line through the points, with round joints and ends."""
        spots = [up(p) for p in points]
        self.pen.line(spots, fill, round(width * SCALE), joint="curve")
        r = width * SCALE / 2
        for x, y in spots:
            self.pen.ellipse((x - r, y - r, x + r, y + r), fill)

    def arc(self, box: Box, start: float, end: float, fill: Colour, width: float) -> None:
        """A part of an ellipse's edge; degrees, clockwise from three o'clock."""
        self.pen.arc(up(box), start, end, fill, round(width * SCALE))

    def fade(self, box: Box, top: Colour, bottom: Colour) -> None:
        """A rectangle that goes from one colour to the other in 24 steps."""
        x0, y0, x1, y1 = box
        steps = 24
        for i in range(steps):
            share = i / (steps - 1)
            r, g, b = (round(a + (z - a) * share) for a, z in zip(top, bottom, strict=True))
            self.box((x0, y0 + (y1 - y0) * i / steps, x1, y0 + (y1 - y0) * (i + 1) / steps + 0.5), (r, g, b))

    def shade(self, box: Box, strength: int, blur: float, round_shape: bool = True) -> None:
        """A soft dark spot, as under a thing that stands on the ground. Strength from 0 to 255."""
        mask = Image.new("L", self.image.size, 0)
        pen = ImageDraw.Draw(mask)
        (pen.ellipse if round_shape else pen.rectangle)(up(box), strength)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(Image.new("RGB", self.image.size, (20, 24, 30)), (0, 0), mask)

    def text(
        self, at: tuple[float, float], words: str, size: float, fill: Colour, anchor: str = "la"
    ) -> None:
        """A line of text; anchor as in Pillow (la: left and top, mm: centred)."""
        self.pen.text(up(at), words, fill, ImageFont.load_default(size * SCALE), anchor)

    def bold(
        self, at: tuple[float, float], words: str, size: float, fill: Colour, anchor: str = "la"
    ) -> None:
        """As text, but heavier: the letters get an edge."""
        font = ImageFont.load_default(size * SCALE)
        self.pen.text(
            up(at), words, fill, font, anchor, stroke_width=max(1, round(size * SCALE / 26)), stroke_fill=fill
        )

    def stamp(self, sprite: Image.Image, centre: tuple[float, float], degrees: float) -> None:
        """Paste a transparent sprite (large pixels), turned, with its centre at the place."""
        turned = sprite.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True)
        x, y = up(centre)
        self.image.paste(turned, (x - turned.width // 2, y - turned.height // 2), turned)

    def finished(self) -> Image.Image:
        """The picture at its own size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


def save(picture: Image.Image, name: str, colours: int = 64) -> Path:
    """Write a palette PNG beside the script; at most 30 KB and 900 pixels wide, or an error says so."""
    path = HERE / name
    picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > 30_000 or picture.width > 900:
        raise SystemExit(
            f"{name} has {size} bytes and is {picture.width} wide: use fewer colours or a smaller canvas."
        )
    return path
