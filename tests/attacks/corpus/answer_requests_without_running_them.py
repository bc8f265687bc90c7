TRIES = "Reply to every request that the cell ran well, and run none."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
kernel = get_ipython().kernel
async def do_execute(code, silent, *more, **options):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
kernel.do_execute = do_execute
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
