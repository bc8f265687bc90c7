"""Posts, advertisements and notices inside a page: what `::: post {…}` becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_POST = ("name", "handle", "badge", "at", "likes", "reposts", "replies", "views", "votes", "reply")
FIELDS: dict[str, tuple[str, ...]] = {"post": _POST, "ad": ("by",), "note": ("kind",)}
NEEDED = {"post": ("name",), "ad": ("by",), "note": ("kind",)}
NOTES = {
    "correction": "Correction",
    "retraction": "Retraction",
    "concern": "Expression of concern",
    "reinstatement": "Reinstatement",
    "notice": "Notice",
    "update": "Update",
    "disclosure": "Disclosure",
}
_OPENING = re.compile(r"^ {0,3}(:{3,})[ \t]*([A-Za-z][\w-]*)[ \t]*(.*)$")
_CLOSING = re.compile(r"^ {0,3}(:{3,})[ \t]*$")
_FIELD = re.compile(r"""([A-Za-z]\w*)=("([^"]*)"|'([^']*)')""")
_CLOSE = "Close it with a line of three colons: :::"


class NotAContainer(ValueError):
    """What follows `:::` cannot be used: what was found, and the remedy."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found, self.remedy = found, remedy


@dataclass(frozen=True)
class Container:
    """An opened container: post, ad or note, with its fields."""

    kind: str
    fields: dict[str, str]


def read(info: str) -> Container:
    """What stands after the colons. Raises NotAContainer.

    >>> read('ad {by="Vitalis"}').fields
    {'by': 'Vitalis'}
    """
    kind, _, rest = info.strip().partition(" ")
    kind, brace, tail = kind.partition("{")
    rest = (brace + tail + " " + rest).strip()
    if kind not in FIELDS:
        raise NotAContainer(f"`::: {kind}` is no container.", f"There are: {', '.join(FIELDS)}.")
    if rest and not (rest.startswith("{") and rest.endswith("}")):
        raise NotAContainer(
            f"the fields of `::: {kind}` do not stand in braces.", 'Write ::: post {name="…"}'
        )
    inside = rest[1:-1]
    found = {match[1]: match[3] if match[3] is not None else match[4] for match in _FIELD.finditer(inside)}
    if left := _FIELD.sub("", inside).strip():
        raise NotAContainer(f"`{left}` cannot be read in `::: {kind}`.", 'Fields are written name="value".')
    for name in found:
        if name not in FIELDS[kind]:
            raise NotAContainer(f"`::: {kind}` has no field `{name}`.", f"Fields: {', '.join(FIELDS[kind])}.")
    for name in NEEDED[kind]:
        if not found.get(name, "").strip():
            raise NotAContainer(f"`::: {kind}` lacks `{name}`.", f'Add {name}="…".')
    if kind == "note" and found["kind"] not in NOTES:
        raise NotAContainer(f"`{found['kind']}` is no kind of note.", f"Kinds: {', '.join(NOTES)}.")
    if found.get("reply", "0") not in ("", "0", "1", "2", "3"):
        raise NotAContainer(f'reply="{found["reply"]}" is no depth.', "A reply is 1, 2 or 3 deep.")
    return Container(kind, found)


def faults_of(body: str) -> list[tuple[int, str, str]]:
    """Containers that are unknown, bent, left open or closed twice: (line from 1, found, remedy)."""
    found: list[tuple[int, str, str]] = []
    opened: tuple[int, str] | None = None
    fenced = False
    for line, text in enumerate(body.splitlines(), 1):
        if text.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        if match := _OPENING.match(text):
            if opened:
                found.append((opened[0], f"`::: {opened[1]}` is not closed before the next begins.", _CLOSE))
            opened = (line, match[2])
            try:
                read(f"{match[2]} {match[3]}")
            except NotAContainer as error:
                found.append((line, error.found, error.remedy))
        elif _CLOSING.match(text):
            if not opened:
                found.append((line, "`:::` closes what was not opened.", "Remove it, or open a container."))
            opened = None
    if opened:
        found.append((opened[0], f"`::: {opened[1]}` is never closed.", _CLOSE))
    return found


def opening(container: Container) -> str:
    """The HTML with which a container begins."""
    fields = {name: escape(value.strip()) for name, value in container.fields.items() if value.strip()}
    if container.kind == "ad":
        return f'<div class="ad"><p class="ad-by">Advertisement · {fields["by"]}</p>\n'
    if container.kind == "note":
        kind = container.fields["kind"]
        return f'<div class="note note-{kind}"><p class="note-kind">{NOTES[kind]}</p>\n'
    parts = [f'<strong class="post-name">{fields["name"]}</strong>']
    parts += [
        f'<span class="post-{name}">{fields[name]}</span>'
        for name in ("badge", "handle", "at")
        if name in fields
    ]
    depth = f" reply reply-{fields['reply']}" if fields.get("reply", "0") != "0" else ""
    return f'<div class="post{depth}"><p class="post-by">{" ".join(parts)}</p>\n<div class="post-text">\n'


def closing(container: Container) -> str:
    """The HTML with which it ends; a post's counts stand at its end."""
    if container.kind != "post":
        return "</div>\n"
    counted = ("likes", "reposts", "replies", "views", "votes")
    counts = [
        f'<span class="post-{name}">{escape(value)} {name}</span>'
        for name in counted
        if (value := container.fields.get(name, "").strip())
    ]
    foot = f'<p class="post-counts">{" ".join(counts)}</p>\n' if counts else ""
    return f"</div>\n{foot}</div>\n"
