"""Every format against what a person reads in its sample."""

import json
from pathlib import Path

import pytest
from corpus_exports import ALL, SAMPLES, read, rows

from course import corpus
from course.corpus import schema

LONG = (
    "Ward teaching in ten minutes: one question before the round, one after, and the answer on a card that "
    "the night team keeps. Slides and the card are open to all. https://t.co/aaa111 #MedEd #NightShift "
    "#Wardround"
)
ANA = "at://did:plc:anasynthetic/app.bsky.feed.post/3lsyn1"
ASHA = "https://social.example/users/asha/statuses/109301"


@pytest.mark.parametrize("name", ALL)
def test_tables_keep_the_schema(name: str) -> None:
    found = read(name, **ALL[name])
    for table in ("posts", "tags", "urls", "accounts", "rejects"):
        schema.check(table, getattr(found, table))
    assert found.rows == len(found.posts) + len(found.rejects)
    assert (found.posts["source_file"] == name).all()


FORMATS = {
    "synthetic-4cat-bluesky.csv": "4cat-csv",
    "synthetic-4cat-x.csv": "4cat-csv",
    "synthetic-4cat.ndjson": "4cat-ndjson",
    "synthetic-bluesky.jsonl": "bluesky",
    "synthetic-jetstream.jsonl": "jetstream",
    "synthetic-mastodon.json": "mastodon",
    "synthetic-plain.csv": "csv",
    "synthetic-x-v1.jsonl": "x-v1",
    "synthetic-x-v2-drift.jsonl": "x-v2",
    "synthetic-x-v2-flat.jsonl": "x-v2",
    "synthetic-x-v2-pages.jsonl": "x-v2",
    "synthetic-zeeschuimer.ndjson": "zeeschuimer",
}


def test_every_sample_is_recognised() -> None:
    assert {name: corpus.sniff(SAMPLES / name).format.name for name in ALL} == FORMATS


@pytest.mark.parametrize("name", ["synthetic-x-v2-pages.jsonl", "synthetic-x-v2-flat.jsonl"])
def test_x_v2(name: str) -> None:
    found = read(name)
    first = "1460000000000000001"
    assert rows(
        found.posts, "post_id", "kind", "parent_id", "version_of", "status", "lang", "like_count"
    ) == [
        ("1460000000000000002", "repost", first, None, "live", "en", None),
        (first, "original", None, None, "live", "en", 11),
        ("1460000000000000003", "quote", first, None, "live", "en", 4),
        ("1460000000000000005", "reply", first, "1460000000000000004", "edited", None, 0),
        ("1460000000000000006", "original", None, None, "withheld", "en", 0),
        ("1460000000000000007", "repost", "1450000000000000000", None, "live", "en", None),
    ]
    assert rows(found.posts, "view_count", "root_id", "created_at", "collected_at")[1] == (
        950,
        first,
        "2021-11-14T18:00:05Z",
        "2021-11-16T12:00:00Z",
    )
    texts = [text for (text,) in rows(found.posts, "text")]
    # The repost holds the whole text, though the export's own copy is cut off; withheld text is null.
    assert texts[0] == texts[1] == LONG
    assert texts[4] is None
    assert texts[5].startswith("Ten things that") and texts[5].endswith("#Han…")
    assert rows(found.tags, "post_id", "tag_raw", "tag", "source") == [
        (post, raw, tag, "platform")
        for post, raw, tag in [
            ("1460000000000000002", "MedEd", "meded"),
            ("1460000000000000002", "NightShift", "nightshift"),
            ("1460000000000000002", "Wardround", "wardround"),
            (first, "MedEd", "meded"),
            (first, "NightShift", "nightshift"),
            (first, "Wardround", "wardround"),
            ("1460000000000000003", "meded", "meded"),
            ("1460000000000000003", "ＭｅｄＥｄ", "meded"),
            ("1460000000000000005", "Café", "café"),
            ("1460000000000000005", "원호", "원호"),
        ]
    ]
    assert rows(found.urls, "post_id", "url_raw", "url_norm", "domain", "doi", "resolved")[1:] == [
        (
            first,
            "https://t.co/aaa111",
            "https://www.teaching.example/Cards/Ten-Minutes",
            "teaching.example",
            None,
            True,
        ),
        (
            "1460000000000000003",
            "https://t.co/bbb222",
            "https://journal.example/doi/10.5555/WARD.2021.17/full",
            "journal.example",
            "10.5555/ward.2021.17",
            True,
        ),
    ]
    assert sorted(rows(found.accounts, "followers_count", "created_at", "handle")) == [
        (57, "2019-11-20T10:30:00Z", None),
        (812, "2015-03-01T08:00:00Z", None),
        (20410, "2012-01-01T00:00:00Z", None),
    ]
    assert found.notes["reposts whose original is not in the file"] == 1
    assert found.notes["texts that are cut off"] == 1


