"""A submission wants graders to click: nothing of it is a link, and where each would have led can be read."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attacked import Seen
from course_in_a_box import edit, rewrite

CODE = r"""
from IPython.display import HTML, SVG, Markdown, display
n_posts = 3
display(HTML('<a href="https://html.evil.example/x" target="_blank">Hub</a>'))
display(HTML('<a href="mailto:m@evil.example">m</a> <a href="javascript:alert(1)">j</a>'))
display(HTML('<a title="t" lang="en" href="https://titled.evil.example">t</a>'))
display(HTML('<a href="https://picture.evil.example"><img alt="p" src="data:image/gif;base64,R0lGODdh"></a>'))
display(HTML('<form action="https://form.evil.example"><button>b</button></form>'))
display(HTML('<area href="https://area.evil.example">'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><a href="https://svg.evil.example"><text>x</text></a></svg>'))
display(Markdown("[x](https://display.evil.example)"))
print("\x1b]8;;https://osc.evil.example\x07click\x1b]8;;\x07 and https://plain.evil.example")
raise ValueError("see https://error.evil.example")
"""
TEXT = """[words](https://inline.evil.example/login) and
<https://auto.evil.example>, [m](mailto:n@evil.example)

https://bare.evil.example/x www.bare.evil.example [named][1]
[![p](attachment:x.gif)](https://image.evil.example)

<a href="https://raw.evil.example">raw</a> <javascript:alert(1)>

[1]: https://defined.evil.example "title"
"""
SHOWN = ("inline", "auto", "bare", "image", "defined", "html", "titled", "picture", "plain", "error")


class Links(HTMLParser):
    """Every address that a click could lead to."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value or "" for name, value in attrs if name in ("href", "action", "formaction", "ping")
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def seen(attack: Any) -> Seen:
    def change(folder: Path) -> None:
        def put(cell: Any) -> None:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = CODE

        edit(folder / "m1.ipynb", put)
        added = {"cell_type": "markdown", "metadata": {}, "source": TEXT, "id": "added"}
        rewrite(folder / "m1.ipynb", lambda found: found["cells"].append(added))

    answers = {
        "which": "b",
        "own-number": 1,
        "why": "See [here](https://answer.evil.example) https://typed.evil.example",
    }
    return attack("links", change, answers)


def test_nothing_of_it_is_a_link(seen: Seen) -> None:
    for page in (seen.formgrader, seen.feedback):
        assert [address for address in Links(page).found if "evil" in address or "alert" in address] == []


@pytest.mark.parametrize("host", SHOWN)
def test_where_it_would_have_led_can_be_read(seen: Seen, host: str) -> None:
    assert f"{host}.evil.example" in Links(seen.formgrader).text
    assert f"{host}.evil.example" in Links(seen.feedback).text


def test_an_answer_in_words_is_read_as_it_was_typed(seen: Seen) -> None:
    for host in ("answer", "typed"):
        assert f"{host}.evil.example" in Links(seen.feedback).text
