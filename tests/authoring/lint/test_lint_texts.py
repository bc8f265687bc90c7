"""Rules on texts: each finds its fault, named with file, line and place, and nothing in the mended text."""

import pytest
from linted import Course

from course.authoring.lint.markdown import blocks, sentences
from course.authoring.lint.reading import reading_ease
from course.authoring.lint.syllables import syllables

WORDS = "Nurses count every fall on every ward because "
LONG = WORDS + "one count " * 12 + "tells them nothing of use."
HARD = "Multidisciplinary institutional governance necessitates methodological standardisation. " * 20
MIDDLING = "The nurse counts each fall that she sees on her own ward from nine at night till six or so. " * 10

# fault: rule, file, what stands in the clean module, what makes the fault, line, place, words of the finding
FAULTS = {
    "passage-too-hard": (
        "reading-ease", "notes", "Let them find the beds first.", HARD, 7, "In ten minutes", "Flesch",
    ),
    "sentence-of-37-words": (
        "sentence-length", "notebook", "Read the card, then answer.", LONG, 11, "Stop 1. The count",
        "37 words",
    ),
    "option-of-33-words": (
        "sentence-length", "key", "Tempting because they came in the same month.",
        "Tempting " + "because they came " * 10 + "at last.", 8, "which.options.socks", "33 words",
    ),
    "sentences-of-20-words-on-average": (
        "sentence-length", "notes", "Let them find the beds first.", MIDDLING, 7, "In ten minutes",
        "on average",
    ),
    "abbreviation-unexplained": (
        "abbreviations", "notebook", "number needed to treat (NNT)", "NNT", 11, "Stop 1. The count", "NNT",
    ),
    "abbreviation-explained-too-late": (
        "abbreviations", "notebook", "Two wards count their falls.", "Two wards know their NNT.", 3,
        "Falls on a ward", "NNT",
    ),
    "abbreviation-in-a-key": (
        "abbreviations", "key", "A good answer names the denominator.", "A good answer names the RRQ.", 12,
        "why.rationale", "RRQ",
    ),
    "picture-without-alt-text": (
        "alt-text", "notebook", "![Two bars: 12 falls before, 9 after]", "![]", 13, "Stop 1. The count",
        "no alt text",
    ),
    "alt-text-that-is-a-file-name": (
        "alt-text", "notebook", "![Two bars: 12 falls before, 9 after]", "![falls.png]", 13,
        "Stop 1. The count",
        "describes nothing",
    ),
    "alt-text-that-names-the-kind": (
        "alt-text", "notebook", "![Two bars: 12 falls before, 9 after]", "![Chart]", 13, "Stop 1. The count",
        "describes nothing",
    ),
    "picture-that-is-not-there": (
        "alt-text", "notebook", "pictures/falls.png", "pictures/beds.png", 13, "Stop 1. The count",
        "pictures/beds.png is not in m1/",
    ),
    "raw-picture-without-alt-text": (
        "alt-text", "notebook", "Read the card,", 'See <img src="pictures/falls.png">, read the card,', 11,
        "Stop 1. The count", "no alt text",
    ),
    "second-h1": ("headings", "notes", "## In ten", "# In ten", 5, "In ten minutes", "second h1"),
    "level-left-out": (
        "headings", "notebook", "### A smaller", "#### A smaller", 21, "A smaller heading", "h4 under an h2",
    ),
    "text-before-the-h1": ("headings", "notes", "# Falls: notes", "Hello.\n\n# Falls: notes", 1, "notes.md",
        "h1"),
    "heading-on-a-card": (
        "headings", "questions", "What would you write to the ward?", '"## What would you write?"', 24,
        "why.prompt", "inside a card",
    ),
    "link-called-here": (
        "links", "notebook", "[the trial's report]", "[here]", 19, "Stop 1. The count", "reads “here”",
    ),
    "bare-address": (
        "links", "notebook", "Ask out of what.", "See https://paper.example/1 for it.", 19,
        "Stop 1. The count", "bare address",
    ),
    "same-words-for-two-addresses": (
        "links", "notes", "Trainees often",
        "[The trial's report](https://doi.org/10.1000/2) helps. Trainees often",
        3, "Falls: notes for faculty", "before",
    ),
    "tight-percent": ("percent", "key", "is 50 %, and", "is 50%, and", 6, "which.rationale", "50%"),
    "exclamation": (
        "voice", "questions", "What is each count out of?", "Count again!", 19, "which.hints.1",
        "exclamation",
    ),
    "throat-clearing": (
        "voice", "notebook", "Read the card,", "It is important to note the card,", 11, "Stop 1. The count",
        "it is important to note",
    ),
    "not-just-but": (
        "voice", "notes", "Ask what it is out of.", "It is not just a count, but a share.", 3,
        "Falls: notes for faculty", "not just a count, but",
    ),
}  # fmt: skip


