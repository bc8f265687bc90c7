"""What a submission displays, made harmless: nothing of it reaches a browser as markup of its own.

Formgrader shows autograded notebooks on the Jupyter origin, where a script could use the grader's session;
nbconvert passes through HTML, Markdown's HTML and raw cells, and loads MathJax. So a displayed thing is
kept only as text, as a small set of tags without style or script, or as a picture whose bytes are one.
"""

import base64
import binascii
import html
import re
from typing import Any

from course.grading.outputs import nodes
from course.questions.answers.letters import whole

TAGS = {
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "caption",
    "div",
    "span",
    "a",
    "img",
    "figure",
    "figcaption",
    "details",
    "summary",
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
MAX_TEXT, MAX_PICTURE = 200_000, 2_000_000
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
_DATA = re.compile(r"data:(image/(?:png|jpeg|gif|svg\+xml));base64,([A-Za-z0-9+/=\s]+)")
MAX_ADDRESS = 300
# As nh3 writes them: every value in quotes, attributes in an order of its own.
_ANCHOR = re.compile(r'<a(?P<attributes>(?: [a-z]+="[^"]*")*)>|</a>')
_ADDRESS = re.compile(r' href="([^"]*)"')
_LINK = re.compile(r"(https?://|mailto:)[^\s<>\"']*", re.I)
# ECMA-48: escape sequences, whole or cut off, then whatever other control characters there are.
_ORDERS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|[\u202a-\u202e\u2066-\u2069]"
)
# What Markdown, MathJax and templates could read as their own, once more.
_ACTIVE = re.compile(r"[^\w ,;\"'&<>/=%+?]|_")


def clean_html(text: str) -> str:
    """The text, tables and embedded pictures of an HTML fragment; balanced, without script or style.

    A link is no link any more: its words are followed by the address that they would have led to.

    >>> clean_html('<b onclick="x()">4</b><script>alert(1)</script><img src="https://x.example/a.png">')
    '<b>4</b><img>'
    """
    import nh3

    cleaned = nh3.clean(
        text[: MAX_TEXT * 10],
        tags=TAGS,
        attributes=ATTRIBUTES,
        # Of a drawing in the page nothing may stay, not its letters either.
        clean_content_tags={"script", "style", "svg"},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )
    return _without_links(cleaned)


def _without_links(markup: str) -> str:
    """Clean HTML whose links are words with an address behind them: nobody is led anywhere by one click."""
    addresses: list[str] = []

    def instead(tag: re.Match[str]) -> str:
        if tag[0] != "</a>":
            found = _ADDRESS.search(tag["attributes"])
            addresses.append(found[1] if found else "")
            return ""  # not underlined: it should not look like what it is not
        address = addresses.pop() if addresses else ""
        shown = address if len(address) <= MAX_ADDRESS else f"{address[:MAX_ADDRESS]}…"
        return f" [<code>{shown}</code>]" if address else ""

    return _ANCHOR.sub(instead, markup)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        return value if _is_embedded_picture(value) else None
    if name == "alt":
        # Without angle brackets a tag ends where `inert_markdown` looks for its end.
        return re.sub(r"[<>\"]", " ", value)[:500]
    return value if re.fullmatch(r"\w{1,10}", value, re.ASCII) else None


def _is_embedded_picture(uri: str) -> bool:
    found = _DATA.fullmatch(uri)
    if found is None:
        return False
    kind, data = found.groups()
    # In an <img>, SVG neither runs script nor loads anything.
    return kind == "image/svg+xml" or picture(kind, data) is not None


def picture(kind: str, data: Any) -> str | None:
    """The base64 text of a PNG, JPEG or GIF, in one line; None unless it begins as such a picture does."""
    text = "".join(data) if isinstance(data, list) else data
    if kind not in _PICTURES or not isinstance(text, str) or len(text) > MAX_PICTURE * 4 // 3:
        return None
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(content).decode() if content.startswith(_PICTURES[kind]) else None


