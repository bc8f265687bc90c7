TRIES = "Open a file in the home of the account that grades."
MUST_NOT = "A word of that file in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
import os
for home in (known.home, os.path.expanduser("~")):
    for name in ("passwords", ".netrc", ".ssh/id_rsa"):
        try:
            print(open(os.path.join(home, name)).read())
        except OSError as error:
            print(error)
"""
]


def succeeded(seen):
    return seen.shows("home")
