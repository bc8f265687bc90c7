"""A page's Markdown made into HTML that cannot run anything, with its links and pictures listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from course.archive.sanitising import sanitised
from course.authoring.archive import containers
from course.authoring.archive.plain import text_of

PICTURE = re.compile(r"^p\d{3}$")
_RAW = "Write it in Markdown, or as ::: post, ::: ad or ::: note; a < of the text is written &lt;"


@dataclass
class Made:
    """HTML and plain text; links (absolute) and picture ids in order; faults as (line, found, remedy)."""

    html: str
    text: str
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def convert(body: str, base: str) -> Made:
    """Make HTML of Markdown; links are resolved against the page's address `base`."""
    made = Made("", "", faults=containers.faults_of(body))
    if made.faults:
        return made
    reader = _reader()
    tokens = reader.parse(body)
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        made.faults += _refused(token, line)
        for child in token.children or []:
            made.faults += _refused(child, line)
            _link(child, base, line, made)
            _picture(child, line, made)
    _figures(tokens)
    html = reader.renderer.render(tokens, reader.options, {})
    made.html = sanitised(html)
    made.text = text_of(made.html)
    made.links = list(dict.fromkeys(made.links))
    made.pictures = list(dict.fromkeys(made.pictures))
    return made


def _refused(token: Token, line: int) -> Iterator[tuple[int, str, str]]:
    if token.type in ("html_block", "html_inline"):
        at = line
        shown = " ".join(token.content.split())[:60]
        yield at, f"raw HTML stands in the text: {shown}", _RAW
    elif token.type == "heading_open" and token.tag == "h1":
        yield line, "a heading of the first level stands in the text.", "The title is that; begin with ##."


def _link(token: Token, base: str, line: int, made: Made) -> None:
    if token.type != "link_open":
        return
    written = str(token.attrs.get("href", ""))
    target = urljoin(base, written)
    parts = urlsplit(target)
    if written.startswith("#") or parts.fragment:
        made.faults.append(
            (line, f"the link {written} goes to a place in a page.", "Link to the page itself.")
        )
    elif parts.scheme != "https" or not (parts.hostname or "").endswith(".example"):
        made.faults.append(
            (
                line,
                f"the link {written} leaves the archive.",
                "Link to an https://….example page, or to /a/path.",
            )
        )
    else:
        token.attrs["href"] = target
        made.links.append(target)


def _picture(token: Token, line: int, made: Made) -> None:
    if token.type != "image":
        return
    source = str(token.attrs.pop("src", ""))
    if not PICTURE.match(source):
        made.faults.append((line, f"the picture {source} is no id.", "Write ![what it shows](p003)."))
        return
    if not token.content.strip():
        made.faults.append((line, f"the picture {source} has no alt text.", "Write ![what it shows](p003)."))
    token.attrs["data-picture"] = source
    made.pictures.append(source)


def _figures(tokens: list[Token]) -> None:
    """A paragraph that is one picture becomes a figure, with the caption that stands in quotes."""
    for before, inline, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        if before.type == "paragraph_open" and len(children) == 1 and children[0].type == "image":
            before.tag = after.tag = "figure"
            before.hidden = after.hidden = False
            children[0].meta["figure"] = True


def _image(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    alt = renderer.renderInlineAsText(token.children or [], options, env)
    picture = token.attrs.get("data-picture", "")
    drawn = f'<img data-picture="{escape(str(picture))}" alt="{escape(alt)}">'
    caption = str(token.attrs.get("title") or "")
    if not caption:
        return drawn
    shown = (
        f"<figcaption>{escape(caption)}</figcaption>" if token.meta.get("figure") else f" {escape(caption)}"
    )
    return drawn + shown


def _drawing(kind: str) -> Any:
    """A render rule for one kind of container; markdown-it binds it, so it is a plain function."""

    def draw(renderer: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        if tokens[at].nesting == -1:
            return containers.closing(env["containers"].pop())
        container = containers.read(tokens[at].info)
        env.setdefault("containers", []).append(container)
        return containers.opening(container)

    return draw


@cache
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # ours says what is wrong with it
    for kind in containers.FIELDS:
        made.use(container_plugin, kind, validate=partial(_is_kind, kind), render=_drawing(kind))
    made.add_render_rule("image", _image)
    return made


def _is_kind(kind: str, info: str, *_: Any) -> bool:
    return re.match(rf"{kind}(\s|\{{|$)", info.strip()) is not None
