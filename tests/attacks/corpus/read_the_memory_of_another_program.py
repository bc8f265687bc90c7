TRIES = "Search the memory of a program of the grader for a password."
MUST_NOT = "A password of the grader in what the cell displays."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
with open(f"/proc/{known.grader}/maps") as maps, open(f"/proc/{known.grader}/mem", "rb", 0) as memory:
    for line in maps:
        if "[stack]" in line:
            start, end = (int(one, 16) for one in line.split()[0].split("-"))
            memory.seek(start)
            stack = memory.read(end - start)
            print(stack[stack.index(b"GRADER_PASSWORD"):][:60])
"""
]


def succeeded(seen):
    return seen.shows("environment")
