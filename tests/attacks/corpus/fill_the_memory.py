TRIES = "Take more memory than is allowed, in one piece."
MUST_NOT = "600 MB that are taken."
WEAKER = "without a bound of memory"
CELLS = [
    """
kept = bytearray(600_000_000)
for at in range(0, len(kept), 4096):
    kept[at] = 1
print("TAKEN")
del kept
"""
]


def succeeded(seen):
    return "TAKEN" if "TAKEN" in seen.said else ""
