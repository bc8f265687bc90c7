"""`course archive check`: a module's archive walked through as trainees with any variant would find it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from course.archive import variant_of
from course.authoring.archive import asked, chaining, nearcopies, pictures, reaching, readers, scoring
from course.authoring.archive.faults import Fault, Faults
from course.authoring.archive.pictures import Alike
from course.authoring.archive.reading import Source, read
from course.authoring.archive.rendering import render
from course.authoring.archive.variants import Rendered
from course.authoring.archive.web import Web
from course.authoring.errors import AuthoringError
from course.questions.bank.models import Bank

TRAINEES = 200
WORDS = (120, 450)  # of a page; outside of it is worth a look


@dataclass
class StoryLine:
    """What the check measured of one story."""

    id: str
    pages: int
    sites: int
    variants: int
    keys: int
    drawn_keys: int
    opens: int
    budget: int
    first_page: float
    first_result: float
    borne_out: float | None
    first_results: dict[str, int]
    chain: chaining.ChainLine | None = None


@dataclass
class Report:
    """All of a check: faults stop a build, notes ask for a look."""

    module: str
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    stories: list[StoryLine] = field(default_factory=list)
    pages: int = 0
    sites: int = 0
    pictures: int = 0
    likeness: tuple[float, float] = (0.0, 0.0)
    cynic: scoring.Cynic | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing must be mended."""
        return not self.faults


def modules_with_archive(faculty: Path) -> list[str]:
    """Modules that have an archive, by name."""
    return sorted(path.parent.parent.name for path in faculty.glob("*/archive/stories"))


def folder_of(faculty: Path, module: str) -> Path:
    """A module's archive. Raises AuthoringError where there is none."""
    folder = faculty / module / "archive"
    if not (folder / "stories").is_dir():
        raise AuthoringError(
            f"{module} has no archive: {folder}/stories is not there. "
            f"With one: {', '.join(modules_with_archive(faculty)) or 'none'}."
        )
    return folder


def seed_of(folder: Path) -> bytes:
    """The secret seed; before the first build made one, a stand-in that is good for checking only."""
    path = folder / "seed.txt"
    return path.read_text(encoding="utf-8").strip().encode() if path.is_file() else b"no seed yet"


def check(faculty: Path, module: str, only: str | None = None, root: Path | None = None) -> Report:
    """Check a module's archive, or one story of it. Raises AuthoringError for a module or story not there.

    With `root`, the course folder, keys are compared with the questions in source/<module>/, if there are.
    """
    folder = folder_of(faculty, module)
    faults = Faults()
    source = read(folder, faults, only)
    if only is not None and only not in source.stories and not faults:
        there = ", ".join(path.stem for path in sorted(folder.glob("stories/*.yaml")))
        raise AuthoringError(f"{module} has no story {only}. Stories: {there or 'none'}.")
    stories = [one for name in source.stories if (one := render(source, name, seed_of(folder), faults))]
    bank = asked.bank_of(root, module, faults) if root else None
    return examine(source, stories, module, faults, bank)


def examine(
    source: Source, stories: list[Rendered], module: str, faults: Faults, bank: Bank | None = None
) -> Report:
    """Check what was rendered."""
    report = Report(module)
    belongs(source, faults)
    alike = pictures.check(source, faults)
    addresses = reaching.Addresses(source, stories)
    for story in stories:
        _missing_sites(story, source, faults)
        reaching.links(source, story, addresses, faults)
        report.stories.append(_story(source, story, stories, alike, faults))
        if bank is not None and story.story.spare:
            asked.check_spare(story, bank, faults)
        elif bank is not None:
            asked.check(story, bank, faults)
            chaining.asked(story, bank, faults)
    report.likeness = nearcopies.check(source, stories, faults)
    report.cynic = scoring.cynic(stories, bank)
    _cynic(source, report, faults)
    _unused_pictures(source, stories, faults)
    _lengths(stories, faults)
    report.pages = len(source.pages)
    report.sites = len({page.file.split("/")[1] for page in source.pages})
    report.pictures = len({name for name in shown_pictures(stories) if name in source.pictures})
    report.faults, report.notes = faults.listed(), sorted(faults.notes)
    return report


def _story(
    source: Source, story: Rendered, stories: list[Rendered], alike: Alike, faults: Faults
) -> StoryLine:
    webs = _webs(story, stories, alike)
    opens = readers.follow(story, webs, faults)
    reaching.unreached(story, webs, source, faults)
    scoring.honest(story, webs, faults)
    keys = scoring.key_sets(story)
    drawn = {keys[trainee_variant(story.id, number, len(keys))] for number in range(TRAINEES)}
    truths = scoring.verdicts(story)
    line = StoryLine(
        id=story.id,
        pages=len(source.pages_of(story.id)),
        sites=len({page.file.split("/")[1] for page in source.pages_of(story.id)}),
        variants=len(story.variants),
        keys=len(set(keys)),
        drawn_keys=len(drawn),
        opens=opens,
        budget=story.story.budget,
        first_page=scoring.lazy(story, "first_page"),
        first_result=scoring.lazy(story, "first_result"),
        borne_out=truths.count("borne-out") / len(truths) if truths else None,
        first_results=scoring.first_results(story, webs),
        chain=chaining.check(
            story, webs, faults, lambda number: trainee_variant(story.id, number, len(keys)), TRAINEES
        ),
    )
    _judge(story, line, truths, faults)
    return line


