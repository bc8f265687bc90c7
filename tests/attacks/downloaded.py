"""A course whose submissions come as files from a learning platform, and what goes through zip_collect."""

import io
import logging
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_in_a_box import Box, ok
from nbgrader.apps.zipcollectapp import ZipCollectApp

EMPTY = b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'
GOOD = {"m1.ipynb": EMPTY, "answers.json": b"{}"}


def packed(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change is not None:
                change(info)
            archive.writestr(info, data)
    return made.getvalue()


NAMES = r".*/extracted/(?P<student_id>[^/]+)/(?P<file_id>.+)"  # ID.zip
NBGRADERS_WAY = "--collector=nbgrader.plugins.FileNameCollectorPlugin"  # ids from whole paths, its own loop


def course_of_downloads(root: Path, *enrolled: str) -> Path:
    """A course folder with m1, and these trainees."""
    box = Box(root)
    box.add("m1")
    ok(box.api.generate_assignment("m1"))
    box.enrol(*enrolled)
    with (box.course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.FileNameCollectorPlugin.named_regexp = {NAMES!r}\n")
    return box.course


def empty(course: Path) -> Path:
    """The course as it was before anything was downloaded."""
    for name in ("downloaded", "submitted"):
        shutil.rmtree(course / name, ignore_errors=True)
    (course / "downloaded" / "m1" / "archive").mkdir(parents=True)
    return course


def collect(course: Path, caplog: Any, monkeypatch: Any, *words: str, force: bool = True) -> str:
    """`nbgrader zip_collect m1 --force` with this repository's settings; returns its log."""
    monkeypatch.chdir(course)
    ZipCollectApp.clear_instance()
    app = ZipCollectApp(log_level=logging.INFO)
    with caplog.at_level(logging.INFO):
        app.initialize(["m1", *(["--force"] if force else []), *words])
        app.log.propagate = True
        try:
            app.start()
        finally:
            ZipCollectApp.clear_instance()
    return str(caplog.text)


def put(course: Path, name: str, data: bytes) -> Path:
    """Put a file where faculty save their downloads."""
    path = course / "downloaded" / "m1" / "archive" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def taken(course: Path) -> set[str]:
    """Who has work in submitted/."""
    return {path.parent.name for path in (course / "submitted").glob("*/m1")}
