"""Posts of Bluesky: post views (search, feeds, dumps of the SDK) and commits of Jetstream.

Names are read in camelCase and in the SDK's snake_case. `createdAt` is what the author's software says.
Positions in facets count bytes of UTF-8, not characters.
"""

from __future__ import annotations

from typing import Any

from course.corpus.errors import Reject
from course.corpus.parsing.batch import NO_COUNTS, Account, Post, Row
from course.corpus.parsing.fields import (
    any_ms,
    count,
    ident,
    language,
    mapping,
    optional_ms,
    sequence,
    shown,
    unix_ms,
    words,
)
from course.corpus.parsing.text import plain, raw_tag, tags_in
from course.corpus.readers.x_v2 import ORPHAN

PLATFORM = "bluesky"
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
# Bytes that a tag may have; a post could mark all of a long text a thousand times.
_MAX_FACET = 8_192
_HIDDEN_LABELS = frozenset({"!takedown", "!suspend"})


def recognise(item: dict[str, Any]) -> bool:
    """Whether an object is a post view, an entry of a feed, or a page of either."""
    return is_page(item) or ("record" in item and "uri" in item and "author" in item) or _is_entry(item)


def is_page(item: dict[str, Any]) -> bool:
    """Whether an object is a page of search results or of a feed."""
    return len(item) <= 4 and (type(item.get("posts")) is list or type(item.get("feed")) is list)


def _is_entry(item: dict[str, Any]) -> bool:
    return type(item.get("post")) is dict and "record" in item["post"]


def recognise_jetstream(item: dict[str, Any]) -> bool:
    """Whether an object is an event of Jetstream."""
    return {"did", "time_us", "kind"} <= item.keys()


def convert(item: dict[str, Any], page: None = None) -> Row:
    """A post view as a row; a feed's entry that was reposted is a repost by whoever did so."""
    if not _is_entry(item):
        return _view(item)
    row = _view(item["post"])
    reason = mapping(item.get("reason"), "reason")
    if "by" not in reason:
        return row
    by = mapping(reason["by"], "by")
    did = ident(by.get("did"), "the did of who reposted")
    when = any_ms(_either(reason, "indexedAt", "indexed_at"), "indexedAt")
    # A feed names a repost's own uri only sometimes.
    own = words(reason.get("uri"), "uri") or f"{row.post.post_id}#reposted-by-{did}"
    return row._replace(post=_repeat(row.post, own, did, when), account=_account(by))


def _repeat(post: Post, own: str, did: str, when: int) -> Post:
    return post._replace(
        post_id=own,
        author_id=did,
        created_at=when,
        kind="repost",
        parent_id=post.post_id,
        root_id=None,
        counts=NO_COUNTS,
    )


def _view(item: dict[str, Any]) -> Row:
    author = mapping(item.get("author"), "author")
    record = mapping(item.get("record"), "record")
    labels = [one.get("val") for one in sequence(item.get("labels"), "labels") if type(one) is dict]
    counts = [
        count(_either(item, f"{name}Count", f"{name}_count"), f"{name}Count")
        for name in ("like", "reply", "repost", "quote")
    ]
    gathered = mapping(item.get("4CAT_metadata"), "4CAT_metadata").get("collected_at")
    row = _record(record, item.get("uri"), author.get("did"), optional_ms(gathered, "collected_at"))
    post = row.post._replace(counts=(*counts, None))
    if not _HIDDEN_LABELS.isdisjoint(labels):
        post = post._replace(status="withheld", text=None)
    return row._replace(post=post, account=_account(author))


def convert_jetstream(item: dict[str, Any], page: None = None) -> Row:
    """A commit of Jetstream as a row; raises Reject for whatever is not a post or a repost."""
    if item.get("kind") != "commit":
        raise Reject(f"an event of the kind {shown(item.get('kind'))}, which holds no post")
    commit = mapping(item.get("commit"), "commit")
    collection, operation = commit.get("collection"), commit.get("operation")
    did, key = ident(item.get("did"), "did"), ident(commit.get("rkey"), "rkey")
    if collection not in (POST, REPOST):
        raise Reject(f"a commit to {shown(collection)}, which is no post")
    if operation == "delete":
        raise Reject("a deletion: it names a post and holds none of it")
    seen, uri = unix_ms(item.get("time_us"), "time_us"), f"at://{did}/{collection}/{key}"
    record = mapping(commit.get("record"), "record")
    if collection == REPOST:
        subject = ident(mapping(record.get("subject"), "subject").get("uri"), "the repeated post's uri")
        when = any_ms(record.get("createdAt"), "createdAt")
        return Row(Post(PLATFORM, uri, did, when, seen, "repost", subject), notes=(ORPHAN,))
    row = _record(record, uri, did, seen)
    return row._replace(post=row.post._replace(status="edited")) if operation == "update" else row


