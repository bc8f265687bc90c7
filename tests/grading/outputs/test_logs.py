"""What a log shows of names that a submission chose."""

import io
import logging
from pathlib import Path

import pytest

from course.grading.outputs.logs import guard_log, one_line

ORDER = "a\x1b[2J\r\u202e\u2028b"


@pytest.fixture
def written() -> tuple[logging.Logger, io.StringIO]:
    log, stream = logging.Logger("tried"), io.StringIO()
    log.addHandler(logging.StreamHandler(stream))
    return log, stream


def test_a_log_that_is_not_guarded_gives_orders(written) -> None:
    log, stream = written
    log.warning("Not collected: %s", ORDER)
    assert "\x1b" in stream.getvalue()


@pytest.mark.parametrize("value", [ORDER, Path(ORDER), ValueError(ORDER)])
def test_names_and_errors_are_letters_only(written, value) -> None:
    log, stream = written
    guard_log(log)
    log.warning("Not collected: %s in %s", value, ORDER)
    [line] = stream.getvalue().splitlines()
    assert line.isprintable() and "\\x1b[2J\\r\\u202e" in line


def test_arguments_by_name_are_letters_only(written) -> None:
    log, stream = written
    guard_log(log)
    log.warning("%(name)s of %(count)d", {"name": ORDER, "count": 3})
    assert stream.getvalue().strip().isprintable() and stream.getvalue().endswith("of 3\n")


def test_a_line_end_begins_no_entry(written) -> None:
    log, stream = written
    guard_log(log)
    log.warning("first\n[ALL IS WELL] 100 points")
    assert stream.getvalue() == "first\n    [ALL IS WELL] 100 points\n"


def test_a_traceback_keeps_its_lines_and_gives_no_orders(written) -> None:
    log, stream = written
    guard_log(log)
    try:
        raise ValueError(ORDER)
    except ValueError:
        log.exception("failed")
    lines = stream.getvalue().splitlines()
    assert all(line.isprintable() for line in lines) and any("Traceback" in line for line in lines)


def test_numbers_are_still_numbers_and_a_second_guard_changes_nothing(written) -> None:
    log, stream = written
    guard_log(log)
    guard_log(logging.LoggerAdapter(log, {}))
    log.warning("%d of %.1f: %s", 3, 2.5, one_line("\n"))
    assert stream.getvalue() == "3 of 2.5: \\n\n" and len(log.filters) == 1


def test_the_maker_of_feedback_guards_its_log() -> None:
    from course.grading.report.feedback import FeedbackPage

    log = logging.Logger("feedback")
    FeedbackPage(log=log)
    assert log.filters
