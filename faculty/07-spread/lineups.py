"""Worlds of module 07 that can be solved, and the line-ups drawn from them. Run by faculty, never released.

    python faculty/07-spread/lineups.py [again]

renders candidates from the seed beside this file, keeps the first three that a trainee can judge fairly
(`faults` says what is wrong with the others), and writes `lineups.json` beside them: unlabelled, drawn with
the same seed. With `again` the worlds stay as they are, and only the line-ups are drawn. The truth stays in
worlds/<world>/events.json here. One seed always gives the same worlds and line-ups.
"""

import itertools
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

import pandas as pd

from course import measures
from course.corpus.making.worlds import SEED_FILE, render
from course.corpus.storage.store import load

MODULE, WORLDS, CANDIDATES = "07-spread", 3, 60
HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "course" / "corpus" / "worlds"
EACH, LINE_UPS = 10, 12
# How many sets of thirty accounts a world has. A plant of 25 gives two that share nobody.
THIRTIES = 2
POOL = THIRTIES * EACH
ROBOTS, PEOPLE = 5, 4


def main():
    if sys.argv[1:] != ["again"]:
        render_fair_worlds()
    (DATA / MODULE / "lineups.json").write_text(json.dumps(drawn()) + "\n", encoding="utf-8")


def drawn():
    """The line-ups of the worlds that are there, by world and kind."""
    seed = (HERE / SEED_FILE).read_text(encoding="utf-8").strip()
    drawn_by_world = {}
    for truth in sorted((HERE / "worlds").iterdir()):
        case = Case(DATA / MODULE / truth.name, truth)
        drawn_by_world[truth.name] = case.draw(random.Random(f"{seed}:{truth.name}"))
    return drawn_by_world


def render_fair_worlds():
    """Puts the first candidates that are fair where trainees and faculty find them."""
    with tempfile.TemporaryDirectory(prefix="worlds") as folder:
        seed_file = HERE / SEED_FILE
        trial = Path(folder) / MODULE
        trial.mkdir()
        if seed_file.is_file():
            shutil.copy(seed_file, trial)
        worlds = render(MODULE, Path(folder) / "data", Path(folder), count=CANDIDATES)
        shutil.copy(trial / SEED_FILE, seed_file)
        fair = list(itertools.islice(filter(None, map(judged, worlds)), WORLDS))
        if len(fair) < WORLDS:
            raise SystemExit(
                f"{len(fair)} of {CANDIDATES} worlds are fair. Remove {seed_file.name} and repeat."
            )
        for world in fair:
            for found, place in ((world.folder, DATA / MODULE), (world.truth, HERE / "worlds")):
                shutil.rmtree(place / world.name, ignore_errors=True)
                shutil.copytree(found, place / world.name)


def judged(world):
    """The world, or None after saying what is wrong with it."""
    faults = list(Case(world.folder, world.truth).faults())
    print(world.name, "; ".join(faults) or "fair", flush=True)
    return None if faults else world


