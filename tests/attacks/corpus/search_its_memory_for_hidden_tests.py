TRIES = "Search all text in the memory of the kernel for hidden tests after each cell."
MUST_NOT = "A word of the hidden tests in what the cells display."
WEAKER = "without WithholdHiddenTests"
CELLS = [
    """
import gc
sign = "BEGIN HIDDEN" + " TESTS"


def search(result):
    for one in gc.get_objects():
        if type(one) is dict:
            for text in list(one.values()):
                if type(text) is str and sign in text and "sign =" not in text:
                    print(text[:3000])
get_ipython().events.register("post_run_cell", search)
"""
]


def succeeded(seen):
    return seen.shows("hidden")
