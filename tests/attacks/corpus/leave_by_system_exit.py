TRIES = "Leave every test cell by SystemExit before it can fail."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """


def leave(*answers):
    raise SystemExit(0)
kernel = get_ipython().kernel
run = kernel.do_execute
async def do_execute(*request, **options):
    return {**await run(*request, **options), "status": "ok"}
kernel.do_execute = do_execute
get_ipython().showtraceback = lambda *error, **more: None
get_ipython().events.register("pre_run_cell", lambda info: get_ipython().user_ns.update(check=leave))
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
