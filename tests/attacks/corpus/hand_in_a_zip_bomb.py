import io
import zipfile

TRIES = "Hand in a small archive of an archive that holds 200 MB."
MUST_NOT = "Anything that is unpacked."
CANNOT_SHOW = (
    "Nothing unpacks what is handed in by nbgrader; `test_zip_files.py` shows that `zip_collect` refuses a"
    "bomb and that nbgrader's own way would take it."
)


def change(folder):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("bomb", "w") as file:
            for _ in range(200):
                file.write(bytes(1_000_000))
    with zipfile.ZipFile(folder / "bomb.zip", "w") as archive:
        archive.writestr("bomb-again.zip", inner.getvalue())


def succeeded(seen):
    found = seen.folder.parents[2].rglob("bomb*")
    return ", ".join(str(one) for one in found if one.suffix != ".zip")
