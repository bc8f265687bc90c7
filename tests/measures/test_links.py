"""Stages of links, counted by hand."""

import pandas as pd
import pytest

from course.measures import link_stages


def test_each_stage_is_a_part_of_the_one_before():
    resolved = pd.Series([True, True, True, False, None], dtype="boolean")
    dois = pd.Series(["10.5555/a", "10.5555/b", None, "10.5555/a", None], dtype="string")
    found = link_stages(resolved, dois, {"10.5555/a", "10.5555/z"})
    assert tuple(found) == (5, 3, 2, 2, 1, 1)  # a DOI behind an unresolved link does not count
    assert tuple(link_stages([], [])) == (0,) * 6
    with pytest.raises(ValueError, match="`resolved` has 1, `dois` has 2"):
        link_stages([True], [None, None])