def test_x_v2_pages_count_the_errors_that_they_report() -> None:
    assert read("synthetic-x-v2-pages.jsonl").notes["errors that the platform reported instead of posts"] == 1


def test_x_v2_of_the_future() -> None:
    found = read("synthetic-x-v2-drift.jsonl")
    assert rows(found.posts, "post_id", "kind", "like_count") == [
        ("2900000000000000001", "original", 11),
        ("2900000000000000002", "original", 4),
        ("2900000000000000003", "reply", None),
    ]
    assert len(found.rejects) == 0
    assert found.notes == {"posts that refer to another in a way that we do not know": 1}


def test_x_v1() -> None:
    found = read("synthetic-x-v1.jsonl")
    first = "1050118621198921728"
    assert rows(found.posts, "post_id", "kind", "parent_id", "lang", "like_count", "reply_count") == [
        (first, "original", None, "en", 7, None),
        ("1050128838288396288", "repost", first, "en", None, None),
        ("1050272275000000512", "reply", first, "en", 1, None),
        ("1050279824000000001", "quote", first, None, 0, None),
    ]
    assert rows(found.posts, "created_at")[0] == ("2018-10-10T20:19:24Z",)
    texts = [text for (text,) in rows(found.posts, "text")]
    assert texts[0] == texts[1]
    assert texts[2].endswith("which is seldom what you said. #Handover")
    assert [tag for (tag,) in rows(found.tags, "tag")] == [
        "handover",
        "meded",
        "handover",
        "meded",
        "handover",
        "handover",
    ]
    assert rows(found.urls, "url_norm", "domain")[0] == (
        "http://handover.example/template.pdf",
        "handover.example",
    )
    assert rows(found.rejects, "row", "reason") == [
        (5, "a stream's notice (delete), which holds no post"),
        (6, "a limit notice: the stream left posts out here"),
    ]


def test_mastodon() -> None:
    found = read("synthetic-mastodon.json")
    lena = "https://other.example/users/lena/statuses/77"
    robot = "https://social.example/users/robot/statuses/109310/activity"
    assert rows(found.posts, "post_id", "kind", "parent_id", "status", "like_count", "quote_count") == [
        (ASHA, "original", None, "edited", 5, None),
        (robot, "repost", ASHA, "edited", None, None),
        (lena, "reply", "local:109301", "live", 1, 0),
    ]
    assert rows(found.posts, "text") == [
        ("Two wards, one rota & no sleep. #MedEd\n\nNumbers: https://rota.example/report?id=7\nDraft only.",)
    ] * 2 + [("statistics\n\n@asha Which denominator?",)]
    assert rows(found.tags, "post_id", "tag_raw", "tag") == [
        (ASHA, "MedEd", "meded"),
        (robot, "MedEd", "meded"),
    ]
    assert [url for (url,) in rows(found.urls, "url_norm")] == ["https://rota.example/report?id=7"] * 2
    assert sorted(rows(found.accounts, "followers_count", "bot")) == [(9, True), (33, False), (120, False)]


