"""The built archive: the same bytes twice, unlabelled, readable by its models; stale ones are named."""

import gzip
import json
from pathlib import Path

import imagehash
import pytest
from lampweb import MODULE, edit, lay
from PIL import Image

from course.archive.model import Page, Picture, Site, Story
from course.authoring.archive.building import Written, build
from course.authoring.archive.faults import FaultyArchive
from course.authoring.errors import AuthoringError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path)


def built(root: Path, write: bool = True) -> list[Written]:
    return build(root, root / "faculty", MODULE, write=write)


def web(root: Path) -> Path:
    return root / "course/archive/web" / MODULE


def story(root: Path) -> Story:
    return Story.model_validate_json(gzip.decompress((web(root) / "lamps.json.gz").read_bytes()))


def variant(root: Path, at: int) -> tuple[dict[str, Page], dict[str, Site]]:
    one = story(root)
    pages = [one.pages.forms[place] for place in one.pages.variants[at]]
    sites = [one.sites.forms[place] for place in one.sites.variants[at]]
    return {page.url: page for page in pages}, {site.domain: site for site in sites}


def keys(folder: Path) -> list[dict]:
    return json.loads((folder / "variants.json").read_text())["lamps"]


def test_what_is_written_and_that_a_second_build_changes_nothing(tmp_path: Path, folder: Path) -> None:
    assert [one.path for one in built(tmp_path)] == [
        f"course/archive/web/{MODULE}/lamps.json.gz",
        f"course/archive/web/{MODULE}/pictures.json",
        f"course/archive/web/{MODULE}/pictures/p901.png",
        f"course/archive/web/{MODULE}/pictures/p902.png",
        f"faculty/{MODULE}/archive/variants.json",
    ]
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert built(tmp_path) == []
    for path in web(tmp_path).rglob("*.gz"):
        path.unlink()
    assert [one.what for one in built(tmp_path)] == ["added"]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == first


