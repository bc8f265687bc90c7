"""No text of a stranger is worked out by a spreadsheet, however it is divided and whatever cannot be seen."""

import csv
import io
import re
import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.grading import exports
from course.grading.spreadsheet import harmless, is_formula

SIGNS = "=+-@"
LOOK_ALIKES = "＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋ー−–—‐‑‒―➕➖≠±∓˗"
HIDDEN = [
    *" \t\r\n\0\x0b\x1f\x85\u00a0\u00ad\u034f\u061c\u115f\u1160\u180e\u2000\u200b\u200c\u200d\u200e\u200f",
    *"\u2028\u2029\u202e\u2060\u2066\u2800\u3000\u3164\ufe0f\ufeff\uffa0\U000e0020\U000e0100\u0301\ud800\ue000",
    '"',
]
DIVIDERS = [",", ";", "|", "\t", "\n", "\r\n", "\r", "\u2028"]


def worked_out(text: str) -> list[str]:
    """The cells of a line that a spreadsheet may take for formulas, however it divides and whatever it skips.

    Written anew, and more suspicious than any program: quotes bind nothing, every divider divides.
    """
    found = []
    for cell in re.split(r"[,;|\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text):
        seen = next((letter for letter in cell if is_seen(letter)), "")
        if seen == "ー" or unicodedata.normalize("NFKC", seen)[:1] in list(SIGNS):
            found.append(cell)
    return found


def is_seen(letter: str) -> bool:
    if letter in '"\u115f\u1160\u3164\uffa0\u2800' or letter.isspace():
        return False
    return letter.isalnum() or (letter.isprintable() and unicodedata.category(letter)[0] != "M")


texts = st.lists(
    st.sampled_from([*SIGNS, *LOOK_ALIKES, *HIDDEN, *DIVIDERS, "a", "1", "'", "cmd|' /C calc'!A0"])
    | st.characters(),
    max_size=12,
).map("".join)


@given(texts)
@example("＝1+1")
@example("\u200b=1+1")
@example("Ann;=cmd|' /C calc'!A0")
@example('Ann";=1+1;"')
@example("Ann\n=1+1")
def test_no_text_is_worked_out(text: str) -> None:
    safe = harmless(text)
    assert not worked_out(safe)
    assert harmless(safe) == safe
    # Nothing but apostrophes is added, and nothing but what controls is taken away.
    kept = [letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp")]
    shown = iter(safe)
    assert all(letter in shown for letter in kept)


@given(texts)
def test_a_file_with_it_holds_no_formula_in_any_dialect(text: str) -> None:
    for delimiter, quoting in ((",", csv.QUOTE_MINIMAL), ("\t", csv.QUOTE_ALL), (";", csv.QUOTE_MINIMAL)):
        sheet = io.StringIO()
        csv.writer(sheet, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerow(
            ["ann", harmless(text), "8"]
        )
        assert not worked_out(sheet.getvalue())
        sheet.getvalue().encode("utf-8")


@pytest.mark.parametrize("sign", [*SIGNS, *LOOK_ALIKES])
@pytest.mark.parametrize("before", ["", *HIDDEN, "".join(HIDDEN[:20])])
def test_every_sign_is_seen_behind_whatever_is_not(before: str, sign: str) -> None:
    assert is_formula(f"{before}{sign}1")
    assert harmless(f"Ann;{before}{sign}1").startswith("Ann;'")


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill, Jr.",
        "Mary-Ann",
        "Łucja 李",
        "Çelik-Øster",
        "a@b.example",
        "1+1",
        "",
        "नमस्ते",
        "ع‌لی",
        "'-5",
        "Ann (x=1)",
    ],
)
def test_names_stay_as_they_are(name: str) -> None:
    assert harmless(name) == name


@pytest.mark.parametrize("points", [-3.5, 0.0, 14.9251, -0.25])
def test_numbers_of_our_own_stay_numbers(points: float) -> None:
    assert float(exports.number(points)) == pytest.approx(points, abs=1e-4)


KINDS = [exports.Canvas, exports.Moodle, exports.Blackboard, exports.Brightspace]


def book(*people: Any) -> Any:
    return SimpleNamespace(assignments=[], students=list(people))


def person(ident: str, name: str) -> Any:
    return SimpleNamespace(id=ident, last_name=name, first_name=name, email=f"{name}@a.example")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["＝1+1", "\u200b=1+1", "Ann;=1+1", "Ann\r\n=1+1", "\ud800=1", "\u3000＠SUM(1)"]
)
def test_every_export_writes_it_harmlessly(tmp_path: Any, kind: Any, name: str) -> None:
    target = tmp_path / "out"
    kind(to=str(target)).export(book(person("ann", name), person("bo", "Bo")))
    text = target.read_bytes().decode(kind.encoding)
    # Brightspace's last column is its own.
    assert not worked_out(text.removeprefix("\ufeff"))
    assert len(list(csv.reader(io.StringIO(text), delimiter=kind.delimiter))) == text.count("\r\n")


@pytest.mark.parametrize("ident", ["=ann", "＝ann", "\u200b=ann", "ann;=1", "ann\t-1", "ann\n"])
def test_an_id_that_would_be_one_is_named(tmp_path: Any, ident: str) -> None:
    with pytest.raises(exports.ExportError, match="would be a formula"):
        exports.Canvas(to=str(tmp_path / "out")).export(book(person(ident, "Ann")))
