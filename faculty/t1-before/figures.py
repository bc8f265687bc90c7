"""The pictures of form A, drawn as SVG text: the same bytes on every machine, no font or library needed.

`python faculty/t1-before/figures.py` writes them into source/t1-before/pictures/.
Paper is white, so that a picture reads in a dark theme too; letters can be read at a width of 340 pixels.
A picture has no title of its own: what it shows is said on the card, and no name may give a verdict away.
"""

from math import log10, sqrt
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH = 420
INK, SOFT, FAINT, WATER = "#1b1f24", "#4c545d", "#c9ced4", "#a9cfe6"
BLUE, ORANGE = "#0072b2", "#d55e00"
FOLDER = Path(__file__).resolve().parents[2] / "source" / "t1-before" / "pictures"


def _tag(name: str, inside: str = "", **attributes: object) -> str:
    """One element; an underscore in an attribute's name stands for a hyphen."""
    written = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def _words(x: float, y: float, text: str, size: int = 16, at: str = "start", **more: object) -> str:
    return _tag("text", escape(text), x=x, y=y, font_size=size, text_anchor=at, **{"fill": INK, **more})


def _line(
    x1: float, y1: float, x2: float, y2: float, color: str = FAINT, width: float = 1, **more: object
) -> str:
    return _tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=color, stroke_width=width, **more)