def _judge(story: Rendered, line: StoryLine, truths: list[str], faults: Faults) -> None:
    file, front = story.text.file, story.text.front
    if min(line.keys, line.drawn_keys) < scoring.LEAST_KEYS:
        faults.add(
            file,
            front.line(("slots",)),
            f"there are {line.keys} different sets of keys, and {line.drawn_keys} among {TRAINEES} trainees.",
            f"At least {scoring.LEAST_KEYS}: let more of the answers hang on slots.",
        )
    for name, score in (("first_page", line.first_page), ("first_result", line.first_result)):
        if score > scoring.MOST_LAZY:
            faults.add(
                file,
                front.line(("answers",)),
                f"who stops at the {name.replace('_', ' ')} scores {score:.0%} on average.",
                f"At most {scoring.MOST_LAZY:.0%}: ask for what only the other pages show.",
            )
    for truth in sorted(set(truths) - set(scoring.VERDICTS)):
        faults.add(
            file,
            front.line(("answers", story.story.verdict or "", "key")),
            f"the verdict's key is {truth}.",
            f"One of {', '.join(scoring.VERDICTS)}.",
        )


def trainee_variant(story: str, number: int, count: int) -> int:
    """The variant of an invented trainee, as the runtime draws it."""
    return variant_of("check", f"trainee-{number:03}", story, count)


def _webs(story: Rendered, stories: list[Rendered], alike: Alike) -> list[Web]:
    """For each variant of the story the whole web: the other stories' variants go round beside it."""
    webs = []
    for at, variant in enumerate(story.variants):
        leaves, sites = dict(variant.pages), dict(variant.sites)
        for other in stories:
            if other.id != story.id:
                beside = other.variants[at % len(other.variants)]
                leaves = {**beside.pages, **leaves}
                sites = {**beside.sites, **sites}
        webs.append(Web(leaves, sites, alike))
    return webs


def belongs(source: Source, faults: Faults) -> None:
    """Every page is of a story that is there, and every site has a page."""
    if source.only is None:
        for page in source.pages:
            if page.get("story") not in source.stories:
                line = page.front.line(("story",))
                there = ", ".join(sorted(source.stories)) or "none that can be read"
                faults.add(
                    page.file, line, f"the story {page.get('story')} is not there.", f"Stories: {there}."
                )
        used = {page.file.split("/")[1] for page in source.pages}
        for domain in sorted(set(source.sites) - used):
            faults.add(
                source.sites[domain].file, 1, "the site has no page.", "Write one, or delete the site."
            )


def _missing_sites(story: Rendered, source: Source, faults: Faults) -> None:
    for domain in sorted(story.missing):
        say = faults.add if source.only is None else faults.note
        say(f"sites/{domain}/site.yaml", 0, "the site is described nowhere.", "Its owner writes it.")


def _cynic(source: Source, report: Report, faults: Faults) -> None:
    found = report.cynic
    if found is not None and found.does_well and source.only is None:
        faults.add(
            "stories",
            0,
            f"always saying “not borne out” earns {found.sure:.3f}, an honest 50 % {found.honest:.3f}.",
            "Let the claim be borne out in more variants.",
        )


def shown_pictures(stories: list[Rendered]) -> set[str]:
    """Ids of the pictures that some page shows in some variant."""
    leaves = (leaf for story in stories for variant in story.variants for leaf in variant.pages.values())
    return {picture for leaf in leaves for picture in leaf.page.pictures}


def _unused_pictures(source: Source, stories: list[Rendered], faults: Faults) -> None:
    shown = shown_pictures(stories)
    for name, (file, _) in source.pictures.items():
        mine = source.only is None or Path(file).stem == source.only
        if mine and name not in shown and stories:
            faults.note(file, 0, f"the picture {name} is shown on no page.", "Show it, or take it out.")


def _lengths(stories: list[Rendered], faults: Faults) -> None:
    counted: dict[str, tuple[int, int]] = {}
    for story in stories:
        for variant in story.variants:
            for leaf in variant.pages.values():
                if not leaf.page.redirect:
                    words = len(leaf.page.text.split())
                    low, high = counted.get(leaf.file, (words, words))
                    counted[leaf.file] = min(low, words), max(high, words)
    for file, (low, high) in sorted(counted.items()):
        if low < WORDS[0] or high > WORDS[1]:
            count = f"{low} to {high}" if low != high else f"{low}"
            faults.note(file, 0, f"the page has {count} words.", f"Pages have {WORDS[0]} to {WORDS[1]}.")
