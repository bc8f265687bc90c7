"""Posts of Mastodon: Status objects one a line, in an array, or in a page of search results.

A post is known by its `uri`, which is the same on every server; `id` is one server's own number. A reply
names what it answers by such a number only: its `parent_id` reads local:109… and matches no `post_id`.
"""

from __future__ import annotations

from typing import Any

from course.corpus.errors import Reject
from course.corpus.parsing.batch import NO_COUNTS, Account, Post, Row
from course.corpus.parsing.fields import count, ident, iso_ms, language, mapping, optional_ms, sequence, words
from course.corpus.parsing.text import fold, from_html, plain, tags_in

PLATFORM = "mastodon"
_COUNTS = ("favourites_count", "replies_count", "reblogs_count", "quotes_count")


def recognise(item: dict[str, Any]) -> bool:
    """Whether an object is a Status or a page of them."""
    return is_page(item) or ("account" in item and "content" in item and "uri" in item)


def is_page(item: dict[str, Any]) -> bool:
    """Whether an object is what a search gives."""
    return "statuses" in item and "search_metadata" not in item


def convert(item: dict[str, Any], page: None = None) -> Row:
    """A Status as a row; raises Reject where uri, account or time cannot be read."""
    account = mapping(item.get("account"), "account")
    repeated = item.get("reblog")
    said = item if repeated is None else mapping(repeated, "reblog")
    text, links = _text(said)
    kind, parent = _kind(item, repeated)
    edited = said.get("edited_at") is not None
    post = Post(
        PLATFORM,
        ident(item.get("uri"), "uri"),
        ident(account.get("uri") or account.get("url") or account.get("acct"), "the account's address"),
        iso_ms(item.get("created_at")),
        None,
        kind,
        parent,
        None,
        None,
        text,
        language(said.get("language")),
        NO_COUNTS if kind == "repost" else (*[count(item.get(name), name) for name in _COUNTS], None),
        "edited" if edited else "live",
    )
    # The server gives names in lower case; the text has them as they were written.
    written = {fold(tag): tag for tag in tags_in(text)}
    names = [one["name"] for one in sequence(said.get("tags"), "tags")]
    tags = [(written.get(fold(name), name), "platform") for name in names]
    card = mapping(said.get("card"), "card").get("url")
    if card and card not in links:
        links.append(card)
    urls: list[tuple[str, str | None]] = [(link, link) for link in links]
    return Row(post, tags, urls, _account(account))


def _text(said: dict[str, Any]) -> tuple[str, list[str]]:
    content = words(said.get("content"), "content")
    if content is None:
        raise Reject("content is missing")
    text, links = from_html(content)
    warning = words(said.get("spoiler_text"), "spoiler_text")
    return plain(f"{warning}\n\n{text}" if warning else text), links


def _kind(item: dict[str, Any], repeated: Any) -> tuple[str, str | None]:
    if repeated is not None:
        return "repost", ident(repeated.get("uri"), "the uri of the repeated post")
    if answered := item.get("in_reply_to_id"):
        return "reply", f"local:{ident(answered, 'in_reply_to_id')}"
    quote = item.get("quote")
    if quote:
        quoted = mapping(mapping(quote, "quote").get("quoted_status") or quote, "quote")
        uri = quoted.get("uri")
        return "quote", ident(uri, "the uri of the quoted post") if uri else None
    return "original", None


def _account(account: dict[str, Any]) -> Account:
    bot = account.get("bot")
    return Account(
        words(account.get("acct"), "acct"),
        count(account.get("followers_count"), "followers_count"),
        bot if isinstance(bot, bool) else None,
        optional_ms(account.get("created_at"), "the account's created_at"),
    )
