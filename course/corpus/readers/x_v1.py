"""Posts of X as API v1.1 gave them, and as its web page still does (GraphQL, captured by Zeeschuimer).

Both hold the same `legacy` object: times such as "Wed Oct 10 20:19:24 +0000 2018", counts under their old
names, and reposts whose own text and tags are cut off.
"""

from __future__ import annotations

from typing import Any

from course.corpus.errors import Reject
from course.corpus.parsing.batch import NO_COUNTS, Account, Counts, Post, Row
from course.corpus.parsing.fields import (
    count,
    language,
    mapping,
    number_id,
    optional_id,
    twitter_ms,
    words,
)
from course.corpus.parsing.text import cut, plain, tags_in, without_prefix
from course.corpus.readers.x_v2 import CUT, ORPHAN, PLATFORM

_COUNTS = ("favorite_count", "reply_count", "retweet_count", "quote_count")
_NOTICES = ("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning")


def recognise(item: dict[str, Any]) -> bool:
    """Whether an object is a post, a page or a stream's notice of API v1.1."""
    if is_page(item) or notice(item):
        return True
    return "user" in item and ("text" in item or "full_text" in item) and ("id_str" in item or "id" in item)


def is_page(item: dict[str, Any]) -> bool:
    """Whether an object is a page of search results."""
    return "statuses" in item and "search_metadata" in item


def notice(item: dict[str, Any]) -> str:
    """The name of a stream's notice, or nothing."""
    return next((name for name in _NOTICES if name in item and len(item) <= 2), "")


def convert(item: dict[str, Any], page: None = None) -> Row:
    """A post of API v1.1 as a row; raises Reject for notices and where id, author or time cannot be read."""
    if name := notice(item):
        if name == "limit":
            raise Reject("a limit notice: the stream left posts out here")
        raise Reject(f"a stream's notice ({name}), which holds no post")
    user = mapping(item.get("user"), "user")
    repeated = item.get("retweeted_status")
    return legacy_row(item, _v1_id(user), _v1_account(user), repeated, _extended)


def _v1_id(user: dict[str, Any]) -> str:
    return number_id(user.get("id_str") or user.get("id"), "the author's id")


def _v1_account(user: dict[str, Any]) -> Account:
    made = user.get("created_at")
    return Account(
        words(user.get("screen_name"), "screen_name"),
        count(user.get("followers_count"), "followers_count"),
        None,
        twitter_ms(made, "the account's created_at") if made else None,
    )


def _extended(item: dict[str, Any]) -> tuple[str | None, Any]:
    """Text and entities of a post, whole where the longer form is there."""
    longer = item.get("extended_tweet") or item
    text = longer.get("full_text")
    return words(item.get("text") if text is None else text), longer.get("entities")


def legacy_row(
    item: dict[str, Any],
    author: str,
    account: Account,
    repeated: dict[str, Any] | None,
    whole: Any,
    views: Any = None,
    collected: int | None = None,
) -> Row:
    """A row from a `legacy` object; `whole` gives text and entities of such an object or of its holder."""
    get = item.get
    text, entities = whole(item if repeated is None else repeated)
    kind, parent = _kind(item, repeated)
    notes: tuple[str, ...] = ()
    if kind == "repost" and repeated is None and text is not None:
        text, notes = without_prefix(text), (ORPHAN,)
    if text is not None:
        text = plain(text)
        if cut(text) or (item.get("truncated") and "extended_tweet" not in item):
            notes += (CUT,)
    withheld = get("withheld_in_countries") or get("withheld_copyright") or get("withheld_status")
    post = Post(
        PLATFORM,
        number_id(get("id_str") or get("id")),
        author,
        twitter_ms(get("created_at")),
        collected,
        kind,
        parent,
        optional_id(get("conversation_id_str"), "conversation_id_str"),
        None,
        None if withheld else text,
        language(get("lang")),
        # What X reports on a repost are the counts of the post that it repeats.
        NO_COUNTS if kind == "repost" else _counts(item, views),
        "withheld" if withheld else "live",
    )
    return Row(post, *_entities(entities, text), account, notes)


def _counts(item: dict[str, Any], views: Any) -> Counts:
    return (*[count(item.get(name), name) for name in _COUNTS], count(views, "views"))


def _kind(item: dict[str, Any], repeated: dict[str, Any] | None) -> tuple[str, str | None]:
    if repeated is not None:
        found = repeated.get("id_str") or repeated.get("rest_id") or repeated.get("id")
        return "repost", number_id(found, "the id of the repeated post")
    if answered := item.get("in_reply_to_status_id_str") or item.get("in_reply_to_status_id"):
        return "reply", number_id(answered, "in_reply_to_status_id")
    quoted = item.get("quoted_status_id_str") or item.get("quoted_status_id")
    if quoted or item.get("is_quote_status"):
        return "quote", number_id(quoted, "quoted_status_id") if quoted else None
    return "original", None


def _entities(entities: Any, text: str | None) -> tuple[list[tuple[str, str]], list[tuple[str, str | None]]]:
    if entities is None:
        return [(tag, "text") for tag in tags_in(text or "")], []
    tags = [(one["text"], "platform") for one in entities.get("hashtags") or ()]
    urls = [(one["url"], one.get("expanded_url")) for one in entities.get("urls") or ()]
    return tags, urls
