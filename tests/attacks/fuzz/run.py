"""Mutated submissions through the course's steps: `python tests/attacks/fuzz/run.py --runs 10000 --seed 1`.

Exit code 1 if anything of an honest trainee changed, something leaked, or a step did not come to its end.
"""

import argparse
import ctypes
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).resolve().parents[2]
_OWN = [str(_TESTS), str(_TESTS / "attacks"), str(_TESTS.parent)]  # this course, not an installed one
sys.path[:0] = _OWN

from fuzz import archives, folders, lightly, oracle  # noqa: E402
from fuzz.world import HONEST, MODULE, ZIPPED, World, give, hand_in, make_world, uid_of  # noqa: E402

BATCH = 100
ZIPS = 0.3  # of a batch come as zip files
_SECONDS = 900  # until a round that has not ended counts as hanging
_EXCHANGE = 2  # renameat2's RENAME_EXCHANGE


@dataclass
class Report:
    """What came of some rounds."""

    mutants: int = 0
    taken: int = 0
    graded: int = 0
    failed: int = 0
    seconds: float = 0.0
    steps: Counter[str] = field(default_factory=Counter)  # their seconds
    mutations: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)


class Fuzz:
    """A course, made once, and rounds in copies of it."""

    def __init__(self, root: Path, every: int = 1, user: int | None = None) -> None:
        self.root, self.user = root, user
        self.world = make_world(root / "world", lightly.settings(every))
        clean, _ = self._round(root / "clean", [], self.world.copy_to(root / "clean"), None)
        self.clean = clean
        lost = [place for place, content in clean.honest.items() if content is None]
        assert not lost, lost

    def batch(self, seed: int, count: int, report: Report, mutant: int | None = None) -> None:
        """One round with so many mutants; `mutant`: only this one of them, as it was among the others."""
        start = time.monotonic()
        place = self.root / f"round-{seed}"
        world, user = self.world.copy_to(place), self.user if seed % 2 else None
        if user is not None:
            give_course(world, user)  # before mutants make second names of its files
        made = [make_mutant(world, seed, number, ZIPS) for number in range(count) if mutant in (None, number)]
        world.enrol([one.trainee for one in made])
        swaps = [(uid_of(one.trainee), *pair) for one in made for pair in one.swaps]
        now, steps = self._round(place, swaps, world, user)
        handed_in = {one.trainee: one.outer for one in made if not {*one.mutations} & folders.ABSENT}
        students = {"someone-else", *HONEST, *ZIPPED, *(one.trainee for one in made)}
        for line in oracle.complaints(world, self.clean, now, steps, students, handed_in):
            report.complaints.append(f"seed {seed}: {line}")
        results = steps.get("grade", {}).get("results", [])
        report.mutants += len(made)
        report.taken += len(list((world.course / "submitted").glob(f"[xz]*/{MODULE}")))
        report.graded += sum(one["state"] == "graded" for one in results if one["trainee"][:1] in "xz")
        report.failed += sum(one["state"] == "failed" for one in results)
        report.reasons.update(f"grade: {one['reason']}" for one in results if one["state"] == "failed")
        report.mutations.update(name for one in made for name in one.mutations)
        report.steps.update({name: round(step.get("seconds", 0)) for name, step in steps.items()})
        report.seconds += time.monotonic() - start
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["rm", "-rf", place], check=False)  # folders deeper than a path may be long

    def _round(
        self, place: Path, swaps: list[tuple[int, str, str]], world: World, user: int | None
    ) -> tuple[oracle.State, dict[str, Any]]:
        outcome = place / "outcome.json"
        environment = {**os.environ, "HOME": str(place / "home"), "PYTHONPATH": os.pathsep.join(_OWN)}
        (place / "home").mkdir()
        if user is not None:
            os.chown(place / "home", user, user)
        with exchanging(swaps):
            command = [sys.executable, "-m", "fuzz.steps", str(place), str(outcome)]
            steps = _run(as_user(command, user), environment, place)
        shutil.rmtree(place / "home", ignore_errors=True)
        outcome.unlink(missing_ok=True)
        for name in ("output", "collected"):
            (place / name).unlink(missing_ok=True)
        return oracle.state_of(world), steps


def _run(command: list[str], environment: dict[str, str], place: Path) -> dict[str, Any]:
    try:
        with (place / "output").open("wb") as output:
            subprocess.run(
                command, env=environment, stdout=output, stderr=output, timeout=_SECONDS, check=False
            )
        steps: dict[str, Any] = json.loads((place / "outcome.json").read_text())
        return steps
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        said = (place / "output").read_bytes()[-2000:].decode(errors="replace")
        failed = {"success": False, "error": f"{type(error).__name__}: {said}", "log": ""}
        return {"collect": failed, "zip_collect": failed}


@dataclass
class Mutant:
    """One mutated submission as it was handed in."""

    trainee: str
    outer: str
    mutations: list[str]
    swaps: list[tuple[str, str]]


