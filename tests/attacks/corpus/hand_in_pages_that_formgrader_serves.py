TRIES = "Run script by files that formgrader serves from the graded folder, by their names too."
MUST_NOT = "Such a file in that folder."
WEAKER = "without Sanitise"


def change(folder):
    names = ("index.html", "<img src=x onerror=alert(1)>.svg", "page.xhtml", "m1.html", "style.css")
    for name in names:
        (folder / name).write_text(
            "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>"
        )


def succeeded(seen):
    files = [one for one in seen.folder.rglob("*") if one.is_file() and one.suffix != ".ipynb"]
    return ", ".join(one.name for one in files if b"alert(1)" in one.read_bytes())