def test_the_mended_module_is_clean(clean: Course) -> None:
    assert clean.lint() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_where_it_is(clean: Course, fault: str) -> None:
    rule, file, mended, faulty, line, place, words = FAULTS[fault]
    clean.edit(file, mended, faulty)
    found = [one for one in clean.lint() if one.rule == rule]
    assert [(one.line, one.place) for one in found] == [(line, place)], [str(one) for one in clean.lint()]
    assert words in found[0].found and found[0].remedy
    assert found[0].file.endswith({"notebook": "notebook.md", "notes": "notes.md"}.get(file, f"{file}.yaml"))


FINE = {
    "a link's address and code are no prose": (
        "notebook", "Ask out", "Run `fly --ABC 50%` at [a long page](https://a.example/NNQ/50%25). Ask out",
    ),
    "an abbreviation of the glossary": ("notebook", "Ask out", "Its AUC is known. Ask out"),
    "an abbreviation spelled out beside it": ("notebook", "Ask out",
        "The PPV, positive predictive value, helps. Ask out"),
    "an abbreviation within a reference": (
        "notes", "Ask what it is out of.",
        "Higham PA. J Exp Psychol Gen 2023 says so, and JAMA 2023;330:909 too.",
    ),
    "a loud post": ("questions", "What changed?",
        "What changed?\n\n      > **@a** · invented post\n      >\n      > NEVER again!"),
    "quoted speech": ("notes", "Ask what it is out of.", "She said “Not just you, but me!”, and left."),
    "a word shouted in an option": ("questions", "The new socks kept patients",
        "The socks DID keep patients"),
    "semicolons let a reader rest": (
        "notebook", "Read the card, then answer.",
        "Read the card, look at the bars and the beds, and write down what you see; then read it again, "
        "look at the numbers below it, and answer what is asked there.",
    ),
    "a number such as 1.5 ends no sentence": ("notebook", "Ask out", "Take 1.5 mg, e.g. at night. Ask out"),
}  # fmt: skip


@pytest.mark.parametrize("what", FINE)
def test_what_is_no_fault(clean: Course, what: str) -> None:
    file, old, new = FINE[what]
    clean.edit(file, old, new)
    assert [str(one) for one in clean.lint()] == []


def test_a_picture_that_a_parameter_names_is_looked_for(clean: Course) -> None:
    clean.edit("questions", "What changed?", "![Falls by month](pictures/{{ month }}.png)")
    clean.edit("questions", "    hints:", "    parameters: {month: {choice: [may, falls]}}\n    hints:")
    assert [one.found for one in clean.lint()] == ["The picture pictures/may.png is not in m1/."]
    (clean.root / "source/m1/pictures/may.png").write_bytes(b"\x89PNG")
    assert clean.lint() == []


def test_the_picture_of_a_note_lies_beside_it(clean: Course) -> None:
    clean.edit("notes", "Ask what it is out of.", "![How one group answered](group.png)")
    assert [one.rule for one in clean.lint()] == ["alt-text"]
    (clean.root / "faculty/m1/group.png").write_bytes(b"\x89PNG")
    assert clean.lint() == []


def test_an_invented_name_does_not_make_a_text_hard(clean: Course) -> None:
    text = "Corvelastamide helps one in ten. Ask for it. Verdazinumab does not help at all. " * 12
    clean.edit("notes", "Let them find the beds first.", text)
    assert "reading-ease" not in clean.rules()


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("ward", 1),
        ("evidence", 3),
        ("nurse's", 2),
        ("nurses", 2),
        ("nelvaprine", 3),
        ("corvelast", 3),
        ("xq", 1),
    ],
)
def test_syllables_with_and_without_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == syllables(word.upper()) == count


def test_reading_ease_by_hand() -> None:
    # 8 words in 2 sentences; the number is a word of its sentence and has no syllables.
    said = ["Nurses counted 14 falls.", "Another ward counted nobody."]
    by_hand = 206.835 - 1.015 * 8 / 2 - 84.6 * (2 + 2 + 1 + 3 + 1 + 2 + 3) / 7
    assert reading_ease(said) == pytest.approx(by_hand)


def test_blocks_keep_their_lines_behind_a_parameter_of_two_lines() -> None:
    found = blocks("One {{ a\n+ b }} two.\n\n| a |\n| - |\n| 5 |\n\n> Said.")
    assert [(one.kind, one.first, one.plain, one.quoted) for one in found] == [
        ("prose", 0, "One 0 two.", False), ("cell", 3, "a", False), ("cell", 5, "5", False),
        ("prose", 7, "Said.", True),
    ]  # fmt: skip


def test_sentences_end_where_a_reader_stops() -> None:
    text = "It is 1.5 mg, e.g. at night. “Why?” she asked. See Okafor et al. 2021. Done…"
    said = ["It is 1.5 mg, e.g. at night.", "“Why?” she asked.", "See Okafor et al. 2021.", "Done…"]
    assert sentences(text) == said


def test_branches_of_a_template_are_sentences_of_their_own() -> None:
    found = blocks("{% if right == 'act' %}Give it now.{% else %}Ring first.{% endif %} Then sleep.")
    assert sentences(found[0].plain) == ["Give it now.", "Ring first.", "Then sleep."]
    assert blocks("Ward {% if n == 1 %}is{% else %}are{% endif %}n't.")[0].plain == "Ward isaren't."