def in_orders_of_their_own(sets, chance):
    """Line-ups: each set equally often, which one where by chance, its accounts in an order of its own."""
    turns = sets * (LINE_UPS // len(sets))
    chance.shuffle(turns)
    return [chance.sample(accounts, len(accounts)) for accounts in turns]


class Case:
    """One world with its truth, and what an analyst sees of it who uses what the notebook teaches."""

    def __init__(self, folder, truth):
        stored = load(folder)
        found = stored.tidy()
        text = (truth / "events.json").read_text(encoding="utf-8")
        self.events = {event["kind"]: event for event in json.loads(text)["events"]}
        posts = found.posts[(found.posts["kind"] == "original") & found.posts["version_of"].isna()]
        self.originals = posts.drop_duplicates("post_id")
        self.urls = found.urls.drop_duplicates(["post_id", "url_norm"])
        self.tags = found.tags.drop_duplicates(["post_id", "tag"])
        self.notices = stored.notices()
        self.members = set(self.events["campaign"]["members"])
        self.twins = set(self.events["campaign-twin"]["members"])
        self.robots = set(self.events["bots"]["members"])
        self.journals = set(self.events["bots-twin"]["members"])
        shared = self.originals.merge(self.urls, on="post_id")
        self.edges = measures.co_shares(
            shared["author_id"], shared["url_norm"], shared["created_at"], window=3600
        )
        posts = self.originals["author_id"], self.originals["created_at"]
        self.counts = self.originals["author_id"].value_counts()
        runs = measures.steady_runs(*posts, posts=5)
        self.runs = runs.sort_values("posts").drop_duplicates("account", keep="last").set_index("account")

    # ---- what makes a world unfit

    def faults(self):
        """Why a trainee could not judge this world fairly, as a list of sentences."""
        return [
            *self._groups(),
            *self._accused(),
            *self._clockwork(),
            *self._tags(),
            *self._weeks(),
            *self._papers(),
        ]

    def _groups(self):
        if self.members & self.twins or self.robots & self.journals:
            yield "an account is in a plant and its twin"
        if len(set(self.events["campaign"]["links"])) < 12:
            yield "the campaign shares one link twice"

    def _accused(self):
        at = {least: self.caught(least) for least in (2, 3, 4, 5)}
        if len(at[4] & self.members) < 25:
            yield "four links do not find the whole campaign"
        if len(at[3] & self.twins) < 24 or len(self._cleared()) < POOL:
            yield "four links do not clear the event"
        if len(at[2]) < 130:
            yield "two links accuse too few"
        if self.suspects() != self.members:
            yield f"company of five finds {len(self.suspects())}"
        if len(self._ordinary()) < POOL:
            yield "too few ordinary accounts"

    def _clockwork(self):
        if self.machines() != self.robots:
            yield f"{len(self.machines())} machines, {len(self.machines() - self.robots)} of them people"
        if set(self.runs.index[self.runs["quiet_hours"] > 20]) != self.journals:
            yield "a journal does not look like one"
        if len(self._people()) < 2 * PEOPLE:
            yield "too few people who post as much"

    def _tags(self):
        odd, fair = (self.monthly(self.events[kind]["tag"].casefold()) for kind in ("hijack", "hijack-twin"))
        for name, (_, share, _) in (("hijack", odd), ("new tag", fair)):
            if share < 0.04:
                yield f"{name} has {share:.1%} at most"
        if odd[2] < 0.75 or fair[2] > 0.6:
            yield f"who posts it: {odd[2]:.2f} and {fair[2]:.2f}"
        if odd[0] < "2014" or fair[0] < "2014":
            yield "a tag rises before 2014"

    def _weeks(self):
        counts = measures.period_counts(self.originals["created_at"], "week")
        found = measures.surges(counts.to_numpy(), threshold=2.5, least=5)
        start = pd.Timestamp(self.events["surge"]["start"]).tz_localize(None)
        ranked = sorted(found, key=lambda one: -one.ratio)
        if not ranked or abs((counts.index[ranked[0].first] - start).days) > 7 or ranked[0].ratio < 1.3:
            yield "the weeks do not show the surge"
        elif len(ranked) > 1 and ranked[0].ratio - ranked[1].ratio < 0.1:
            yield "two surges of one size"

    def _papers(self):
        after = self.after_notice()
        late = after[after["later"] >= 10]
        if late[late["kind"] == "retraction"]["doi"].nunique() != 1:
            yield "not one retracted paper that is shared on"
        if late[late["kind"] != "retraction"]["doi"].nunique() < 1:
            yield "no cleared paper that is shared on"

    # ---- what the notebook counts

    def caught(self, least):
        """Accounts that share at least so many links with one other."""
        edges = self.edges[self.edges["objects"] >= least]
        return set(edges["account_a"]) | set(edges["account_b"])

    def company(self, least=4):
        """With how many others an account shares at least so many links, where chance gives less than one."""
        edges = self.edges[(self.edges["objects"] >= least) & (self.edges["expected"] < 1)]
        return pd.concat([edges["account_a"], edges["account_b"]]).value_counts()

    def suspects(self):
        company = self.company()
        return set(company.index[company >= 5])

    def machines(self):
        """Accounts with a run of even gaps that goes round the clock."""
        runs = self.runs[self.runs["posts"] >= 7]
        return set(runs.index[runs["quiet_hours"] < 12])

    def monthly(self, tag):
        """The month in which a tag has its largest share (of at least 20 posts), the share, who writes it."""
        month = self.originals["created_at"].dt.strftime("%Y-%m")
        with_tag = self.originals["post_id"].isin(self.tags.loc[self.tags["tag"] == tag, "post_id"])
        counts = month[with_tag].value_counts()
        shares = (counts / month.value_counts().reindex(counts.index))[counts >= 20]
        if shares.empty:
            return "", 0.0, 0.5
        peak = shares.idxmax()
        here = self.originals[month == peak]
        tagged = with_tag[month == peak]
        others = set(here.loc[~tagged, "author_id"])
        return peak, float(shares.max()), float((~here.loc[tagged, "author_id"].isin(others)).mean())

    def after_notice(self):
        """Each notice with the number of originals that share the paper on a later day."""
        days = self.originals.set_index("post_id")["created_at"].dt.tz_localize(None).dt.normalize()
        rows = []
        for notice in self.notices.itertuples():
            ids = self.urls.loc[self.urls["doi"] == notice.doi, "post_id"]
            when = days.reindex(ids).dropna()
            later = int((when > pd.Timestamp(notice.day)).sum())
            rows.append((notice.doi, notice.kind, notice.day, len(when), later))
        return pd.DataFrame(rows, columns=["doi", "kind", "day", "posts", "later"])

    # ---- whom the line-ups are drawn from

    def _twice(self):
        """Accounts in two plants: whatever they are called would be right."""
        groups = [self.members, self.twins, self.robots, self.journals]
        every = pd.Series([one for group in groups for one in group])
        return set(every[every.duplicated()])

    def _cleared(self):
        return self.twins - self.caught(4) - self._twice()

    def _ordinary(self):
        planted = self.members | self.twins | self.robots | self.journals
        return sorted(self.caught(2) - planted)

    def _people(self):
        planted = self.members | self.twins | self.robots | self.journals | set(self.runs.index)
        usual = self.counts.index[(self.counts >= 15) & (self.counts <= 40)]
        return sorted(set(usual) - planted)

    def draw(self, chance):
        """Line-ups of thirty and of twelve accounts.

        Two line-ups hold the same accounts or share nobody. Were some shared, their overlap would tell:
        five of ten robots and all of three journals in each of twelve left one solution. There are three
        journals only, so every twelve is the same set.
        """
        thirds = [
            chance.sample(sorted(group), POOL)
            for group in (self.members - self._twice(), self._cleared(), self._ordinary())
        ]
        thirties = [
            [account for third in thirds for account in third[start : start + EACH]]
            for start in range(0, POOL, EACH)
        ]
        shown = {account for third in thirds for account in third}
        robots = chance.sample(sorted(self.robots - self._twice() - shown), ROBOTS)
        people = chance.sample(sorted(set(self._people()) - shown), PEOPLE)
        twelve = robots + sorted(self.journals) + people
        return {
            "accuse": in_orders_of_their_own(thirties, chance),
            "clock": in_orders_of_their_own([twelve], chance),
        }


if __name__ == "__main__":
    main()
