"""Listening to a kernel: what is left behind when a cell is given up."""

import asyncio

import pytest
from nbgrader.preprocessors import Execute

from course.grading.isolation.output import BoundedExecute


def watch(one) -> None:
    one.kc = None  # the client of a kernel that is gone
    asyncio.run(one._async_poll_kernel_alive())


def test_nbgraders_own_watch_of_a_kernel_that_is_gone_fails() -> None:
    with pytest.raises(AssertionError):
        watch(Execute())


def test_ours_ends_quietly() -> None:
    watch(BoundedExecute())
