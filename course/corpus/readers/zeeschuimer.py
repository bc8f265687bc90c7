"""Captures of X by Zeeschuimer, as it writes them and as 4CAT hands them on.

A capture holds what scrolled past one person: a viewing log, not a sample. Only posts of X are read; rows
from other platforms are rejected by name.
"""

from __future__ import annotations

from typing import Any

from course.corpus.errors import Reject
from course.corpus.parsing.batch import Account, Row
from course.corpus.parsing.fields import count, mapping, number_id, optional_ms, shown, twitter_ms, words
from course.corpus.readers import x_v1

_X = ("twitter.com", "x.com")


def recognise(item: dict[str, Any]) -> bool:
    """Whether an object is a line of Zeeschuimer's own file."""
    return {"item_id", "source_platform", "data"} <= item.keys()


def convert(item: dict[str, Any], page: None = None) -> Row:
    """A captured post as a row; raises Reject for other platforms, tombstones and incomplete posts."""
    return captured(mapping(item.get("data"), "data"), item)


def captured(data: dict[str, Any], capture: dict[str, Any]) -> Row:
    """A post of X's web page; `capture` says where and when it was seen."""
    platform = capture.get("source_platform")
    if platform not in _X:
        raise Reject(f"a capture from {shown(platform)}; only captures from x.com are read")
    data = _unwrap(data)
    legacy = mapping(data.get("legacy"), "legacy")
    if not legacy:
        raise Reject(f"holds no post ({shown(data.get('__typename'))}); the page showed a gap here")
    results = mapping(mapping(data.get("core"), "core").get("user_results"), "user_results")
    user = mapping(results.get("result"), "user")
    author = number_id(legacy.get("user_id_str") or user.get("rest_id"), "the author's id")
    repeated = mapping(legacy.get("retweeted_status_result"), "retweeted_status_result").get("result")
    item = {"id_str": data.get("rest_id"), **legacy}
    if not item.get("quoted_status_id_str"):
        quoted = _unwrap(mapping(mapping(data.get("quoted_status_result"), "quoted").get("result"), "quoted"))
        item["quoted_status_id_str"] = quoted.get("rest_id")
        item["is_quote_status"] = item.get("is_quote_status") or bool(quoted)
    seen = optional_ms(capture.get("timestamp_collected"), "timestamp_collected")
    views = mapping(data.get("views"), "views").get("count")
    own = None if repeated is None else _unwrap(mapping(repeated, "retweeted_status_result"))

    def whole(holder: dict[str, Any]) -> tuple[str | None, Any]:
        return _whole(data if holder is item else holder)

    return x_v1.legacy_row(item, author, _account(user), own, whole, views, seen)


def _unwrap(result: dict[str, Any]) -> dict[str, Any]:
    """Posts with limited visibility lie one level deeper."""
    inner = result.get("tweet")
    return inner if isinstance(inner, dict) else result


def _whole(data: dict[str, Any]) -> tuple[str | None, Any]:
    """Text and entities; those of a long post lie beside the shortened ones."""
    legacy = data.get("legacy") or {}
    note = ((data.get("note_tweet") or {}).get("note_tweet_results") or {}).get("result") or {}
    text = words(legacy.get("full_text"))
    longer = words(note.get("text"))
    if longer is not None and len(longer) > len(text or ""):
        return longer, note.get("entity_set") or legacy.get("entities")
    return text, legacy.get("entities")


def _account(user: dict[str, Any]) -> Account:
    # X moves these fields one by one, from `legacy` to objects beside it.
    core, legacy = mapping(user.get("core"), "core"), mapping(user.get("legacy"), "legacy")
    counts = mapping(user.get("relationship_counts"), "relationship_counts")
    made = core.get("created_at") or legacy.get("created_at")
    followers = counts.get("followers")
    return Account(
        words(core.get("screen_name") or legacy.get("screen_name"), "screen_name"),
        count(legacy.get("followers_count") if followers is None else followers, "followers_count"),
        None,
        twitter_ms(made, "the account's created_at") if made else None,
    )