def markdown_html(source: str, attachments: Any = None) -> str:
    """A trainee's Markdown as harmless HTML: its own HTML as text, attached pictures embedded, no others."""
    from markdown_it import MarkdownIt

    pictures = _attached(attachments)
    # Reading must not run away either: nesting is bounded, and so is the length.
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    # markdown-it refuses javascript: and data: links; clean_html lets through only what it knows.
    tokens = reader.parse(source[:MAX_TEXT])
    for token in tokens:
        for inner in token.children or []:
            if inner.type == "image":
                name = str(inner.attrs.get("src", "")).removeprefix("attachment:")
                inner.attrs["src"] = pictures.get(name, "")
    return clean_html(reader.renderer.render(tokens, reader.options, {}))


def inert_markdown(source: str, attachments: Any = None, pen: Any = None) -> str:
    """A trainee's Markdown cell as a source that all Markdown readers show alike and none reads more into.

    The harmless HTML stands in one line (a blank line would end an HTML block and let Markdown begin
    again), letters with a meaning to Markdown, MathJax or Mermaid as character references. pen: counts what a
    notebook has read (course.grading.outputs.charts); what goes beyond is shown as it was written.
    """
    if pen is not None and not pen.may_read(source[:MAX_TEXT]):
        return plain(f"<p>{_inert(source[:MAX_TEXT])}</p>")
    parts = re.split(r"(<[^>]*>)", markdown_html(source, attachments))
    text = "".join(part if part.startswith("<") else _inert(part) for part in parts)
    return plain(text)


def plain(markup: str) -> str:
    """Harmless HTML in a frame in which MathJax, which can make links of its own, reads nothing."""
    return f'<div class="submitted tex2jax_ignore mathjax_ignore">{markup}</div>'


def _inert(text: str) -> str:
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", html.escape(html.unescape(text), quote=False))


def _attached(attachments: Any) -> dict[str, str]:
    found = {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            content = picture(kind, data)
            if content is not None:
                found[str(name)] = f"data:{kind};base64,{content}"
    return found


def clean_outputs(outputs: Any, pen: Any = None) -> list[Any]:
    """The outputs of a cell that a submission ran: text, pictures and plain tables; nothing else.

    pen: what draws the charts of a notebook, once it is told to put them in; without one, those of this cell
    are counted and drawn.
    """
    from course.grading.outputs.charts import Pen

    own = pen or Pen()
    made = [_output(output, own) for output in outputs if isinstance(output, dict)]
    kept = [output for output in made if output is not None]
    if pen is None:
        own.put_in_outputs(kept)
    return kept


def _output(output: dict[str, Any], pen: Any) -> Any:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return nodes.new_output("stream", name=name, text=pen.output_of(_text(output.get("text"))))
    if kind == "error":
        trace = output.get("traceback")
        return nodes.new_output(
            "error",
            ename=_text(output.get("ename"))[:200],
            evalue=pen.output_of(_text(output.get("evalue"))),
            traceback=[pen.output_of(_text(line)) for line in trace[:200]] if isinstance(trace, list) else [],
        )
    if kind in ("display_data", "execute_result"):
        data = _data(output.get("data"), pen)
        return nodes.new_output("display_data", data) if data else None
    return None


def _data(data: Any, pen: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    kept = {}
    for kind in _PICTURES:
        content = picture(kind, data.get(kind))
        if content is not None:
            kept[kind] = content
    if not kept and (drawn := _drawn(data, pen)):
        kept["text/html"] = plain(drawn)
    if not kept and "text/html" in data:
        markup = _text(data["text/html"])
        kept["text/html"] = plain(
            clean_html(markup) if pen.may_read(markup) else _inert(pen.output_of(markup))
        )
    if "text/plain" in data:
        kept["text/plain"] = pen.output_of(_text(data["text/plain"]))
    return kept


def _drawn(data: dict[str, Any], pen: Any) -> str:
    """A chart drawn here from its specification, or a vector picture, as an inert embedded picture."""
    from course.grading.outputs.charts import svg_html

    for kind, content in data.items():
        if re.fullmatch(r"application/vnd\.vegalite\.v\d+(\.\d+)*\+json", str(kind)):
            return str(pen.draw(content))
    if "image/svg+xml" in data:
        return svg_html(_text(data["image/svg+xml"]), "Picture made by the submitted code")
    return ""


def _text(value: Any) -> str:
    """Printable text without a terminal's colours and other orders, which a page would show or obey."""
    text = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    text = text if isinstance(text, str) else ""
    text = whole(_ORDERS.sub("", text[: 2 * MAX_TEXT]))
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "\n… (cut here)"