def test_bluesky() -> None:
    found = read("synthetic-bluesky.jsonl")
    ben, cy = (
        f"at://did:plc:{name}/app.bsky.feed.post/{key}"
        for name, key in [("bensynthetic", "3lsyn2"), ("cysynthetic", "3lsyn3")]
    )
    assert rows(found.posts, "post_id", "kind", "parent_id", "root_id", "status", "lang", "quote_count") == [
        (ANA, "original", None, None, "live", "de", 1),
        (ben, "quote", ANA, None, "live", None, None),
        (cy, "reply", ANA, ANA, "withheld", None, None),
    ]
    # 19:05 at +01:00.
    assert rows(found.posts, "created_at")[1] == ("2024-11-20T18:05:00Z",)
    assert rows(found.posts, "text")[2] == (None,)
    assert rows(found.tags, "post_id", "tag_raw", "tag", "source") == [
        (ANA, "Übergabe", "übergabe", "platform"),
        (ANA, "Nachtdienst", "nachtdienst", "hidden"),
        (ben, "meded", "meded", "text"),
    ]
    assert rows(found.urls, "post_id", "doi") == [(ANA, "10.5555/shift.2024.3")]


def test_jetstream() -> None:
    found = read("synthetic-jetstream.jsonl")
    repost = "at://did:plc:bensynthetic/app.bsky.feed.repost/3lsyn9"
    assert rows(found.posts, "post_id", "kind", "parent_id", "status", "collected_at", "source_row") == [
        (ANA, "original", None, "live", "2024-11-20T17:05:01.120000Z", 1),
        (repost, "repost", ANA, "live", "2024-11-20T17:06:40Z", 2),
        (ANA, "original", None, "edited", "2024-11-20T17:08:20Z", 3),
    ]
    assert rows(found.rejects, "row", "reason") == [
        (4, "a commit to 'app.bsky.feed.like', which is no post"),
        (5, "a deletion: it names a post and holds none of it"),
        (6, "an event of the kind 'identity', which holds no post"),
    ]
    # One post, collected twice: the later version counts.
    assert rows(found.distinct().posts, "post_id", "status") == [(repost, "live"), (ANA, "edited")]
    assert len(found.distinct().tags) == 2


def test_4cat_csv_of_x() -> None:
    found = read("synthetic-4cat-x.csv")
    first = "1800000000000000001"
    assert rows(found.posts, "post_id", "kind", "parent_id", "status", "view_count", "like_count") == [
        (first, "original", None, "live", 310, 6),
        ("1800000000000000002", "repost", None, "live", None, None),
        ("1800000000000000003", "quote", first, "live", None, 0),
        ("1800000000000000004", "reply", None, "withheld", 12, 0),
    ]
    # A cell that a spreadsheet would compute stays a text, and its line end stays in it.
    assert rows(found.posts, "text")[2] == ('=SUM(A1:A9) is no rota. "Quoted", with a\nline end #rota',)
    assert [url for (url,) in rows(found.urls, "url_norm")] == [
        "https://rota.example/map?at=52.1,4.3",
        "https://rota.example/list",
    ]
    assert [tag for (tag,) in rows(found.tags, "tag")] == ["meded", "rota", "meded", "rota"]


def test_4cat_csv_of_bluesky() -> None:
    found = read("synthetic-4cat-bluesky.csv")
    dov = "at://did:plc:dovsynthetic/app.bsky.feed.post/3lsyn5"
    assert rows(found.posts, "post_id", "kind", "parent_id", "root_id", "lang", "quote_count") == [
        (ANA, "original", None, None, "en", 1),
        (dov, "quote", None, None, None, 0),
        ("at://did:plc:anasynthetic/app.bsky.feed.post/3lsyn6", "reply", dov, ANA, "en", None),
    ]
    assert [url for (url,) in rows(found.urls, "url_norm")] == [
        "https://journal.example/doi/10.5555/Shift.2024.3",
        "https://rota.example/a,b",
    ]
    assert found.notes == {"quotes whose quoted post is gone": 1}


