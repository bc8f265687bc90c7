"""Keys that git sent somewhere: what is seen, what stops a release, and what lets it through."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from course_in_a_box import Box, ok
from typer.testing import CliRunner

from course.cli import app
from course.grading.intake.advice import faculty_notes
from course.grading.intake.published import CannotLook, published_keys

KEYS = ["m1/key.yaml", "m1/reference.py"]
GITHUB = "git@github.com:school/course.git"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, "-C", str(folder), *words], capture_output=True, text=True, check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course in git, whose only commit has everything; no remote yet."""
    root = tmp_path / "course"
    for name, text in (("key.yaml", "which: a\n"), ("reference.py", "x = 1\n")):
        (root / "faculty" / "m1").mkdir(parents=True, exist_ok=True)
        (root / "faculty" / "m1" / name).write_text(text)
    (root / "source" / "m1").mkdir(parents=True)
    (root / "source" / "m1" / "m1.ipynb").write_text("{}")
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


def send(course: Path, url: str = GITHUB, remote: str = "origin") -> None:
    """What git keeps after a push: the remote, and where its branch is."""
    git(course, "remote", "add", remote, url)
    git(course, "update-ref", f"refs/remotes/{remote}/main", "HEAD")


def found(course: Path, private: tuple[str, ...] = ()) -> list[str]:
    entries = published_keys(course / "faculty", course, private)
    return [name for entry in entries for name in entry.files]


def test_a_folder_without_git_or_remote_is_no_ones_else(course, tmp_path) -> None:
    assert found(course) == []
    plain = tmp_path / "plain" / "faculty" / "m1"
    plain.mkdir(parents=True)
    (plain / "key.yaml").write_text("which: a\n")
    assert found(tmp_path / "plain") == []


@pytest.mark.parametrize(
    "url",
    [GITHUB, "https://user:pw@gitlab.com/a/b", "ssh://git@git.school.example:22/a", "git.school.example:a/b"],
)
def test_keys_in_a_remote_are_found(course, url) -> None:
    send(course, url)
    assert found(course) == ["m1/key.yaml", "m1/m1.ipynb", "m1/reference.py"]
    (entry,) = published_keys(course / "faculty", course)
    public = "github" in url or "gitlab" in url
    assert ("unless it was made private" in str(entry)) == public and "pw" not in str(entry)


@pytest.mark.parametrize("url", ["/srv/git/course.git", "file:///srv/course.git", "ssh://localhost/course"])
def test_a_remote_on_this_machine_is_none(course, url) -> None:
    send(course, url)
    assert found(course) == []


def test_a_remote_to_which_nothing_was_sent_holds_nothing(course) -> None:
    git(course, "remote", "add", "origin", GITHUB)
    assert found(course) == []


def test_a_key_that_was_deleted_there_is_still_in_its_history(course) -> None:
    git(course, "rm", "-rq", "--cached", "faculty")
    git(course, "commit", "-qm", "gone")
    send(course)
    assert set(KEYS) <= set(found(course))


def test_a_changed_key_at_the_same_place_counts(course) -> None:
    send(course)
    (course / "faculty" / "m1" / "key.yaml").write_text("which: b\n")
    assert "m1/key.yaml" in found(course)


def test_unchanged_copies_count_wherever_they_are(course, tmp_path) -> None:
    send(course)
    elsewhere = tmp_path / "private"
    (elsewhere / "m1").mkdir(parents=True)
    key = elsewhere / "m1" / "key.yaml"
    key.write_text("which: a\n")
    assert [list(entry.files) for entry in published_keys(elsewhere, course)] == [
        ["m1/key.yaml", "m1/m1.ipynb"]
    ]
    key.write_text("which: c\n")
    (course / "source" / "m1" / "m1.ipynb").write_text('{"of": "other keys"}')
    assert published_keys(elsewhere, course) == []  # the way that the handbook names


