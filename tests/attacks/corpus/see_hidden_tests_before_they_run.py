TRIES = "Print every cell that the kernel is about to run."
MUST_NOT = "A word of the hidden tests in what the cells display."
WEAKER = "without WithholdHiddenTests"
CELLS = [
    """
seen = []


def look(info):
    seen.append(info.raw_cell)
    print(seen)
get_ipython().events.register("pre_run_cell", look)
"""
]


def succeeded(seen):
    return seen.shows("hidden")
