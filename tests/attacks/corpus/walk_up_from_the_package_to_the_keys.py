TRIES = "Look for keys in every folder above the package, as they lie in a checkout."
MUST_NOT = "A key file found above the package."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import pathlib, course
for above in pathlib.Path(course.__file__).resolve().parents:
    for key in above.glob("faculty/*/key.yaml"):
        print("FOUND A KEY of", len(key.read_text()), "letters")
"""
]


def succeeded(seen):
    return "FOUND A KEY" if "FOUND A KEY" in seen.said else ""
