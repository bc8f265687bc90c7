"""Authored Markdown into HTML that is safe to show: no raw HTML, no script, nothing from the network."""

from __future__ import annotations

import base64
import mimetypes
import re
from functools import cache, lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import BankError

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment
    from markdown_it import MarkdownIt

PICTURE_BYTES = 400_000
_PER_CENT = re.compile(r"(?<=\d) %")
_HOLDS_PARAMETER = re.compile(r"\{\{|\{%|\{#")


@cache
def _sandbox() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


@lru_cache(1_000)
def _template(text: str) -> Any:
    return _sandbox().from_string(text)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(
        ["table", "strikethrough"]
    )
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("table_open", lambda *_: '<div class="qc-scroll"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _link_open(renderer: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
    """A link opens beside the notebook and learns nothing about it."""
    tokens[at].attrSet("target", "_blank")
    tokens[at].attrSet("rel", "noopener noreferrer")
    return str(renderer.renderToken(tokens, at, options, env))


def _image(renderer: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
    """A picture of the module's folder, put into the page; of any other only the description remains."""
    token = tokens[at]
    words = escape(renderer.renderInlineAsText(token.children or [], options, env), quote=True)
    found = _picture(str(token.attrs.get("src", "")), env.get("folder"))
    return f'<img src="{found}" alt="{words}">' if found else f"<em>[Picture: {words}]</em>"


def _picture(source: str, folder: Path | None) -> str | None:
    """A picture inside `folder` as a data URI; None when it lies elsewhere, is none, or is too large."""
    if folder is None or "://" in source:
        return None
    path = (folder / source).resolve()
    kind, _ = mimetypes.guess_type(path.name)
    if (
        not path.is_relative_to(folder.resolve())
        or not path.is_file()
        or not (kind or "").startswith("image/")
    ):
        return None
    data = path.read_bytes()
    if len(data) > PICTURE_BYTES:
        return None
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def fill(text: str, drawn: dict[str, Any] | None = None, where: str = "a text") -> str:
    """Put a trainee's parameters into a text.

    Raises BankError, naming `where`, when the text asks for a parameter that is not drawn or is no template.
    """
    if not _HOLDS_PARAMETER.search(text):
        return text
    from jinja2 import TemplateError
    from jinja2.exceptions import SecurityError

    try:
        return str(_template(text).render(**(drawn or {})))
    except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
        raise BankError(
            f"{where}: its text cannot be filled in ({error}). Name the parameter under "
            "`parameters`, or write the braces apart."
        ) from None


def to_html(text: str, folder: Path | None = None) -> str:
    """Markdown as blocks of HTML; pictures are read from `folder`."""
    return str(_markdown().render(_unbroken(text.strip()), {"folder": folder})).strip()


def to_inline(text: str, folder: Path | None = None) -> str:
    """Markdown as one line of HTML, for a label or an option (where HTML allows no paragraphs)."""
    return str(_markdown().renderInline(_unbroken(text.strip()), {"folder": folder}))


def _unbroken(text: str) -> str:
    """The text with *70 %* kept on one line: a number at its end and a % on the next are hard to read."""
    return _PER_CENT.sub("\N{NO-BREAK SPACE}%", text)


def to_text(text: str) -> str:
    """Markdown as plain text, for places that take no markup."""
    bare = re.sub(r"<img[^>]*alt=\"([^\"]*)\"[^>]*>", r"\1", to_inline(text))
    return unescape(re.sub(r"<[^>]+>", "", bare)).strip()
