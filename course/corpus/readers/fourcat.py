"""Exports of 4CAT: CSV with the columns for X or for Bluesky, or its minimum, and NDJSON.

Both NDJSON forms are read: raw items (`__import_meta` for captures of X, `4CAT_metadata` for Bluesky) and
objects whose keys are the columns of the CSV. Times without an offset are UTC, as 4CAT writes them.
"""

from __future__ import annotations

import re
from typing import Any

from course.corpus.errors import Reject
from course.corpus.parsing.batch import NO_COUNTS, Account, Post, Row
from course.corpus.parsing.fields import any_ms, count, ident, language, number_id, optional_id, optional_ms
from course.corpus.parsing.text import cut, plain, tags_in, without_prefix
from course.corpus.readers import bluesky, zeeschuimer
from course.corpus.readers.x_v2 import CUT

MINIMUM = frozenset({"id", "thread_id", "author", "body", "timestamp"})
GONE = "quotes whose quoted post is gone"
_BLUESKY_COUNTS = ("like_count", "reply_count", "repost_count", "quote_count")
_X_COUNTS = ("like_count", "reply_count", "retweet_count", "quote_count", "impression_count")
# Addresses may hold commas: only a comma before the next address parts two of them.
_BETWEEN_URLS = re.compile(r",(?=[a-zA-Z][a-zA-Z0-9+.-]*://)")
_POST_LINK = re.compile(r"https?://[^/]+/profile/(did:[^/]+)/post/([^/?#]+)")
_GONE = ("DELETED", "REMOVED BY AUTHOR", "VIEWER BLOCKED BY AUTHOR")


def recognise(item: dict[str, Any]) -> bool:
    """Whether an object is a line of 4CAT's NDJSON."""
    return "__import_meta" in item or "4CAT_metadata" in item or MINIMUM <= item.keys()


def convert(item: dict[str, Any], page: None = None) -> Row:
    """A line of 4CAT's NDJSON as a row."""
    if "__import_meta" in item:
        meta = item["__import_meta"]
        return zeeschuimer.captured(item, meta if isinstance(meta, dict) else {})
    if "4CAT_metadata" in item:
        return bluesky.convert(item)
    return cells(item)


def cells(item: dict[str, Any]) -> Row:
    """A row of 4CAT's CSV; which columns are there says which platform it is from."""
    if "language_guess" in item or "is_retweet" in item:
        return _x(item)
    if str(item.get("id", "")).startswith("at://"):
        return _bluesky(item)
    return _any(item)


def _x(item: dict[str, Any]) -> Row:
    get = item.get
    repost = _yes(get("is_retweet"))
    text = plain(without_prefix(_body(item)) if repost else _body(item))
    post_id = number_id(get("id"))
    kind, parent = "original", None
    if repost:
        kind = "repost"
    elif _yes(get("is_reply")):
        kind = "reply"
    elif _yes(get("is_quote_tweet")):
        kind, parent = "quote", optional_id(get("quote_tweet_id"), "quote_tweet_id")
    withheld = _yes(get("is_withheld"))
    post = Post(
        "x",
        post_id,
        ident(get("author_id") or get("author"), "author_id"),
        any_ms(get("unix_timestamp") or get("timestamp"), "timestamp"),
        optional_ms(get("collected_at") or get("timestamp_collected"), "collected_at"),
        kind,
        parent,
        optional_id(get("thread_id"), "thread_id"),
        None,
        None if withheld else text,
        language(get("language_guess")),
        NO_COUNTS if repost else tuple(count(get(name), name) for name in _X_COUNTS),
        "withheld" if withheld else "live",
    )
    notes = (CUT,) if cut(text) else ()
    return Row(post, _tags(item, "hashtags", text), _urls(item, "urls"), _account(item), notes)


def _bluesky(item: dict[str, Any]) -> Row:
    get = item.get
    text, post_id = plain(_body(item)), ident(get("id"))
    kind, parent = "original", None
    quoted = str(get("quoted_post") or "")
    if answered := str(get("replied_to_post") or ""):
        kind, parent = "reply", _uri(answered)
    elif quoted:
        kind, parent = "quote", None if quoted in _GONE else _uri(quoted)
    languages = str(get("languages") or "").split(",")[0]
    counts = [count(get(name), name) for name in _BLUESKY_COUNTS]
    hidden = "!takedown" in str(get("labels") or "").split(",")
    post = Post(
        "bluesky",
        post_id,
        ident(get("author_id") or get("author"), "author_id"),
        any_ms(get("created_at") or get("timestamp")),
        optional_ms(get("collected_at"), "collected_at"),
        kind,
        parent,
        optional_id(get("thread_id"), "thread_id") if kind == "reply" else None,
        None,
        None if hidden else text,
        language(None if languages == "N/A" else languages),
        (*counts, None),
        "withheld" if hidden else "live",
    )
    notes = (GONE,) if quoted in _GONE else ()
    return Row(post, _tags(item, "tags", text), _urls(item, "links"), _account(item), notes)


def _any(item: dict[str, Any]) -> Row:
    """A row with 4CAT's minimum only; the platform is not told, so 4cat stands for it."""
    get = item.get
    text, post_id = plain(_body(item)), ident(get("id"))
    thread = optional_id(get("thread_id"), "thread_id")
    reply = thread is not None and thread != post_id
    post = Post(
        "4cat",
        post_id,
        ident(get("author"), "author"),
        any_ms(get("unix_timestamp") or get("timestamp"), "timestamp"),
        kind="reply" if reply else "original",
        root_id=thread,
        text=text,
        status="unknown",
    )
    return Row(post, _tags(item, "hashtags", text), _urls(item, "urls"), _account(item))


def _body(item: dict[str, Any]) -> str:
    body = item.get("body")
    if body is None:
        raise Reject("body is missing")
    return str(body)


def _yes(cell: Any) -> bool:
    return cell is True or str(cell).strip().lower() in ("yes", "true", "1")


def _uri(link: str) -> str | None:
    """The uri of a post from its address on the web, where that names the account by its did."""
    if link.startswith("at://"):
        return link
    match = _POST_LINK.match(link)
    return f"at://{match[1]}/{bluesky.POST}/{match[2]}" if match else None


def _tags(item: dict[str, Any], column: str, text: str) -> list[tuple[str, str]]:
    cell = item.get(column)
    if cell is None:
        return [(tag, "text") for tag in tags_in(text)]
    return [(tag, "platform") for tag in str(cell).split(",") if tag.strip()]


def _urls(item: dict[str, Any], column: str) -> list[tuple[str, str | None]]:
    found = [one.strip() for one in _BETWEEN_URLS.split(str(item.get(column) or ""))]
    return [(one, None) for one in found if one]


def _account(item: dict[str, Any]) -> Account:
    name = item.get("author")
    return Account(
        str(name) if name else None,
        count(item.get("author_followers"), "author_followers"),
        None,
        optional_ms(item.get("author_created_at"), "author_created_at"),
    )
