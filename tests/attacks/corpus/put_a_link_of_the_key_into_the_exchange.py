import os
import shutil

TRIES = "Put a link of the key into the exchange, in the place of a notebook."
MUST_NOT = "A word of the key in what is graded, or a submission that is not graded."
CANNOT_SHOW = (
    "Collecting comes before what a weaker configuration changes; `test_links_in_the_exchange.py` and"
    "`test_special_files.py` show what nbgrader's own way would let in."
)


def change(folder):
    box = folder.parents[2]
    inbound = next((box / "exchange").glob("*/inbound"))
    planted = inbound / f"{folder.parent.name}+m1+2099-01-01 00:00:00 UTC+x"
    shutil.copytree(folder, planted)
    (planted / "timestamp.txt").write_text("2099-01-01 00:00:00 UTC")
    (planted / "m1.ipynb").unlink()
    os.symlink(box / "course" / "faculty" / "m1" / "key.yaml", planted / "m1.ipynb")


def succeeded(seen):
    return seen.shows("key") or seen.ungraded
