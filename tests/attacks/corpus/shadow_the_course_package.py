TRIES = "Hand in a folder named course beside the notebook, which would be imported first."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader, only installed packages"


def change(folder):
    (folder / "course").mkdir()
    code = "import builtins\nask = hint = check = lambda *answers: None\n"
    code += "builtins.grade = lambda question: 1.0\n"
    (folder / "course" / "__init__.py").write_text(code)


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
