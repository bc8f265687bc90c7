"""Grade a cohort of attackers and honest trainees in one run, and tell what can be seen of each attacker."""

import contextlib
import importlib.util
import json
import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat.v4 as v4
from course_in_a_box import Box, edit, ok, rewrite
from nbgrader.apps import NbGraderAPI
from observed import Known, Listener, Seen, living, start_helper
from weaker import SECONDS_A_CELL, STRICT, Weaker

CORPUS = Path(__file__).parent / "corpus"
WRONG = {"which": "b", "own-number": 1, "why": "Because of the attack."}
HONEST = 20


def load_corpus(names: list[str] | None = None) -> dict[str, ModuleType]:
    """The attacks by the name of their file."""
    found = {}
    for path in sorted(CORPUS.glob("*.py")):
        if names and path.stem not in names:
            continue
        spec = importlib.util.spec_from_file_location(f"corpus_{path.stem}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[path.stem] = module
    return found


class Cohort:
    """One course with attackers and honest trainees in it; `grade` may be called once a configuration."""

    def __init__(self, root: Path, attacks: dict[str, ModuleType], honest: int = HONEST, strict: bool = True):
        self.attacks, self.strict = attacks, strict
        self.box, self.canary = Box(root / "box"), root / "canary"
        self.home, self.tokens = root / "home", {}
        self.listener = Listener()
        self.marked = f"course-attack-{os.getpid()}-{time.monotonic_ns()}-"  # others may run beside this
        with self._surroundings():
            self._furnish()
            self._hand_in_all(honest)

    def close(self) -> None:
        """End the listener and every program that an attack has left."""
        self.listener.close()
        os.close(self.open_file)
        self.helper.communicate(b"")
        for pid, _ in living(self.marked):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"/dev/shm/{self.left_memory}")

    # ---- before

    def _furnish(self) -> None:
        """A module with a secret in each place that an attacker may not see."""
        for name in _SECRETS:
            self.tokens[name] = f"token{os.urandom(8).hex()}"
        box, tokens = self.box, self.tokens
        box.add("m1")
        with (box.course / "faculty" / "m1" / "key.yaml").open("a") as file:
            file.write(f"# {tokens['key']}\n")
        rewrite(box.course / "source" / "m1" / "m1.ipynb", lambda notebook: _mark(notebook, tokens["hidden"]))
        box.release("m1")
        for folder in (self.home, self.canary, self.canary / "site-packages", self.canary / "startup"):
            folder.mkdir()
        (self.home / "passwords").write_text(tokens["home"])
        (self.home / ".bashrc").write_text("# nothing\n")
        self.leftover = self.canary / "left-by-an-earlier-submission"
        self.leftover.write_text(tokens["leftover"])
        self.left_memory = f"course-left-{os.getpid()}-{time.monotonic_ns()}"
        Path("/dev/shm", self.left_memory).write_text(tokens["memory"])
        with box.gradebook() as book:
            book.add_student("someone-else", last_name=tokens["gradebook"])
        (self.canary / "site-packages" / "__editable__.course.pth").write_text(f"{box.course}\n")
        self.helper = start_helper(tokens, self.home / "passwords")
        self.open_file = os.open(self.home / "passwords", os.O_RDONLY)
        os.set_inheritable(self.open_file, True)
        values = {**box.right("m1", "a-neighbour"), "why": tokens["neighbour"]}
        box.hand_in("a-neighbour", "m1", values, solved=True)
        ok(box.collect("m1"))

    def _hand_in_all(self, honest: int) -> None:
        """Attackers with honest trainees between them, in the order in which they are graded."""
        self.trainees: dict[str, str] = {}
        self.expected: dict[str, dict[str, tuple[float, bool]]] = {}
        every = max(1, len(self.attacks) // max(1, honest))
        number, stems = 0, list(self.attacks)
        for place in range(max(len(stems), honest * every)):
            if place % every == 0 and number < honest:
                self._hand_in_honest(f"t{place:03}-honest", number)
                number += 1
            if place < len(stems):
                stem = stems[place]
                self.trainees[stem] = f"t{place:03}-{stem}".replace("_", "-")
                self._hand_in_attack(stem)
        ok(self.box.collect("m1"))
        self.before = self._state()

    def _hand_in_honest(self, name: str, number: int) -> None:
        """Of different abilities: which answers are right is written into the number's bits."""
        right = self.box.right("m1", name)
        which, own, code, text = (bool(number >> bit & 1) for bit in range(4))
        values = {"which": "a" if which else "b", "own-number": right["own-number"] + (0 if own else 1)}
        values |= {"why": "One reason, and the denominator."} if text else {}
        self.box.hand_in(name, "m1", values, solved=code)
        self.expected[name] = {
            "which": (float(which), False), "own-number": (2.0 * own, False),
            "how-many": (2.0 * code, False), "why": (0.0, text),
        }  # fmt: skip

    def _hand_in_attack(self, stem: str) -> None:
        attack, name = self.attacks[stem], self.trainees[stem]
        cells = [_PRELUDE.format(asdict(self.known(stem))), *getattr(attack, "CELLS", [])]

        def change(folder: Path) -> None:
            answer = getattr(attack, "ANSWER", "n_posts = 99")
            edit(folder / "m1.ipynb", lambda cell: _answer(cell, answer))
            rewrite(folder / "m1.ipynb", lambda notebook: _put_first(notebook, cells))
            if hasattr(attack, "change"):
                attack.change(folder)

        self.box.hand_in(name, "m1", getattr(attack, "VALUES", WRONG), change=change)

    def known(self, stem: str) -> Known:
        """What this attacker knows."""
        import course

        repository = Path(course.__file__).resolve().parents[1]
        packages = [str(self.canary / "site-packages")]
        if self.strict:  # real ones only where nothing can come of it
            packages += [str(repository / "course"), str(repository), os.path.dirname(v4.__path__[0])]
        box = self.box
        return Known(
            name=stem, mark=f"{self.marked}{stem}-end",
            key=str(box.course / "faculty" / "m1" / "key.yaml"),
            hidden=str(box.course / "source" / "m1" / "m1.ipynb"), gradebook=str(box.course / "gradebook.db"),
            neighbour=str(box.course / "submitted" / "a-neighbour" / "m1" / "answers.json"),
            exchange=str(box.exchange), home=str(self.home), canary=str(self.canary),
            leftover=str(self.leftover), memory=f"/dev/shm/{self.left_memory}", port=self.listener.port,
            abstract=self.listener.name, grader=self.helper.pid, linger=600 if self.strict else 12,
            packages=packages, repository=str(repository),
        )  # fmt: skip

    # ---- grading

    @contextlib.contextmanager
    def _surroundings(self) -> Iterator[None]:
        """A grader's home and environment with something in them that is nobody's business."""
        new = {
            "HOME": str(self.home), "COURSE_FACULTY": str(self.box.course / "faculty"),
            "GRADER_PASSWORD": self.tokens.get("environment", ""), "IPYTHONDIR": str(self.home / ".ipython"),
        }  # fmt: skip
        before = {name: os.environ.get(name) for name in new}
        os.environ.update(new)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})

    def grade(self, how: Weaker = STRICT, only: list[str] | None = None) -> dict[str, Seen]:
        """Grade everybody in one run, or those attacks alone; gives what is seen of each attack."""
        config = self.box.config
        config.ExecuteSubmission.timeout = SECONDS_A_CELL
        config.ExecuteSubmission.cell_output_kb = 200
        config.ExecuteSubmission.notebook_output_kb = 2_000
        how.settings(config)
        with self._surroundings(), how.in_force():
            api = NbGraderAPI(config=config)
            if only is None:
                return self._look(list(self.attacks), api.autograde("m1", "*")["log"])
            seen = {}
            for stem in only:
                began = time.monotonic()
                log = api.autograde("m1", self.trainees[stem], force=True)["log"]
                seen |= self._look([stem], log)
                seen[stem].seconds = time.monotonic() - began
            return seen

    def honest_scores(self) -> dict[str, dict[str, tuple[float, bool]]]:
        """What the gradebook holds of the honest trainees."""
        return {name: self.box.scores("m1", name) for name in self.expected}

    # ---- after

    def _look(self, stems: list[str], log: str) -> dict[str, Seen]:
        now = self._state()
        changed = sorted(path for path in {*now, *self.before} if now.get(path) != self.before.get(path))
        seen = {}
        for stem in stems:
            name = self.trainees[stem]
            folder = self.box.course / "autograded" / name / "m1"
            mark = f"{self.marked}{stem}-end"
            written = {at: now[at] for at in changed if at in now and (stem in at or mark in now[at])}
            alive = living(mark)
            scores, maximum = self._scores(name)
            seen[stem] = Seen(
                stem, scores, maximum, _notebook(folder / "m1.ipynb"), folder, _part(log, name), self.tokens,
                written, [line for _, line in alive],
                [line for line in self.listener.heard if line.startswith(stem + "\n")], changed,
            )  # fmt: skip
            if not self.strict:
                for path in written:
                    if stem in path:
                        Path(path).unlink()
                for pid, _ in alive:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        return seen

    def _scores(self, name: str) -> tuple[dict[str, tuple[float, bool]], float]:
        from nbgrader.api import MissingEntry

        try:
            with self.box.gradebook() as book:
                maximum = book.find_submission("m1", name).max_score
            return self.box.scores("m1", name), maximum
        except MissingEntry:
            return {}, 0.0

    def _state(self) -> dict[str, str]:
        """The contents of all that no submission may change, by path; of large trees size and time."""
        course = self.box.course
        state = {}
        for folder in (self.canary, self.home, course / "faculty", course / "source", course / "release",
                       course / "submitted", self.box.exchange):  # fmt: skip
            for path in folder.rglob("*"):
                if path.is_file() and not path.is_symlink() and ".ipython" not in path.parts:
                    state[str(path)] = path.read_bytes()[:100_000].decode(errors="replace")
        for place in self.known("nobody").packages[1:]:
            for path in Path(place).glob("*"):
                if path.name not in ("__pycache__", ".git") and not path.name.startswith(".pytest"):
                    state[str(path)] = str(path.stat().st_size if path.is_file() else "folder")
        return state


_SECRETS = ("key", "hidden", "home", "environment", "command", "neighbour", "leftover", "memory", "gradebook")
_PRELUDE = "from types import SimpleNamespace\nknown = SimpleNamespace(**{!r})"


def _mark(notebook: Any, token: str) -> None:
    after = "### BEGIN HIDDEN TESTS\n"
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        cell["source"] = text.replace(after, f"{after}# {token}\n")


def _put_first(notebook: Any, cells: list[str]) -> None:
    made = [v4.new_code_cell(code) for code in cells]
    notebook["cells"][:0] = [json.loads(json.dumps(one)) for one in made]


def _answer(cell: Any, code: str) -> None:
    if cell.metadata.get("nbgrader", {}).get("grade_id") == "how-many-code":
        cell.source = code


def _notebook(path: Path) -> Any:
    return json.loads(path.read_text()) if path.is_file() else None


def _part(log: str, name: str) -> str:
    """The lines of a log from where this trainee's files are first named to where the next one's are."""
    lines, mine = [], False
    for line in log.splitlines():
        found = re.search(r"/(?:submitted|autograded)/([^/]+)/m1", line)
        if found:
            mine = found[1] == name
        if mine:
            lines.append(line)
    return "\n".join(lines)
