"""Names of people and cohorts; the rule is one, whoever asks."""

import doctest

import course.names
from course.names import is_name, scripts


def test_examples() -> None:
    found = doctest.testmod(course.names)
    assert found.attempted >= 3 and found.failed == 0


def test_a_name_is_one_line_of_bounded_length() -> None:
    assert is_name("J. Okafor") and is_name("") and is_name("x" * 200)
    assert not is_name("x" * 201) and not is_name("two\nlines") and not is_name(None)


def test_japanese_names_mix_three_scripts() -> None:
    assert scripts("山田たろうタロウ") == {"JAPANESE"} and scripts("annа") == {"LATIN", "CYRILLIC"}