def _either(item: dict[str, Any], camel: str, snake: str) -> Any:
    found = item.get(camel)
    return item.get(snake) if found is None else found


def _record(record: dict[str, Any], uri: Any, did: Any, collected: int | None) -> Row:
    written = words(record.get("text"))
    text = None if written is None else plain(written)
    reply = mapping(record.get("reply"), "reply")
    quoted, external = _embedded(mapping(record.get("embed"), "embed"))
    kind, parent, root = "original", None, None
    if reply:
        kind = "reply"
        parent = ident(mapping(reply.get("parent"), "parent").get("uri"), "the parent's uri")
        root = ident(mapping(reply.get("root"), "root").get("uri"), "the root's uri")
    elif quoted:
        kind, parent = "quote", ident(quoted, "the quoted post's uri")
    tags, urls = _facets(record.get("facets"), written)
    tags += [(tag, "hidden") for tag in sequence(record.get("tags"), "tags")]
    if external and all(external != expanded for _, expanded in urls):
        urls.append((external, external))
    languages = sequence(record.get("langs"), "langs")
    post = Post(
        PLATFORM,
        ident(uri, "uri"),
        ident(did, "did"),
        any_ms(_either(record, "createdAt", "created_at"), "createdAt"),
        collected,
        kind,
        parent,
        root,
        None,
        text,
        language(languages[0]) if languages else None,
    )
    return Row(post, tags, urls)


def _facets(facets: Any, text: str | None) -> tuple[list[tuple[str, str]], list[tuple[str, str | None]]]:
    if facets is None:
        # A tag without a facet is no link on Bluesky, yet its author meant one.
        return [(tag, "text") for tag in tags_in(text or "")], []
    tags: list[tuple[str, str]] = []
    urls: list[tuple[str, str | None]] = []
    encoded = (text or "").encode("utf-8", "replace")
    for facet in sequence(facets, "facets"):
        part = _slice(encoded, mapping(facet.get("index"), "index"))
        for feature in sequence(facet.get("features"), "features"):
            if tag := feature.get("tag"):
                written = raw_tag(part or "")
                tags.append((written if written.casefold() == tag.casefold() else tag, "platform"))
            elif link := feature.get("uri"):
                urls.append((link, link))
    return tags, urls


def _slice(encoded: bytes, index: dict[str, Any]) -> str | None:
    """What a facet marks, or None where its bytes do not cut the text between characters or are too many."""
    start, end = _either(index, "byteStart", "byte_start"), _either(index, "byteEnd", "byte_end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(encoded):
        return None
    if end - start > _MAX_FACET:
        return None
    try:
        return encoded[start:end].decode("utf-8")
    except UnicodeDecodeError:
        return None


def _embedded(embed: dict[str, Any]) -> tuple[str | None, str | None]:
    """The uri of a quoted post and the address of a linked page."""
    external = mapping(embed.get("external"), "external").get("uri")
    record = mapping(embed.get("record"), "record")
    inner = record.get("record") if isinstance(record.get("record"), dict) else record
    uri = inner.get("uri") if inner else None
    media = embed.get("media")
    if external is None and isinstance(media, dict):
        external = mapping(media.get("external"), "external").get("uri")
    # Lists, feeds and starter packs are embedded in the same way.
    return (uri if isinstance(uri, str) and f"/{POST}/" in uri else None), words(external, "external")


def _account(author: dict[str, Any]) -> Account:
    made = _either(author, "createdAt", "created_at")
    return Account(
        words(author.get("handle"), "handle"),
        count(_either(author, "followersCount", "followers_count"), "followersCount"),
        None,
        optional_ms(made, "the account's createdAt"),
    )