def _box(x: float, y: float, width: float, height: float, fill: str, **more: object) -> str:
    return _tag("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def _dot(x: float, y: float, radius: float, fill: str = BLUE, **more: object) -> str:
    return _tag("circle", cx=x, cy=y, r=radius, fill=fill, **more)


def _picture(height: int, *parts: str) -> str:
    """A whole file: white paper, a sans-serif that every system has, the parts in drawing order."""
    paper = _box(0, 0, WIDTH, height, "#ffffff")
    return _tag(
        "svg",
        "\n".join(["", paper, *parts, ""]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        font_family="Helvetica, Arial, 'DejaVu Sans', sans-serif",
    )


def regions() -> str:
    """Counts as circles on a map, with the number of people at risk written beside them."""
    places = [
        ("North", 180, "9,000", 210, 92),
        ("West", 54, "1,800", 108, 186),
        ("East", 60, "1,500", 314, 186),
        ("South", 45, "2,250", 210, 276),
    ]
    land = "M60,30 L360,22 L402,150 L372,252 L290,330 L140,334 L48,256 L16,140 Z"
    parts = [_tag("path", d=land, fill="#f1f3f5", stroke=FAINT, stroke_width=1.5)]
    for name, attacks, crew, x, y in places:
        radius = round(3.6 * sqrt(attacks), 1)
        under = y + radius + 17
        parts += [
            _dot(x, y, radius, ORANGE, fill_opacity=0.8),
            _words(x, y + 6, str(attacks), 17, "middle", fill="#000000", font_weight="bold"),
            _words(x, under, f"{name}, crew {crew}", 16, "middle"),
        ]
    parts.append(_words(210, 360, "Number and area of a circle: attacks in 2025", 16, "middle", fill=SOFT))
    return _picture(372, *parts)


def door_to_antibiotic() -> str:
    """A monthly line on an axis from 45 to 65."""
    minutes = [64, 63, 61, 60, 58, 57, 56, 54, 53, 51, 50, 48]
    down = {value: round(230 - (value - 45) * 9.5, 1) for value in range(45, 66)}
    across = [66 + 30 * month for month in range(12)]
    parts = [_words(12, 22, "Minutes, median", fill=SOFT)]
    for mark in (45, 50, 55, 60, 65):
        parts += [_line(54, down[mark], 408, down[mark]), _words(46, down[mark] + 5, str(mark), at="end")]
    route = " ".join(f"{x},{down[value]}" for x, value in zip(across, minutes, strict=True))
    parts.append(_tag("polyline", points=route, fill="none", stroke=BLUE, stroke_width=3))
    parts += [_dot(x, down[value], 4) for x, value in zip(across, minutes, strict=True)]
    months = ((0, "Jan"), (5, "Jun"), (11, "Dec"))
    parts += [_words(across[month], 254, name, at="middle") for month, name in months]
    parts += [_words(across[0] + 10, down[64] - 8, "64"), _words(across[5] + 6, down[57] - 9, "57")]
    parts.append(_words(across[11], down[48] - 13, "48", at="middle"))
    return _picture(268, *parts)


def heel_boot() -> str:
    """Two outcomes of one trial, side by side, each with its own axis from 0."""
    panels = [
        (10, "Patients with a heel ulcer", [(13, "13 of 420"), (30, "30 of 420")], 4.6),
        (222, "Pressure under the heel", [(40, "40 mmHg"), (41, "41 mmHg")], 3.4),
    ]
    parts = []
    for left, title, bars, scale in panels:
        parts.append(_words(left, 22, title))
        for place, ((value, said), name) in enumerate(zip(bars, ("Lindeva boot", "Usual care"), strict=True)):
            x, tall = left + 8 + 94 * place, round(value * scale, 1)
            parts += [
                _box(x, 200 - tall, 72, tall, (BLUE, ORANGE)[place]),
                _words(x + 36, 192 - tall, said, 16, "middle"),
                _words(x + 36, 220, name, 14, "middle"),
            ]
        parts.append(_line(left, 200, left + 188, 200, INK, 1.5))
    return _picture(234, *parts)


def relapses() -> str:
    """A difference with its interval, the line of no difference, and a margin."""

    def across(value: float) -> float:
        return round(126 + value * 17, 1)

    parts = [_words(210, 24, "Relapses per 100, five days compared with ten", 16, "middle")]
    for mark in (-5, 0, 5, 10, 15):
        label = "0" if mark == 0 else f"{abs(mark)} {'fewer' if mark < 0 else 'more'}"
        parts += [_line(across(mark), 44, across(mark), 150), _words(across(mark), 172, label, 14, "middle")]
    parts += [
        _line(across(0), 44, across(0), 150, INK, 1.5),
        _line(across(4), 44, across(4), 150, ORANGE, 2.5, stroke_dasharray="7 5"),
        _line(across(-2.3), 104, across(13), 104, BLUE, 4),
        _dot(across(5.3), 104, 7),
        _words(210, 200, "Difference: 5.3 more (2.3 fewer to 13.0 more)", 16, "middle"),
        _words(across(4) + 8, 62, "4 more", 14, fill=INK),
    ]
    return _picture(212, *parts)


def _corridor() -> list[str]:
    """A corridor of 190 by 150 under water: bed on the left, doors on the right, a clock at ten past four."""
    wall, floor, wood, steel = "#f4efe6", "#d8d3c8", "#b98a5a", "#6b7580"
    return [
        _box(0, 0, 190, 150, wall),
        _box(0, 108, 190, 42, floor),
        _box(112, 34, 30, 78, wood),
        _box(150, 34, 30, 78, wood),
        _dot(117, 74, 2.5, INK),
        _dot(155, 74, 2.5, INK),
        _dot(72, 28, 14, "#ffffff", stroke=INK, stroke_width=2),
        _line(72, 28, 78, 31, INK, 2.5),
        _line(72, 28, 81, 22, INK, 1.5),
        _box(14, 82, 64, 12, "#ffffff", stroke=steel, stroke_width=2),
        _box(14, 76, 16, 8, "#dfe6ec", stroke=steel, stroke_width=1.5),
        _line(14, 66, 14, 118, steel, 4),
        _line(78, 78, 78, 118, steel, 4),
        _dot(14, 122, 5, steel),
        _dot(78, 122, 5, steel),
        _tag("path", d="M90,126 l20,-10 l4,8 l-20,10 z M110,116 l6,-20 l5,2 l-7,22 z", fill="#4c545d"),
        _box(0, 118, 190, 32, WATER, fill_opacity=0.75),
        _tag("path", d="M6,128 q10,-5 20,0 t20,0 M100,138 q10,-5 20,0 t20,0", fill="none", stroke="#5b93b5"),
    ]


def corridor() -> str:
    """The picture as forwarded, and the picture found: the same drawing, mirrored."""
    scene = "".join(_corridor())
    return _picture(
        196,
        _tag("g", scene, transform="translate(10,8)"),
        _tag("g", scene, transform="translate(410,8) scale(-1,1)"),
        _words(10, 178, "Forwarded, 4 June 2026", 16),
        _words(220, 178, "Found, 14 August 2019", 16),
    )


def weekly_cases() -> str:
    """Seven weekly counts, each about twice the one before, on an axis marked 1, 10, 100, 1,000."""
    cases = [12, 25, 50, 100, 199, 402, 803]
    across = [84 + 51 * week for week in range(7)]

    def down(value: float) -> float:
        return round(226 - 62 * log10(value), 1)

    parts = [_words(12, 22, "New cases in the week", fill=SOFT)]
    for mark in (1, 10, 100, 1000):
        parts += [_line(64, down(mark), 408, down(mark)), _words(56, down(mark) + 5, f"{mark:,}", at="end")]
    route = " ".join(f"{x},{down(value)}" for x, value in zip(across, cases, strict=True))
    parts.append(_tag("polyline", points=route, fill="none", stroke=BLUE, stroke_width=3))
    for week, (x, value) in enumerate(zip(across, cases, strict=True), 1):
        parts += [_dot(x, down(value), 4.5), _words(x, 250, str(week), at="middle")]
    parts.append(_words(237, 272, "Week", at="middle", fill=SOFT))
    return _picture(282, *parts)


def account() -> str:
    """A profile with little in it, beside the page of a hospital."""
    frame = {"stroke": FAINT, "stroke_width": 1.5, "rx": 8}
    return _picture(
        206,
        _box(8, 8, 190, 190, "#ffffff", **frame),
        _dot(46, 50, 26, "#e4e8ec"),
        _box(28, 44, 36, 12, SOFT, rx=3),
        _box(35, 36, 20, 10, SOFT, rx=3),
        _dot(36, 57, 5, INK),
        _dot(56, 57, 5, INK),
        _words(20, 104, "@karoogate_ed", 17, font_weight="bold"),
        _words(20, 130, "212 followers"),
        _words(20, 154, "Joined May 2026"),
        _words(20, 178, "Badge: none", fill=SOFT),
        _box(208, 8, 204, 190, "#ffffff", **frame),
        _box(209, 9, 202, 40, "#f1f3f5", rx=7),
        _words(217, 26, "karoogate-hospital", 14, fill=SOFT),
        _words(217, 43, ".example/emergency", 14, fill=SOFT),
        _words(218, 78, "Emergency department", 14, font_weight="bold"),
        _words(218, 104, "Open day and night."),
        _words(218, 134, "Waiting times and"),
        _words(218, 154, "diversions:"),
        _words(218, 178, "@karoogate_ed", 16, fill=BLUE),
    )


def classes() -> str:
    """Three groups of patients, by the number of classes that they attended."""
    bars = [("No class", 50, 200), ("1 to 5 classes", 36, 200), ("All 6 classes", 24, 240)]
    parts = [_words(12, 22, "Readmitted within 90 days", fill=SOFT)]
    for place, (name, back, people) in enumerate(bars):
        x, share = 34 + 130 * place, 100 * back / people
        tall = round(share * 6, 1)
        parts += [
            _box(x, 216 - tall, 92, tall, BLUE),
            _words(x + 46, 208 - tall, f"{back} of {people}", 16, "middle"),
            _words(x + 46, 236, name, 16, "middle"),
            _words(x + 46, 210, f"{share:.0f} %", 16, "middle", fill="#ffffff"),
        ]
    parts.append(_line(16, 216, 404, 216, INK, 1.5))
    return _picture(248, *parts)


FIGURES = {
    "a04-regions.svg": regions,
    "a06-door-to-antibiotic.svg": door_to_antibiotic,
    "a08-heel-boot.svg": heel_boot,
    "a12-relapses.svg": relapses,
    "a18-corridor.svg": corridor,
    "a20-weekly-cases.svg": weekly_cases,
    "a22-account.svg": account,
    "a24-classes.svg": classes,
}


def write_pictures(folder: Path = FOLDER) -> list[Path]:
    """Write every picture into `folder` and return their paths."""
    folder.mkdir(exist_ok=True, parents=True)
    for name, draw in FIGURES.items():
        (folder / name).write_bytes(f"{draw()}\n".encode())
    return [folder / name for name in FIGURES]


if __name__ == "__main__":
    print(*write_pictures(), sep="\n")
