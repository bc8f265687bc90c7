"""Posts of X as API v2 gives them: pages as twarc writes them, flattened lines, single responses.

Fields after the public data dictionary of X API v2. A repost has the text, tags and links of what it
repeats, where the export holds that; what X puts into the repost itself is cut off.
"""

from __future__ import annotations

from typing import Any

from course.corpus.errors import Reject
from course.corpus.parsing.batch import NO_COUNTS, Account, Counts, Post, Row
from course.corpus.parsing.fields import (
    cached_ms,
    count,
    iso_ms,
    language,
    mapping,
    number_id,
    optional_id,
    sequence,
    words,
)
from course.corpus.parsing.text import cut, plain, tags_in, without_prefix

PLATFORM = "x"
ORPHAN = "reposts whose original is not in the file"
CUT = "texts that are cut off"
UNKNOWN_WAY = "posts that refer to another in a way that we do not know"
_BESIDE = frozenset({"includes", "meta", "__twarc", "matching_rules"})
_EMPTY_PAGE = frozenset({"errors", "meta", "__twarc", "includes", "title", "detail", "type", "status"})
_OF_V2 = ("author_id", "edit_history_tweet_ids", "public_metrics", "conversation_id", "referenced_tweets")
_WAYS = {"retweeted": "repost", "replied_to": "reply", "quoted": "quote"}
_RANK = ("repost", "reply", "quote")
_COUNTS = ("like_count", "reply_count", "retweet_count", "quote_count", "impression_count")
_NONE: dict[str, Any] = {}


def recognise(item: dict[str, Any]) -> bool:
    """Whether an object is a page, a response, a flattened post or a compliance notice of API v2."""
    if is_page(item) or {"action", "redacted_at"} <= item.keys():
        return True
    return "text" in item and "id" in item and "user" not in item and any(name in item for name in _OF_V2)


def is_page(item: dict[str, Any]) -> bool:
    """Whether an object is a page of posts, or one that says there are none."""
    if "data" in item:
        return not _BESIDE.isdisjoint(item) or item.keys() <= {"data", "errors"}
    return ("errors" in item or "meta" in item) and item.keys() <= _EMPTY_PAGE


class Page:
    """A page: its posts, the posts and accounts that it includes, and when it was collected."""

    def __init__(self, page: dict[str, Any]) -> None:
        data = page.get("data")
        self.items = data if type(data) is list else [] if data is None else [data]
        includes = mapping(page.get("includes"), "includes")
        self.tweets = _by_id(includes.get("tweets"))
        self.users = _by_id(includes.get("users"))
        self.collected = _retrieved(page)
        self.errors = len(sequence(page.get("errors"), "errors"))


def convert(item: dict[str, Any], page: Page | None = None) -> Row:
    """A post of API v2 as a row; raises Reject where id, author or time cannot be read."""
    get, page = item.get, page or _ALONE
    if "redacted_at" in item and "action" in item:
        raise Reject(f"a compliance notice ({words(get('action'), 'action')}), which holds no post")
    post_id = number_id(get("id"))
    # Flattened lines carry the author whole, and sometimes only there.
    author = get("author") or page.users.get(get("author_id")) or _NONE
    kind, reference, notes = _reference(get("referenced_tweets"))
    text, entities, more = _said(item, kind, reference, page)
    tags, urls = _entities(entities, text)
    status, version = _status(item, post_id)
    post = Post(
        PLATFORM,
        post_id,
        number_id(get("author_id") or author.get("id"), "author_id"),
        iso_ms(get("created_at")),
        _retrieved(item) if "__twarc" in item else page.collected,
        kind,
        number_id(reference.get("id"), "the id of the post referred to") if reference else None,
        optional_id(get("conversation_id"), "conversation_id"),
        version,
        None if status == "withheld" else text,
        language(get("lang")),
        # What X reports on a repost are the counts of the post that it repeats.
        NO_COUNTS if kind == "repost" else _counts(get("public_metrics")),
        status,
    )
    return Row(post, tags, urls, _account(author), notes + more)


def _by_id(items: Any) -> dict[Any, dict[str, Any]]:
    return {one["id"]: one for one in sequence(items, "includes") if type(one) is dict and "id" in one}


def _retrieved(item: dict[str, Any]) -> int | None:
    return cached_ms(mapping(item.get("__twarc"), "__twarc").get("retrieved_at"), "retrieved_at")


def _reference(references: Any) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """What kind of post it is, and the post that makes it so; a reply that quotes is a reply."""
    if not references:
        return "original", _NONE, ()
    found = {_WAYS.get(one.get("type"), ""): one for one in sequence(references, "referenced_tweets")}
    # A way that we do not know yet makes an original of what may be none: counted, and said.
    notes = (UNKNOWN_WAY,) if "" in found else ()
    return next(((kind, found[kind], notes) for kind in _RANK if kind in found), ("original", _NONE, notes))


def _said(
    item: dict[str, Any], kind: str, reference: dict[str, Any], page: Page
) -> tuple[str | None, Any, tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    if kind == "repost":
        # Flattening puts the repeated post in place; in a page it is found by its id.
        there = _note(reference) or reference.get("text") is not None
        repeated = reference if there else page.tweets.get(reference.get("id"))
        if repeated is None:
            notes = (ORPHAN,)
        else:
            item = repeated
    # A post of more than 280 characters is stored twice, and whole only here.
    whole = _note(item) or item
    text = words(whole.get("text"))
    if text is not None:
        text = plain(without_prefix(text) if notes else text)
        if cut(text):
            notes += (CUT,)
    return text, whole.get("entities"), notes


def _note(item: dict[str, Any]) -> dict[str, Any] | None:
    note = mapping(item.get("note_tweet"), "note_tweet")
    return note if note.get("text") is not None else None


def _entities(entities: Any, text: str | None) -> tuple[list[tuple[str, str]], list[tuple[str, str | None]]]:
    if entities is None:
        # Posts without entities carry no tags, but so does an export that left the field out.
        return [(tag, "text") for tag in tags_in(text)] if text and ("#" in text or "＃" in text) else [], []
    tags = [(one["tag"], "platform") for one in entities.get("hashtags") or ()]
    urls = [
        (one["url"], one.get("unwound_url") or one.get("expanded_url")) for one in entities.get("urls") or ()
    ]
    return tags, urls


def _status(item: dict[str, Any], post_id: str) -> tuple[str, str | None]:
    if item.get("withheld") is not None:
        return "withheld", None
    history = item.get("edit_history_tweet_ids")
    if history and len(history) > 1:
        first = number_id(history[0], "an id in the edit history")
        return "edited", None if first == post_id else first
    return "live", None


def _counts(metrics: Any) -> Counts:
    if metrics is None:
        return NO_COUNTS
    get = metrics.get
    return tuple([count(get(name), name) for name in _COUNTS])


def _account(author: dict[str, Any]) -> Account:
    if not author:
        return Account()
    followers = mapping(author.get("public_metrics"), "public_metrics").get("followers_count")
    return Account(
        words(author.get("username"), "username"),
        count(followers, "followers_count"),
        None,
        cached_ms(author.get("created_at"), "the account's created_at"),
    )


_ALONE = Page({})
