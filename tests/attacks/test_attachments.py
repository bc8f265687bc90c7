"""Attachments that are no pictures, or pictures that are HTML."""

import base64

import pytest
from attacked import active_parts
from course_in_a_box import rewrite

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()
HTML = base64.b64encode(b"<script>alert(1)</script>").decode()


@pytest.fixture(scope="module")
def seen(attack):
    def change(folder):
        def add(notebook):
            source = "\n".join(
                f"![{name}](attachment:{name})" for name in ("good", "html", "fake", "svg", "bent")
            )
            attachments = {
                "good": {"image/png": PNG}, "html": {"text/html": HTML}, "fake": {"image/png": HTML},
                "svg": {"image/svg+xml": HTML}, "bent": {"image/png\" onerror=\"alert(2)": PNG},
            }  # fmt: skip
            notebook["cells"].append(
                {
                    "cell_type": "markdown",
                    "id": "own",
                    "metadata": {},
                    "source": source,
                    "attachments": attachments,
                }
            )

        rewrite(folder / "m1.ipynb", add)

    return attack("attachments", change, solved=True)


def test_nothing_of_it_runs(seen) -> None:
    assert active_parts(seen.formgrader) == [] and active_parts(seen.feedback) == []


def test_only_the_picture_is_shown(seen) -> None:
    for page in (seen.formgrader, seen.feedback):
        assert page.count(f"data:image/png;base64,{PNG}") == 1
        assert HTML not in page and "svg+xml;base64" not in page
