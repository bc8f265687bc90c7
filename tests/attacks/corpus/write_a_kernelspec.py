TRIES = "Leave a kernelspec that Jupyter would start in place of Python's."
MUST_NOT = "The kernelspec in the home of the grader."
WEAKER = "without files"
CELLS = [
    """
import os
folder = f"{known.home}/.local/share/jupyter/kernels/{known.name}"
os.makedirs(folder)
open(f"{folder}/kernel.json", "w").write(known.mark)
"""
]


def succeeded(seen):
    return ", ".join(seen.written)