def test_keys_kept_in_a_repository_of_their_own(course, tmp_path) -> None:
    own = tmp_path / "keys"
    (own / "m1").mkdir(parents=True)
    (own / "m1" / "key.yaml").write_text("which: z\n")
    git(tmp_path, "init", "-q", str(own))
    git(own, "add", "-A")
    git(own, "commit", "-qm", "keys")
    send(own, "https://git.school.example/keys", "school")
    assert [entry.remote for entry in published_keys(own, course)] == ["school"]
    for told in ("school", "git.school.example", "https://git.school.example/keys"):
        assert published_keys(own, course, [told]) == []
    assert len(published_keys(own, course, ["origin", "example"])) == 1


def test_what_the_repositorys_settings_name_is_not_started(course, tmp_path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    send(course)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.x.clean"):
        git(course, "config", name, str(trap))
    (course / ".gitattributes").write_text("* filter=x\n")
    assert found(course)
    assert not (tmp_path / "sprung").exists()
    git(course, "status")
    assert (tmp_path / "sprung").exists()  # which git itself starts


def test_a_repository_of_another_account_is_looked_at_all_the_same(course) -> None:
    send(course)
    for path in (course, *course.rglob("*")):
        os.lchown(path, 65534, 65534)
    assert set(KEYS) <= set(found(course))


def test_a_course_folder_without_keys_has_none_to_publish(course, tmp_path) -> None:
    send(course)
    (course / "source" / "m1" / "m1.ipynb").write_text('{"of": "now"}')
    assert published_keys(tmp_path / "nowhere", course) == []


def test_without_git_it_says_that_it_cannot_look(course, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CannotLook, match="Install git"):
        found(course)


def check(course: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["release-check", "--root", str(course), *words])
    return done.exit_code, " ".join((done.output or "").split())


def test_the_command_and_its_exit_codes(course, monkeypatch) -> None:
    monkeypatch.delenv("COURSE_FACULTY", raising=False)
    assert check(course)[0] == 0
    send(course)
    code, said = check(course)
    assert code == 1 and "m1/key.yaml" in said and "origin (github.com)" in said
    assert "c.ReleaseAssignment.private_remotes = ['origin']" in said
    assert "c.ReleaseAssignment.public_keys_are_fine = True" in said
    code, said = check(course, "--public-keys-are-fine")
    assert code == 0 and "The answers are out" in said
    assert check(course, "--private", "origin")[0] == 0
    code, said = check(course, "--json")
    assert code == 1 and json.loads(said)["published"][0]["host"] == "github.com"
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ReleaseAssignment.private_remotes = ['origin']\n"
    )
    assert check(course)[0] == 0


def test_doctor_says_it_and_misses_nothing(course, monkeypatch) -> None:
    monkeypatch.delenv("COURSE_FACULTY", raising=False)
    send(course)
    notes = {note.name: note for note in faculty_notes(course)}
    assert all(note.ok and note.remedy == "" for note in notes.values())
    assert notes["Keys"].note and "course release-check" in notes["Keys"].found
    assert notes["Enrolled"].note and "nbgrader db student import" in notes["Enrolled"].found
    assert notes["Owners of submissions"].note
    assert not (course / "gradebook.db").exists()


def test_releasing_is_refused_and_let_through_by_the_line_it_names(tmp_path, monkeypatch) -> None:
    """nbgrader's API, as formgrader's button uses it."""
    monkeypatch.delenv("COURSE_FACULTY", raising=False)
    box = Box(tmp_path / "box")
    box.add("m1")
    ok(box.api.generate_assignment("m1"))
    git(tmp_path, "init", "-q", str(box.course))
    git(box.course, "add", "-A")
    git(box.course, "commit", "-qm", "all")
    send(box.course)
    outcome = box.api.release_assignment("m1")
    assert not outcome["success"] and "Not released: The answers are out. m1/key.yaml" in outcome["log"]
    outbound = box.exchange / "discernment" / "outbound" / "m1"
    assert not outbound.exists()
    with (box.course / "nbgrader_config.py").open("a") as config:
        config.write("c.ReleaseAssignment.private_remotes = ['github.com']\n")
    ok(box.api.release_assignment("m1"))
    assert outbound.is_dir()
