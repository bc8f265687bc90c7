"""Slots in texts: a Jinja sandbox in which an unknown name is a fault, never an empty place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

Values = Mapping[str, Any]
_WHOLE = re.compile(r"\{\{((?:(?!\}\}|\{\{).)+)\}\}", re.DOTALL)
_MARKS = ("{{", "{%", "{#")
# trim_blocks drops the line break after every tag; a tag that ends a line of text keeps its own (`+%}`).
_TAGS_ALONE = re.compile(r"[ \t]*((\{%((?!%\}).)*%\}|\{#((?!#\}).)*#\})[ \t]*)+")
_TAG_AT_END = re.compile(r"[-+]?([%#]\})[ \t]*$")


class NotRendered(ValueError):
    """A template that cannot be filled. line: in the template, from 1."""

    def __init__(self, line: int, found: str, remedy: str) -> None:
        super().__init__(found)
        self.line, self.found, self.remedy = line, found, remedy


class _Sandbox(ImmutableSandboxedEnvironment):
    """`case.copy` is the value named copy, not the method of Python's dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            return self.undefined(f"{attribute} is none of its fields, {', '.join(map(str, obj))}")
        return super().getattr(obj, attribute)


def _thousands(value: Any) -> str:
    return f"{value:,}"


def _environment() -> _Sandbox:
    made = _Sandbox(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.filters["thousands"] = _thousands
    return made


_JINJA = _environment()


def has_slots(text: str) -> bool:
    """Whether a text holds anything to fill."""
    return any(mark in text for mark in _MARKS)


def fill(text: str, values: Values) -> Any:
    """A text with its slots filled; a text that is one `{{ … }}` gives that value itself (a list, a truth).

    Raises NotRendered.

    >>> fill("{{ dose.now * 2 }}", {"dose": {"now": 4}}), fill("{{ a }} mg", {"a": 8})
    (8, '8 mg')
    """
    if not has_slots(text):
        return text
    whole = _WHOLE.fullmatch(text.strip())
    try:
        if whole is None:
            return _template(text).render(**values)
        found = _expression(whole[1])(**values)
        if isinstance(found, Undefined):
            str(found)  # StrictUndefined says which name
        return found
    except TemplateSyntaxError as error:
        message = f"the template cannot be read: {error.message}."
        raise NotRendered(error.lineno, message, "Mend the braces or the expression.") from None
    except Exception as error:  # whatever the author's expression does: a sum of text and number, say
        line = 1 if whole else _line_of(error)
        raise NotRendered(line, *_said(error, values)) from None


def _said(error: Exception, values: Values) -> tuple[str, str]:
    if isinstance(error, UndefinedError):
        known = ", ".join(sorted(values)) or "none"
        return f"the template asks for what is not there: {error.message}.", f"Slots: {known}."
    if isinstance(error, TemplateError):
        return f"the template was stopped: {str(error).rstrip('.')}.", "Use slots and if only."
    return f"the template fails: {type(error).__name__}: {error}.", "Mend the expression."


def fill_text(text: str, values: Values) -> str:
    """A text with its slots filled, as text."""
    return str(fill(text, values)) if has_slots(text) else text


@cache
def _template(text: str) -> Any:
    return _JINJA.from_string("\n".join(map(_kept_apart, text.split("\n"))))


def _kept_apart(line: str) -> str:
    return line if _TAGS_ALONE.fullmatch(line) else _TAG_AT_END.sub(r"+\1", line)


@cache
def _expression(text: str) -> Any:
    return _JINJA.compile_expression(text.strip(), undefined_to_none=False)


def _line_of(error: BaseException) -> int:
    """The template's line on which it failed: Jinja writes it into the traceback."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