def test_what_is_out_of_date_is_named_and_nothing_written(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    edit(folder / "sites/lampwell-institute.example/about.md", "before a shift", "before a long shift")
    (web(tmp_path) / "gone.json.gz").write_bytes(b"x")
    (web(tmp_path) / "pictures/p902.png").unlink()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert [(Path(one.path).name, one.what) for one in built(tmp_path, write=False)] == [
        ("lamps.json.gz", "changed"),
        ("p902.png", "added"),
        ("gone.json.gz", "removed"),
    ]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    built(tmp_path)
    assert built(tmp_path, write=False) == []
    assert not (web(tmp_path) / "gone.json.gz").exists()


def test_gzip_of_another_zlib_is_not_out_of_date(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    path = web(tmp_path) / "lamps.json.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), compresslevel=1))
    assert built(tmp_path, write=False) == []
    path.write_bytes(b"damaged")
    assert [one.what for one in built(tmp_path, write=False)] == ["changed"]


def test_a_seed_is_made_once_and_kept(tmp_path: Path, folder: Path) -> None:
    (folder / "seed.txt").unlink()
    assert built(tmp_path, write=False)[0].path.endswith("seed.txt")
    assert not (folder / "seed.txt").exists()
    built(tmp_path)
    seed = (folder / "seed.txt").read_text()
    assert len(seed.strip()) == 32
    assert built(tmp_path) == []
    assert (folder / "seed.txt").read_text() == seed


def test_another_seed_gives_other_variants_in_another_order(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    first = keys(folder), [page.url for page in story(tmp_path).pages.forms]
    (folder / "seed.txt").write_text("another seed\n")
    built(tmp_path)
    assert keys(folder) != first[0]
    assert [page.url for page in story(tmp_path).pages.forms] != first[1]


def test_each_variant_holds_what_its_keys_say(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    firms = {"seller": "Corvane", "trust": "Ostrow", "printer": "Marlo", "hotel": "Quillon"}
    for at, key in enumerate(keys(folder)):
        pages, sites = variant(tmp_path, at)
        assert len(pages) == 6 and len(sites) == 3
        letter = pages["https://ward-letters.example/2026/falls"]
        assert f"{key['lamps-before']} falls before" in letter.text
        assert f"{key['lamps-before']} falls before" in letter.snapshots[0].text
        held = sites["lampwell-institute.example"].registrations[-1].registrant
        assert held.startswith(firms[key["lamps-owner"]])
        same = "the same" in pages["https://ward-letters.example/2026/falls-correction"].text
        assert key["lamps-verdict"] == ("borne-out" if same else "not-borne-out")


def test_forms_are_shared_and_none_is_left_over(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    for part in (story(tmp_path).pages, story(tmp_path).sites):
        assert len(set(part.forms)) == len(part.forms)
        assert {at for one in part.variants for at in one} == set(range(len(part.forms)))
    urls = [page.url for page in story(tmp_path).pages.forms]
    assert urls.count("https://chatter.example/ward12/lamps") == 1
    assert urls.count("https://lampwell-institute.example/about") == 4  # one an owner, who has a town


def test_a_page_as_it_is_built(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    pages, sites = variant(tmp_path, 0)
    page = pages["https://lampwell-institute.example/falls"]
    assert (page.site, page.boost, page.sponsored) == ("lampwell-institute.example", 2.5, ("night", "lamps"))
    assert page.pictures == ("p902",) and page.published and page.published.isoformat() == "2026-01-20"
    assert '<img data-picture="p902" alt="Two bars, the second much shorter">' in page.html
    assert pages["https://lampwell-institute.example/amber"].redirect == page.url
    assert pages["https://ward-letters.example/2026/falls"].notices[0].kind == "correction"
    assert sites[page.site].nav[0].to == "https://lampwell-institute.example/about"


def test_a_claim_review_becomes_json_ld(tmp_path: Path, folder: Path) -> None:
    review = 'role: solution\nclaim_review: {claim: Lamps halve falls., rating: "False", author: The editors}'
    edit(folder / "sites/ward-letters.example/falls-correction.md", "role: solution", review)
    built(tmp_path)
    pages, _ = variant(tmp_path, 0)
    data = json.loads(pages["https://ward-letters.example/2026/falls-correction"].source or "")
    assert data["@type"] == "ClaimReview" and data["claimReviewed"] == "Lamps halve falls."
    assert data["reviewRating"] == {"@type": "Rating", "alternateName": "False"}
    assert data["datePublished"] == "2026-02-11"


def test_pictures_have_the_hash_of_imagehash(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    records = [Picture(**one) for one in json.loads((web(tmp_path) / "pictures.json").read_text())]
    assert [one.id for one in records] == ["p901", "p902"]
    for one in records:
        assert one.phash == str(imagehash.phash(Image.open(folder / "pictures" / one.file)))


def test_the_trail_and_its_whys_are_beside_the_keys(tmp_path: Path, folder: Path) -> None:
    built(tmp_path)
    trails = json.loads((folder / "variants.json").read_text())["trails"]["lamps"]
    assert trails["variants"] == [0] * 24
    assert trails["forms"][0][0] == {
        "do": "search",
        "of": "night lamps falls",
        "why": "The thread names no study. Its own words may find one.",
    }


def test_nothing_is_written_where_the_source_has_a_fault(tmp_path: Path, folder: Path) -> None:
    (folder / "seed.txt").unlink()
    edit(folder / "sites/ward-letters.example/falls-correction.md", "(/2026/falls)", "(/nowhere)")
    with pytest.raises(FaultyArchive, match="falls-correction.md:20"):
        built(tmp_path)
    assert not (tmp_path / "course").exists() and not (folder / "seed.txt").exists()


def test_a_module_without_an_archive_is_said(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(AuthoringError, match="m2 has no archive.*With one: m1"):
        build(tmp_path, tmp_path / "faculty", "m2")
