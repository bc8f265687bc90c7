"""Many machines: a real scheduler, two workers on loopback, and a gradebook that a real PostgreSQL keeps."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest
from course_in_a_box import REPOSITORY, from_nbgrader
from dask_cluster import Cluster, end
from temporary_postgres import postgres

sys.path.insert(0, str(REPOSITORY))
from bench import killed  # noqa: E402
from course.grading.batch import gradebook  # noqa: E402
from course.grading.batch.pool import MARKS  # noqa: E402
from course.grading.cluster import fitness, site

pytestmark = [*from_nbgrader, pytest.mark.cluster, pytest.mark.timeout(300)]
ROWS = (
    "select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade"
    " from grade g join submitted_notebook n on g.notebook_id = n.id"
    " join submitted_assignment s on n.assignment_id = s.id join base_cell c on g.cell_id = c.id"
    " order by 1, 2"
)


@pytest.fixture(scope="module")
def url():
    with postgres() as url:
        yield url


@pytest.fixture(scope="module")
def box(tmp_path_factory, url):
    return killed.cohort(tmp_path_factory.mktemp("machines"), f"\nc.CourseDirectory.db_url = {url!r}\n")


@pytest.fixture(scope="module")
def right(box, url):
    """The gradebook after the process pool of one machine."""
    process = grade(box)
    _, said = process.communicate()
    assert process.returncode == 0, said
    found = rows(url)
    assert len(found) == 4 * killed.PEOPLE and len({row[2] for row in found}) > 2
    return found


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and a worker that a nanny watches, as Dask starts it by itself."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "logs")
    try:
        cluster.worker("first", nanny=True)
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def second(cluster):
    process = cluster.worker("second")
    yield process
    end(process)


def grade(box, *words, start=("-m", "course")):
    return subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            *start,
            "grade",
            "m1",
            "--root",
            str(box.course),
            "--json",
            *words,
        ],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def on(cluster):
    return ("--executor", "dask", "--scheduler", cluster.address)


def told(process):
    out, said = process.communicate()
    assert process.returncode == 0, out + said
    return [one["state"] for one in json.loads(out)["submissions"]]


def rows(url):
    with gradebook._connection(url) as connection:
        return [tuple(row) for row in gradebook._ask(connection, ROWS)]


def marks(box):
    """Of submissions that are begun; what begins with a dot is the log or a note."""
    return {path.name for path in (box.course / MARKS / "m1").glob("[!.]*")}


def until_begun(box, count, since=0.0):
    """Until so many submissions are marked as begun, after a time of the file system."""
    limit = time.monotonic() + 60
    while len([name for name in marks(box) if touched(box, name) > since]) < count:
        assert time.monotonic() < limit
        time.sleep(0.01)


def touched(box, name):
    try:
        return (box.course / MARKS / "m1" / name).stat().st_mtime
    except FileNotFoundError:  # it has just ended
        return 0.0


def test_the_scores_are_those_of_one_machine(box, url, right, cluster, second) -> None:
    running = grade(box, *on(cluster), "--force")
    until_begun(box, 2)  # on two workers of one thread each
    assert told(running) == ["graded"] * killed.PEOPLE
    assert rows(url) == right
    assert "bwrap" not in [one.name() for one in psutil.Process(second.pid).children(recursive=True)]
    assert marks(box) == set() and not list((box.course / MARKS).glob(".*"))


def test_workers_killed_on_the_way_lose_nothing(box, url, right, cluster, second) -> None:
    """One for good; then the other as well, whom its nanny starts anew under another address."""
    running = grade(box, *on(cluster), "--force")
    until_begun(box, 2)
    end(second)
    until_begun(box, 1)
    first = cluster.watched("first")
    os.kill(first, signal.SIGKILL)
    assert told(running) == ["graded"] * killed.PEOPLE
    assert rows(url) == right and marks(box) == set()
    assert cluster.watched("first") != first


def test_whoever_stops_it_loses_nothing(box, url, right, cluster) -> None:
    """Ctrl-C, then SIGKILL, then to the end; from wrong scores, so that each must have been graded."""
    shutil.rmtree(box.course / "autograded")
    with gradebook._connection(url) as connection:
        gradebook._ask(connection, "update grade set auto_score = 0.125, needs_manual_grade = false")
    for how in (signal.SIGINT, signal.SIGKILL):
        running = grade(box, *on(cluster))
        until_begun(box, 1)
        running.send_signal(how)
        _, said = running.communicate()
        assert running.returncode != 0 and "Traceback" not in said
        assert how == signal.SIGKILL or marks(box) == set()  # what ran has ended
        assert 0 < sum(row[2] == 0.125 for row in rows(url))
    states = told(grade(box, *on(cluster)))
    assert set(states) == {"graded", "kept"}
    assert rows(url) == right and marks(box) == set()


def refused(box, *words):
    process = grade(box, *words)
    out, said = process.communicate()
    assert process.returncode != 0 and "Traceback" not in said
    return " ".join((out + said).split())


def test_what_is_missing_is_named(box, right, cluster, tmp_path) -> None:
    hidden = cluster.worker("hidden", before=["bwrap", "--dev-bind", "/", "/", "--tmpfs", str(box.root)])
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "__init__.py").touch()
    bare = cluster.worker("bare", path=tmp_path)
    try:
        said = refused(box, *on(cluster), "--force")
        assert "file system that they share" in said and "course cannot be imported there" in said
    finally:
        end(hidden)
        end(bare)


def test_sqlite_is_refused(tmp_path, cluster) -> None:
    (tmp_path / "submitted" / "ada" / "m1").mkdir(parents=True)
    words = [sys.executable, "-m", "course", "grade", "m1", "--root", str(tmp_path), *on(cluster)]
    done = subprocess.run(
        words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}
    )
    assert done.returncode and "c.CourseDirectory.db_url" in done.stderr + done.stdout


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    for address in ("tcp://127.0.0.1:9", "lab:without:a:scheme"):
        with pytest.raises(fitness.DeskError, match=f"answers at {address}"):
            fitness.connect(address, 0.5)


def test_without_dask_the_extra_is_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(fitness.DeskError, match=r"course-discernment\[scale\]"):
        fitness.connect("tcp://127.0.0.1:9", 1)


def test_differing_versions_and_another_database_are_named() -> None:
    found = {"host": "lab1", "why": "", "versions": site.versions(), "database": "a"}
    expected = {"versions": site.versions(), "database": "a"}
    assert fitness.unfit(found, expected) == ""
    older = {**found, "versions": {**found["versions"], "pandas": "1.0"}}
    assert "pandas 1.0 (here" in fitness.unfit(older, expected)
    assert "another database" in fitness.unfit({**found, "database": "b"}, expected)


def test_a_worker_isolates_as_its_caller_asks(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("COURSE_ISOLATION", "none")  # in the worker's own environment
    made = site._Site({"root": str(tmp_path), "module": "m1", "rehearse": False, "settings": {}})
    try:
        assert "COURSE_ISOLATION" not in made._environment and made._place is not None
    finally:
        made.close()


def test_one_submission_is_graded_by_one_process_at_a_time(url) -> None:
    """A worker whom the scheduler has lost may still be at it when the next one begins."""
    from sqlalchemy.exc import OperationalError

    order = []

    def next_one():
        with gradebook.alone(url, "m1", "t1"):
            order.append("next")

    with gradebook.alone(url, "m1", "t1"):
        with gradebook.alone(url, "m1", "t2"):
            pass
        waiting = threading.Thread(target=next_one)
        waiting.start()
        with pytest.raises(OperationalError), gradebook.alone(url, "m1", "t1", "200ms"):
            order.append("both")
        order.append("first")
    waiting.join()
    assert order == ["first", "next"]


def test_without_workers_or_scheduler_it_stops_and_one_machine_ends_it(box, url, right, cluster) -> None:
    """The last test: it ends the cluster. First all workers go for good; in another run the scheduler."""
    code = "import course.grading.cluster.dask as d; d._GONE_SECONDS = 2; from course.cli import main; main()"
    second = cluster.worker("second")
    nanny = cluster.processes[1]
    end(nanny)
    running = grade(box, *on(cluster), "--force", start=("-c", code))
    until_begun(box, 1)
    end(second)
    out, said = running.communicate()
    assert running.returncode != 0 and "Start workers again" in said and "Traceback" not in said
    third = cluster.worker("third")
    stopped = (cluster.folder / "third").stat().st_mtime
    running = grade(box, *on(cluster), "--force")
    until_begun(box, 1, stopped)
    end(cluster.processes[0])
    out, said = running.communicate()
    assert running.returncode != 0 and "does not answer any more" in said and "Traceback" not in said
    end(third)
    assert set(told(grade(box))) <= {"graded", "kept"}
    assert rows(url) == right and marks(box) == set()