def make_mutant(world: World, seed: int, number: int, zips: float) -> Mutant:
    """Put one mutated submission into the exchange or among the downloaded zip files."""
    rng = random.Random(f"{seed}/{number}")
    if rng.random() < zips:
        trainee = f"z{number}"
        members = [archives.Member(name, data) for name, data in world.own_work.items()]
        archive = archives.Archive(rng, trainee, f"{trainee}.zip", members)
        done = archives.mutate(archive)
        path = os.fsencode(world.archive) + b"/" + archive.name.encode("utf-8", "surrogateescape")
        if os.path.lexists(path) or archive.name in (".", ".."):
            archive.name, path = f"{trainee}.zip", os.fsencode(world.archive / f"{trainee}.zip")
        with open(path, "wb") as file:
            file.write(archive.packed())
        return Mutant(trainee, archive.name, done, [])
    trainee = f"x{number}"
    folder = hand_in(world, trainee, world.root / "template", f"m{number:011}")
    neighbour = world.course / "submitted" / HONEST[0] / MODULE
    places = folders.Places(world.course, world.inbound, neighbour, world.outside)
    work = folders.Work(rng, trainee, folder, places)
    done = folders.mutate(work)
    for path in (work.folder, *(Path(other) for _, other in work.swaps)):
        if os.path.lexists(path):
            give(path, uid_of(trainee))
    return Mutant(trainee, work.folder.name, done, work.swaps)


@contextmanager
def exchanging(swaps: list[tuple[int, str, str]]) -> Iterator[None]:
    """Another process that exchanges each pair without end, with the rights of whose pair it is."""
    child = os.fork() if swaps else None
    if child == 0:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        names = [(uid, os.fsencode(a), os.fsencode(b)) for uid, a, b in swaps]
        until, parent, is_root = time.monotonic() + 300, os.getppid(), os.geteuid() == 0
        while time.monotonic() < until and os.getppid() == parent:
            for uid, one, other in names:
                if is_root:
                    os.seteuid(uid)
                if rename(-100, one, -100, other, _EXCHANGE) and rename(-100, one, -100, other, 0):
                    rename(-100, other, -100, one, 0)
                if is_root:
                    os.seteuid(0)
            time.sleep(0.0002)
        os._exit(0)
    try:
        yield
    finally:
        if child:
            os.kill(child, 9)
            os.waitpid(child, 0)


def give_course(world: World, uid: int) -> None:
    """Let course and exchange belong to an ordinary account, with nothing of it open to others."""
    for folder in (world.course, world.outside):
        give(folder, uid)
    for folder in (world.root, world.root / "box", world.exchange, world.exchange / "discernment"):
        os.chown(folder, uid, uid)
    os.chown(world.inbound, uid, uid)
    world.course.chmod(0o700)


def as_user(command: list[str], uid: int | None) -> list[str]:
    """The command as that account runs it, also where Python lies in a folder that only root may open."""
    if uid is None:
        return command
    base, home = sys.base_prefix, Path("/", *Path(sys.base_prefix).parts[1:2])
    script = f"""set -e; at=$(mktemp -d); mount --bind {base} $at; mount -t tmpfs -o mode=755 none {home}
        mkdir -p {base}; mount --bind $at {base}; shift 0
        exec setpriv --reuid {uid} --regid {uid} --clear-groups "$@" """
    if home.stat().st_mode & 0o005 == 0o005:
        script = f'exec setpriv --reuid {uid} --regid {uid} --clear-groups "$@"'
    return ["unshare", "--mount", "sh", "-c", script, "sh", *command]


def main() -> int:
    """Run as asked on the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=1_000, help="mutated submissions")
    reader.add_argument("--seed", type=int, default=1, help="of the first round")
    reader.add_argument("--batch", type=int, default=BATCH, help="mutants a round")
    reader.add_argument(
        "--user", type=int, help="if this is root: the number of an account that grades every second round"
    )
    reader.add_argument("--every", type=int, default=10, help="of so many mutants one has its cells run")
    reader.add_argument("--mutant", type=int, help="of the round --seed only this one")
    reader.add_argument("--keep", type=Path, help="folder for the copies, in place of a temporary one")
    order = reader.parse_args()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    report = Report()
    with tempfile.TemporaryDirectory(dir=order.keep) as folder:
        Path(folder).chmod(0o755)
        fuzz = Fuzz(Path(folder), order.every, order.user)
        for number in range(max(1, order.runs // order.batch)):
            told, reasons = len(report.complaints), report.reasons.copy()
            fuzz.batch(order.seed + number, order.batch, report, order.mutant)
            for line in report.complaints[told:]:
                print("!!", line.encode("utf-8", "backslashreplace").decode(), flush=True)
            for line in report.reasons - reasons:
                print("??", line, flush=True)
            print(
                f"{report.mutants} mutants: {report.taken} taken, {report.graded} graded,"
                f" {report.failed} failed;"
                f" {len(report.complaints)} complaints; {report.seconds:.0f} s",
                flush=True,
            )
    print("seconds of steps:", dict(report.steps))
    for name, count in report.mutations.most_common():
        print(f"{count:6} {name}")
    for reason, count in report.reasons.most_common(20):
        print(f"{count:6} {reason}")
    return 1 if report.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
