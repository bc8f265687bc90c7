TRIES = "Nest the metadata of a notebook so deeply that who copies it runs out of stack."
MUST_NOT = "A submission that is not graded."
WEAKER = "metadata of any depth is read"


def change(folder):
    path = folder / "m1.ipynb"
    path.chmod(0o644)
    deep = '{"a":' * 700 + "1" + "}" * 700
    text = path.read_text()
    at = text.rindex('"metadata": {') + len('"metadata": {')
    path.write_text(text[:at] + '"deep": ' + deep + ", " + text[at:])


def succeeded(seen):
    return seen.ungraded or ("" if seen.maximum == 8 else f"a maximum of {seen.maximum}")
