"""What a stored corpus answers, against the same counts made the plain way from its tidy tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course import corpus
from course.corpus.errors import CorpusError
from course.corpus.making.assemble import build
from course.corpus.storage import layout
from course.corpus.storage.store import Stored


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    """A corpus whose pages overlap much for a while."""
    folder = tmp_path_factory.mktemp("store") / "corpus"
    build(20_000, "store", folder, "dashboard")
    return corpus.load(folder)


@pytest.fixture(scope="module")
def rows(stored: Stored) -> pd.DataFrame:
    """All rows of originals."""
    posts = stored.tidy().posts
    return posts[posts["kind"] == "original"]


@pytest.fixture(scope="module")
def first(rows: pd.DataFrame) -> pd.DataFrame:
    """Each original once, an edited one as its first version."""
    return rows[rows["version_of"].isna()].drop_duplicates("post_id")


def test_it_says_what_it_is(stored: Stored) -> None:
    assert repr(stored) == "Stored(corpus: synthetic, 20,000 original posts)"


def test_years_and_months(stored: Stored, rows: pd.DataFrame, first: pd.DataFrame) -> None:
    for distinct, posts in ((True, first), (False, rows)):
        found = stored.yearly(distinct)
        times = posts["created_at"].dt
        assert found["posts"].tolist() == times.year.value_counts().sort_index().tolist()
        assert found.loc[found["published"], "year"].tolist() == [2021, 2022]
        months = stored.monthly(distinct)
        assert len(months) == 132 and months["posts"].sum() == len(posts)
        may = months[(months["year"] == 2021) & (months["month"] == 5)]
        assert may["posts"].item() == ((times.year == 2021) & (times.month == 5)).sum()
        assert may["published"].item()


def test_tags(stored: Stored, rows: pd.DataFrame, first: pd.DataFrame) -> None:
    tags = stored.tidy().tags.drop_duplicates(["post_id", "tag"])[["post_id", "tag"]]
    for distinct, posts in ((True, first), (False, rows)):
        counts = posts[["post_id"]].merge(tags, on="post_id")["tag"].value_counts()
        found = stored.top_tags(30, distinct)
        assert found["posts"].tolist() == counts.head(30).tolist()
        assert dict(zip(found["tag"], found["posts"], strict=True)).items() <= counts.to_dict().items()
        assert found["tag"].iloc[0] == "meded" and found["share"].iloc[0] == 1
    assert found.sort_values(["posts", "tag"], ascending=[False, True]).index.tolist() == list(range(30))


def test_domains(stored: Stored, first: pd.DataFrame) -> None:
    urls = stored.tidy().urls.drop_duplicates()
    counts = first[["post_id"]].merge(urls, on="post_id")["domain"].value_counts()
    found = stored.top_domains(10)
    assert dict(zip(found["domain"], found["posts"], strict=True)).items() <= counts.to_dict().items()
    assert found["posts"].tolist() == counts.head(10).tolist()
    assert (found["share"] == found["posts"] / 20_000).all()


def test_asking_for_none_and_for_more_than_there_are(stored: Stored) -> None:
    assert stored.top_tags(0).empty and list(stored.top_tags(0)) == ["tag", "posts", "share"]
    everything = stored.top_domains(10_000)
    assert len(everything) < 600 and (everything["posts"] > 0).all()


def test_concentration(stored: Stored, first: pd.DataFrame) -> None:
    counts = first["author_id"].value_counts().to_numpy()
    found = stored.concentration().iloc[0]
    differences = np.abs(counts[:, None] - counts[None, :]).sum()
    assert found["gini"] == pytest.approx(differences / (2 * len(counts) ** 2 * counts.mean()), abs=1e-9)
    assert found["accounts"] == len(counts) and found["posts"] == 20_000
    assert found["top_10_percent"] == pytest.approx(counts[: len(counts) // 10].sum() / counts.sum())
    assert 0 < found["top_1_percent"] < found["top_10_percent"] < 1


def test_different_posts(stored: Stored, rows: pd.DataFrame) -> None:
    found = stored.distinct().iloc[0]
    assert found["rows"] == len(rows) and found["ids"] == rows["post_id"].nunique()
    assert found["posts"] == 20_000
    assert found["repeated"] == rows.duplicated("post_id").sum() > 0
    assert found["edited"] == rows["version_of"].notna().sum() > 0


def test_rows_in_another_order_give_the_same_counts(stored: Stored, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    folder = tmp_path / "shuffled"
    shutil.copytree(stored.folder, folder)
    rng = np.random.default_rng(1)
    for year in stored.manifest["rows"]:
        posts = stored.table("posts", year)
        order = rng.permutation(len(posts))
        place = np.argsort(order).astype(np.int32)
        pq.write_table(posts.take(order), folder / f"posts/{year}.parquet")
        for table in ("tags", "urls"):
            links = stored.table(table, year)
            moved = place[links["post"].to_numpy()]
            links = links.set_column(0, links.schema.field("post"), [moved])
            pq.write_table(links, folder / f"{table}/{year}.parquet")
    shuffled = corpus.load(folder)
    for question in ("yearly", "monthly", "top_tags", "top_domains", "concentration", "distinct"):
        pd.testing.assert_frame_equal(getattr(shuffled, question)(), getattr(stored, question)())


def test_accounts_and_notices(stored: Stored) -> None:
    accounts = stored.accounts()
    assert accounts["handle"].is_unique and accounts["author_id"].is_unique
    earliest = stored.tidy().posts.groupby("author_id")["created_at"].min()
    made = accounts.set_index("author_id")["created_at"]
    assert (made.loc[earliest.index] < earliest).all()
    notices = stored.notices()
    assert list(notices) == ["doi", "url", "kind", "day"] and notices["doi"].notna().all()


def test_no_dashboard_is_said(tmp_path: Path) -> None:
    build(1_500, 1, tmp_path / "c")
    with pytest.raises(CorpusError, match="no dashboard"):
        corpus.load(tmp_path / "c").dashboard()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda folder: shutil.rmtree(folder), "not a stored corpus"),
        (lambda folder: (folder / layout.MANIFEST).unlink(), "interrupted"),
        (lambda folder: (folder / layout.MANIFEST).write_text("{"), "cannot be read"),
        (lambda folder: (folder / layout.MANIFEST).write_text("[]"), "another format"),
        (lambda folder: (folder / layout.MANIFEST).write_bytes(b"\xff\xfe"), "cannot be read"),
        (lambda folder: (folder / "tags/2019.parquet").unlink(), "lacks tags/2019.parquet"),
        (
            lambda folder: (folder / "posts/2019.parquet").write_bytes(b""),
            "posts/2019.parquet cannot be read",
        ),
        (
            lambda folder: (folder / "posts/2019.parquet").write_bytes(
                (folder / "posts/2019.parquet").read_bytes()[:-2000]
            ),
            "posts/2019.parquet cannot be read",
        ),
    ],
)
def test_what_is_damaged_is_said(stored: Stored, tmp_path: Path, damage: object, says: str) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(stored.folder, folder)
    damage(folder)  # type: ignore[operator]
    with pytest.raises(CorpusError, match=says):
        corpus.load(folder).yearly()


def test_a_newer_version_is_said(stored: Stored, tmp_path: Path) -> None:
    shutil.copytree(stored.folder, tmp_path / "newer")
    said = json.loads((tmp_path / "newer" / layout.MANIFEST).read_text())
    (tmp_path / "newer" / layout.MANIFEST).write_text(json.dumps({**said, "version": 99}))
    with pytest.raises(CorpusError, match="another format or version"):
        corpus.load(tmp_path / "newer")


def test_an_unknown_year_is_said(stored: Stored) -> None:
    with pytest.raises(CorpusError, match="There is no year 1999. There are: 2012"):
        stored.tidy(1999)
