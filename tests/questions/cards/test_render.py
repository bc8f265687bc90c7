"""What a card is given to show, and the same card as HTML that stands still."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from course.errors import BankError
from course.questions.bank.loading import load_bank
from course.questions.bank.models import KINDS, Bank
from course.questions.cards import card as live
from course.questions.cards import markdown, render
from course.questions.cards.card import Card

FIXTURE = Path(__file__).parents[2] / "fixtures" / "ten-kinds"
DRAWN = {"month": "May", "case": {"birch": 6, "birch_days": 400, "cedar": 8, "cedar_days": 800}}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
VALUES: dict[str, Any] = {
    "lower-rate": {"choice": "cedar", "confidence": 0.8},
    "what-is-missing": ["days", "rule"],
    "hops": ["preprint", "release", "news", "post"],
    "designs": {"survey": "went-with", "trial": "caused"},
    "source-named": 2,
    "growth": 300.0,
    "by-month": {"columns": ["month", "posts", "share"], "rows": [["Mar", 12, 25.0], ["Apr", 20, 40.0]]},
    "posts-chart": {"mark": {"type": "bar"}, "encoding": {"x": {"field": "month"}, "y": {"field": "posts"}}},
    "reply": "It is no cure.\nNobody has repeated it.",
    "red-lamps": 20,
    "practice-rate": "cannot-be-computed",
    "practice-table": {"columns": ["ward", "share"], "rows": [["Birch", "8"], ["Cedar", None]]},
}
SAYS = {
    "lower-rate": ["Ward Cedar, from 8 falls", "80 %"],
    "what-is-missing": ["your answer"],
    "hops": ["Hospital press release."],
    "designs": ["went with fewer", "no answer"],
    "source-named": ["(your answer)"],
    "growth": ["300.0"],
    "by-month": ["40.0"],
    "posts-chart": ["bar · x: month · y: posts"],
    "reply": ["Nobody has repeated it."],
    "red-lamps": ["20 %"],
    "practice-rate": ["cannot be computed"],
    "practice-table": ["Cedar"],
}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(FIXTURE / "questions.yaml")


class Tags(HTMLParser):
    """Tags and attributes of a page; fails on an element that is never closed or closed wrongly."""

    EMPTY = {"img", "br", "hr", "meta", "input"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.text += data


def safe(html: str) -> Tags:
    """Parse, and refuse whatever could run or fetch."""
    page = Tags(html)
    assert not {"script", "iframe", "object", "link", "form"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on"), f"{name} could run"
        if name == "src":
            assert (value or "").startswith("data:image/")
        if name == "href":
            assert (value or "").startswith(("http://", "https://"))
    return page


def test_the_fixture_has_every_kind(bank: Bank) -> None:
    known = set(KINDS) - {"trail", "chain"}  # they need an archive, and are tested with that
    assert {question.kind for question in bank} == known and set(VALUES) == {one.id for one in bank}


@pytest.mark.parametrize("question_id", VALUES)
def test_a_spec_is_json_and_holds_no_answer(bank: Bank, question_id: str) -> None:
    question = bank.find(question_id)
    assert question
    spec = render.card_spec(question, DRAWN, bank.number(question_id), module="ten-kinds")
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    text = json.dumps(spec)
    assert "{{" not in text and "practice:" not in text
    if question.practice:
        assert question.practice.why not in text
    for hint in question.hints:
        assert hint not in text, "a hint is opened by its button, and is not in the page before"


@pytest.mark.parametrize("question_id", VALUES)
def test_the_still_card_shows_prompt_and_answer(bank: Bank, question_id: str) -> None:
    question = bank.find(question_id)
    assert question
    spec = render.card_spec(question, DRAWN, bank.number(question_id))
    status = {"state": "saved", "text": "Saved 14:02"}
    page = safe(render.card_html(spec, VALUES[question_id], status, style=False))
    words = " ".join(page.text.split())
    assert question.title in words and "Saved 14:02" in words
    for said in SAYS[question_id]:
        assert said in words
    blank = " ".join(safe(render.card_html(spec, style=False)).text.split())
    assert "Not answered" in blank and "your answer" not in blank
    assert question.title in blank


@pytest.mark.parametrize("question_id", VALUES)
@pytest.mark.parametrize(
    "odd",
    [
        HOSTILE,
        7,
        True,
        float("nan"),
        [HOSTILE],
        [[1], {}],
        {},
        {"choice": HOSTILE, "confidence": "x"},
        {"columns": "abc", "rows": 3},
        {"columns": [HOSTILE], "rows": [[HOSTILE, {"a": HOSTILE}]]},
        {"mark": HOSTILE, "encoding": {HOSTILE: {"field": HOSTILE}}},
        {"survey": [HOSTILE]},
        {"trial": HOSTILE},
    ],
    ids=lambda odd: type(odd).__name__,
)
def test_a_submission_may_hold_anything_and_nothing_of_it_runs(
    bank: Bank, question_id: str, odd: Any
) -> None:
    question = bank.find(question_id)
    assert question
    spec = render.card_spec(question, DRAWN, 1)
    safe(render.card_html(spec, odd, {"state": HOSTILE, "text": HOSTILE}, style=False))


@pytest.mark.parametrize("value", [7**400, {"choice": "a", "confidence": 7**400}, [7**400]], ids="abc")
def test_a_whole_number_beyond_every_float_is_shown_as_odd(bank: Bank, value: Any) -> None:
    for question in bank.questions:
        page = safe(render.card_html(render.card_spec(question, DRAWN, 1), value))
        assert str(7**400)[:20] in page.text or question.kind in ("table", "chart", "text", "choice", "match")


def test_every_kind_has_its_control_data(bank: Bank) -> None:
    spec = {one.id: render.card_spec(one, DRAWN) for one in bank}
    assert spec["lower-rate"]["confidence"]["from"] == 0.5
    assert [one["id"] for one in spec["what-is-missing"]["options"]][:2] == ["days", "before"]
    assert spec["source-named"]["scale"]["values"] == [1, 2, 3, 4, 5]
    assert spec["practice-rate"]["allow"] == ["cannot-be-computed"]
    assert spec["practice-table"]["rows"][0] == ["Birch", 50, 4, None]
    assert spec["red-lamps"]["steps"] == [5, 20, 40, 60, 80, 95]
    assert spec["red-lamps"]["post"]["invented"] == "invented post"
    assert spec["growth"]["code"] and not spec["practice-rate"]["code"]
    assert "<code>growth</code>" in spec["growth"]["code"]["html"]


def test_points_are_said_in_words(bank: Bank) -> None:
    labels = {one.id: render.card_spec(one, DRAWN)["points_label"] for one in bank}
    assert (
        labels["designs"] == "2 points"
        and labels["hops"] == "1 point"
        and labels["practice-rate"] == "practice"
    )
    completion = bank.find("hops").model_copy(update={"credit": "completion"})  # type: ignore[union-attr]
    assert render.card_spec(completion)["points_label"] == "1 point for any answer"


def test_a_missing_parameter_names_the_question(bank: Bank) -> None:
    with pytest.raises(BankError, match="lower-rate"):
        render.card_spec(bank.find("lower-rate"), {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://tracker.example/x.png)",
        "<iframe src='//x'></iframe>",
    ],
)
def test_markdown_lets_nothing_through(text: str) -> None:
    safe(markdown.to_html(text))
    safe(markdown.to_inline(text))


def test_links_open_beside_the_notebook() -> None:
    html = markdown.to_html("[NEJM](https://example.org/a)")
    assert 'target="_blank"' in html and 'rel="noopener noreferrer"' in html


def test_templates_cannot_reach_python() -> None:
    with pytest.raises(BankError):
        markdown.fill("{{ ''.__class__.__mro__[1].__subclasses__() }}", {})
    assert markdown.fill("Braces { alone } stay.", {}) == "Braces { alone } stay."


def test_pictures_come_from_the_module_alone(tmp_path: Path) -> None:
    inside = tmp_path / "module"
    inside.mkdir()
    (inside / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert 'src="data:image/png;base64,' in markdown.to_html("![A ward](a.png)", inside)
    assert 'alt="A ward"' in markdown.to_html("![A ward](a.png)", inside)
    for elsewhere in ("../secret.png", "missing.png", "https://x.example/a.png"):
        html = markdown.to_html(f"![A ward]({elsewhere})", inside)
        assert "<img" not in html and "Picture: A ward" in html


@dataclass
class Result:
    points: float = 1.5
    max_points: float = 2.0
    state: str = "partly"
    reason: str = "One <b>pair</b> differs."
    lines: list[str] = field(default_factory=lambda: ["2 of 3 pairs"])


def test_a_result_says_points_reason_and_sources(bank: Bank) -> None:
    spec = render.card_spec(bank.find("lower-rate"), DRAWN, 1)  # type: ignore[arg-type]
    evidence = [
        {
            "cite": "*Abebe* 2024",
            "url": "https://example.org/1",
            "looked_at": "2026-11-20",
            "state": "abstract",
        },
        {"cite": "No link", "url": "javascript:alert(1)", "looked_at": "2026-11-20", "state": "text"},
    ]
    html = render.result_html(
        Result(),
        "In **{{ month }}** the rate counts.",
        {"cedar": "More falls."},
        evidence,
        spec=spec,
        value={"choice": "cedar", "confidence": 0.8},
        drawn=DRAWN,
        style=False,
    )
    words = " ".join(safe(html).text.split())
    for said in (
        "Partly right. 1.5 of 2 points.",
        "One <b>pair</b> differs.",
        "2 of 3 pairs",
        "In May the rate counts.",
        "More falls.",
        "Abebe 2024",
        "(abstract read, looked at 2026-11-20)",
        "your answer",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("state", "points", "most", "text"),
    [
        ("right", 2.0, 2.0, "Right. 2 of 2 points."),
        ("wrong", 0.0, 2.0, "Not right. 0 of 2 points."),
        ("wrong", 0.0, 0.0, "Not yet."),
        ("blank", 0.0, 1.0, "Not answered. 0 of 1 point."),
        ("waiting", 0.0, 3.0, "Waits for a grader."),
        ("recorded", 1.0, 1.0, "Recorded. 1 of 1 point."),
    ],
)
def test_results_in_one_line(state: str, points: float, most: float, text: str) -> None:
    said = render.result_status(Result(points, most, state, "", []))
    assert said["text"] == text and said["state"] in render.STATES


def test_messages_mark_code_and_nothing_else() -> None:
    said = "`growth` is <b>0.7</b>. *Multiply*."
    shown = "<code>growth</code> is &lt;b&gt;0.7&lt;/b&gt;. *Multiply*."
    assert shown in render.status_html({"state": "error", "text": said}, style=False)
    result = Result(0.0, 1.0, "blank", said, [said])
    assert render.result_status(result)["html"].count(shown) == 2


def test_a_page_carries_its_own_style_and_fetches_nothing(bank: Bank) -> None:
    html = render.card_html(render.card_spec(bank.find("hops"), DRAWN))  # type: ignore[arg-type]
    assert html.lstrip().startswith("<style>") and "@import" not in html
    assert "url(http" not in html.replace('url("data:image/svg+xml', "")


def test_the_front_end_is_one_small_module() -> None:
    for script in (live.esm(), live.esm("order.js"), live.esm("order.js", "chain.js")):
        assert len(script.encode()) < 40_000 and script.endswith("export default { render };")
        assert "import " not in script and "fetch(" not in script and "eval(" not in script
    parts = (*live.PARTS, "order.js", "chain.js", live.LAST)
    for part in parts:
        assert len((live.HERE / part).read_text(encoding="utf-8").splitlines()) < 300
    assert sorted(parts) == sorted(file.name for file in live.HERE.glob("*.js"))


def test_only_the_card_of_a_chain_carries_the_chains_script() -> None:
    for kind, carries in (("chain", True), ("choice", False)):
        assert ("kinds.chain" in live.card_class(kind)._esm) is carries
        assert ("qc-arcs" in live.card_class(kind)._css) is carries


def test_the_card_acknowledges_after_its_handlers() -> None:
    sent: list[Any] = []
    one = Card({"id": "x", "kind": "text"}, on_answer=lambda value: sent.append(("answer", value)))
    one.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    one.on_msg(lambda _, content, __: sent.append(("seen", content["do"])))
    one._handle_custom_msg({"do": "answer", "value": "b", "n": 3}, [])
    one._handle_custom_msg({"do": "hint"}, [])
    one._handle_custom_msg("nonsense", [])
    assert sent == [("seen", "answer"), ("answer", "b"), {"ack": 3}, ("seen", "hint")]


def test_the_card_acknowledges_even_when_a_handler_fails() -> None:
    sent: list[Any] = []

    def fail(value: Any) -> None:
        raise ValueError(value)

    one = Card({"id": "x", "kind": "text"}, on_answer=fail)
    one.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    with pytest.raises(ValueError, match="b"):
        one._handle_custom_msg({"do": "answer", "value": "b", "n": 1}, [])
    assert sent == [{"ack": 1}]


def test_a_per_cent_sign_stays_with_its_number() -> None:
    from course.questions.cards import markdown

    shown = markdown.to_html("From 70 % to *90 %*.")
    assert shown == "<p>From 70\N{NO-BREAK SPACE}% to <em>90\N{NO-BREAK SPACE}%</em>.</p>"
    assert markdown.to_inline("The % of all") == "The % of all"


def line_up(tmp_path: Path, *texts: str, **fields: Any) -> Any:
    """A question of `choices` with these options."""
    options = [{"id": f"a{place}", "text": text} for place, text in enumerate(texts)]
    one = {"id": "q", "kind": "choices", "prompt": "?", "concept": "c", "points": 1, "options": options}
    bank = {"module": "m1", "title": "M", "minutes": 5, "points": 1, "questions": [{**one, **fields}]}
    (tmp_path / "questions.yaml").write_text(json.dumps(bank), encoding="utf-8")
    return load_bank(tmp_path).find("q")


@pytest.mark.parametrize(
    ("texts", "tile"),
    [
        ([f"{place:02}" for place in range(1, 31)], 2),
        ([f"{place:02} {{{{ who }}}}" for place in range(1, 31)], 17),  # as filled in, not as written
        (["**ab**"] * 8, 2),
        (["ab"] * 7, None),
        ([*["ab"] * 29, "a" * 25], None),
        ([*["ab"] * 29, "![ab](owl.png)"], None),
    ],
)
def test_many_short_options_stand_side_by_side(tmp_path: Path, texts: list[str], tile: int | None) -> None:
    parameters = {"who": {"choice": ["@ward_owl_nine"]}}
    spec = render.card_spec(line_up(tmp_path, *texts, parameters=parameters), {"who": "@ward_owl_nine"})
    assert spec.get("tile") == tile
    still = render.card_html(spec, ["a0"], style=False)
    safe(still)
    assert still.count("qc-grid") == (tile is not None) and "your answer" in still


def test_the_greatest_number_of_picks_stands_in_the_legend(tmp_path: Path) -> None:
    spec = render.card_spec(line_up(tmp_path, "A", "B", "C", at_most=2))
    assert spec["at_most"] == 2 and spec["legend"] == "Choose at most 2"
    assert "at_most" not in render.card_spec(line_up(tmp_path, "A", "B"))
