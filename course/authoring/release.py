"""What trainees get, made from a source folder by nbgrader's own generate_assignment in a scratch course."""

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.authoring.errors import AuthoringError
from course.authoring.placing import is_left_over

# Left behind by editors, Jupyter and trainees; never part of a module.
_NEVER = (".ipynb_checkpoints", "__pycache__", ".DS_Store")


def make_release(source: Path, module: str, config_file: Path | None) -> dict[str, bytes]:
    """The released files of a module, by path relative to its folder.

    source: the module's folder with its built notebook. config_file: the course's nbgrader_config.py, whose
    settings decide what is cut. The gradebook is not touched.
    """
    with tempfile.TemporaryDirectory(prefix="course-release-") as scratch:
        root = Path(scratch)
        shutil.copytree(source, root / "source" / module, ignore=shutil.ignore_patterns(*_NEVER))
        log = _generate(root, module, config_file)
        made = root / "release" / module
        if not (made / f"{module}.ipynb").is_file():
            raise AuthoringError(f"{source}: nbgrader could not make the release.\n{log.strip()}")
        return files_of(made)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a module's folder, by its path relative to it; empty if there is no such folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    own = (path for path in found if not is_left_over(path.name))
    wanted = (path for path in own if not set(path.relative_to(folder).parts) & set(_NEVER))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in wanted}


def _generate(root: Path, module: str, config_file: Path | None) -> str:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.utils import capture_log

    config = _load(config_file)
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    # What `generate_assignment --no-db` sets.
    config.SaveCells.enabled = False
    config.GenerateAssignment.no_database = True
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = module
    app = GenerateAssignment(coursedir=coursedir, config=config)
    app.force = True
    with _quiet(app.log):
        outcome = capture_log(app)
    return str(outcome.get("log", "")) + str(outcome.get("error", ""))


def _load(config_file: Path | None) -> Any:
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    if config_file is None or not config_file.is_file():
        return Config()
    return PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()


@contextlib.contextmanager
def _quiet(log: Any) -> Iterator[None]:
    """Keep nbgrader's log for the error message, off the screen."""
    logger = log if isinstance(log, logging.Logger) else log.logger
    handlers, propagate, level = logger.handlers[:], logger.propagate, logger.level
    logger.handlers, logger.propagate = [], False
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
