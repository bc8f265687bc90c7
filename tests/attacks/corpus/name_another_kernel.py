from course_in_a_box import rewrite

TRIES = "Have the notebook run by a kernel that it names itself."
MUST_NOT = "A submission that another kernel runs, or none."
WEAKER = "COURSE_ISOLATION=none, without OverwriteKernelspec"
CELLS = [
    """
print('RAN')
"""
]


def _name(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "mine", "display_name": "Mine", "language": "bash"}
    notebook["metadata"]["language_info"] = {"name": "bash"}


def change(folder):
    rewrite(folder / "m1.ipynb", _name)
    (folder / "kernels" / "mine").mkdir(parents=True)
    spec = folder / "kernels" / "mine" / "kernel.json"
    spec.write_text('{"argv": ["/bin/false"], "display_name": "Mine"}')


def succeeded(seen):
    return seen.ungraded or ("" if "RAN" in seen.said else "not run by ours")
