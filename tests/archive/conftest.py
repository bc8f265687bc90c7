"""An archive of two variants, for every test here that asks for one."""

from pathlib import Path

import madeweb
import pytest

from course.archive.store import Archive, open_archive


@pytest.fixture
def web_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private folder with the archive of module m1."""
    madeweb.lay(tmp_path / "web")
    monkeypatch.setenv("COURSE_ARCHIVE", str(tmp_path / "web"))
    return tmp_path / "web"


@pytest.fixture
def archive(web_root: Path) -> Archive:
    """The archive of a trainee who meets the first variant."""
    return open_archive(madeweb.MODULE, "autumn", madeweb.who(0))
