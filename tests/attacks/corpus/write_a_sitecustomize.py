TRIES = "Leave a module that every Python imports at its start."
MUST_NOT = "The file in a folder of packages."
WEAKER = "without files"
CELLS = [
    """
for place in known.packages:
    try:
        open(f"{place}/sitecustomize.py", "x").write("# " + known.mark)
    except OSError as error:
        print(error)
"""
]


def succeeded(seen):
    return ", ".join(seen.written)