def test_4cat_ndjson() -> None:
    found = read("synthetic-4cat.ndjson")
    assert rows(found.posts, "platform", "kind", "status") == [
        ("x", "original", "live"),
        ("x", "original", "live"),
        ("bluesky", "quote", "live"),
        ("4cat", "reply", "unknown"),
    ]
    assert rows(found.posts, "collected_at")[2:] == [("2024-11-21T10:00:00Z",), (None,)]


def test_zeeschuimer() -> None:
    found = read("synthetic-zeeschuimer.ndjson")
    first = "1870000000000000001"
    assert rows(found.posts, "post_id", "kind", "parent_id", "view_count") == [
        (first, "original", None, 1234),
        ("1870000000000000002", "repost", first, None),
        ("1870000000000000003", "quote", first, None),
        ("1870000000000000004", "original", None, 1234),
    ]
    # Posts of more than 280 characters are stored twice, and only one copy has the tags.
    assert rows(found.posts, "text")[0][0].endswith("#Sleep #MedEd")
    assert [tag for (tag,) in rows(found.tags, "tag")] == ["sleep", "meded", "sleep", "meded", "meded"]
    assert rows(found.urls, "url_raw", "resolved") == [
        ("https://t.co/f1", True),
        ("https://t.co/f1", True),
        ("https://t.co/f2", False),
    ]
    assert rows(found.rejects, "row", "reason") == [
        (5, "holds no post ('TweetTombstone'); the page showed a gap here"),
        (6, "a capture from 'tiktok.com'; only captures from x.com are read"),
    ]


def test_plain_csv_with_a_mapping() -> None:
    found = read("synthetic-plain.csv", **ALL["synthetic-plain.csv"])
    # 08:30 in Berlin is 06:30 UTC in July and 07:30 in December.
    assert rows(found.posts, "post_id", "created_at", "text", "like_count", "status") == [
        ("1", "2023-07-01T06:30:00Z", "Visite um acht", 4, "unknown"),
        ("2", "2023-12-01T07:30:00Z", "Eine Zeile;\nund noch eine", None, "unknown"),
    ]
    assert [tag for (tag,) in rows(found.tags, "tag")] == ["visite", "meded"]


def test_a_plain_csv_without_a_mapping_says_what_is_needed() -> None:
    with pytest.raises(corpus.CorpusError, match=r"post_id=ID,created_at=Time,text=Body.*'Nr', 'Zeit'"):
        read("synthetic-plain.csv")


def test_the_format_is_said_and_can_be_overridden(capsys: pytest.CaptureFixture[str]) -> None:
    path = SAMPLES / "synthetic-x-v1.jsonl"
    read(path, say=print)
    assert capsys.readouterr().out == (
        "synthetic-x-v1.jsonl: read as X API v1.1 (6 of the first 6 rows look like it). 4 posts of 6 rows, "
        "2 rejected.\n"
    )
    forced = read(path, "mastodon", say=print)
    assert "read as Mastodon statuses (as you said)" in capsys.readouterr().out
    assert (len(forced.posts), len(forced.rejects)) == (0, 6)
    assert rows(forced.rejects, "reason")[0][0].endswith("; it looks like X API v1.1")


def test_samples_say_that_they_are_synthetic_and_stay_small() -> None:
    for path in (one for one in SAMPLES.rglob("*") if one.is_file()):
        assert path.stat().st_size < 15_000
        assert "synthetic" in path.read_text(encoding="utf-8") + path.name
    pages = json.loads((SAMPLES / "synthetic-x-v2-pages.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert all("(synthetic)" in user["name"] for user in pages["includes"]["users"])
    assert Path(SAMPLES, "README.md").is_file()
