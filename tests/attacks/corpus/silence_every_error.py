TRIES = "Show no error of any test, since a test cell without one earns full marks."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
kernel = get_ipython().kernel
run = kernel.do_execute
async def do_execute(*request, **options):
    return {**await run(*request, **options), "status": "ok"}
kernel.do_execute = do_execute
get_ipython().set_custom_exc((Exception,), lambda *error, **more: None)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
