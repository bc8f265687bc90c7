"""Listening to a kernel: what is left behind when a cell is given up."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from nbgrader.preprocessors import Execute

from course.grading.isolation.output import BoundedExecute


def watch(one) -> None:
    one.kc = None  # the client of a kernel that is gone
    # In a thread: a browser's tests leave a running loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(one._async_poll_kernel_alive())).result()


def test_nbgraders_own_watch_of_a_kernel_that_is_gone_fails() -> None:
    with pytest.raises(AssertionError):
        watch(Execute())


def test_ours_ends_quietly() -> None:
    watch(BoundedExecute())
