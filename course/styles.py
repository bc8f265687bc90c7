"""Style sheets that hold wherever our cards and pictures are shown.

A host has rules of its own for `dd`, `table` or `label`: JupyterLab makes each `dd` of an output float at
80 % of the width, formgrader's Bootstrap makes each `label` bold. Two steps keep them out. Every rule of ours
outweighs any rule without an id; and before ours apply, each element inside a root goes back to what
browsers give it.
"""

import re
from pathlib import Path

# The classes by which a sheet names what it styles: card, game, archived web, chart, a pair of charts.
ROOTS = ("qc", "cy", "aw", "course-picture", "course-picture-pair")
_ROOT = re.compile(rf"\.({'|'.join(ROOTS)})(?![\w-])")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Below every rule of ours, above a host's. Pictures keep theirs: their widths, heights and colours are
# attributes, which `revert` would take away as well.
_KEPT = "svg, svg *, img, canvas, video, math, math *"
_RESET = "{root}{root}{root} :where(:not({kept})) {{ all: revert; }}"


def scoped(text: str, *, reset: bool = True) -> str:
    """A style sheet without comments and indentation, whose rules no host outweighs.

    reset: whether the sheet also takes back a host's rules inside the roots that it styles.

    >>> scoped(".qc p { margin: 0; }", reset=False)
    ':is(.qc,#qc) p{margin:0}'
    """
    bare = _slim(_COMMENT.sub("", text))
    lines = [line for line in bare.splitlines() if line]
    head = []
    if reset and (roots := sorted({f".{root}" for root in _ROOT.findall(bare)})):
        root = roots[0] if len(roots) == 1 else f":is({','.join(roots)})"
        head = [_RESET.format(root=root, kept=_KEPT)]
    # `:is` weighs as much as its heaviest part; no element has that id.
    return "\n".join([*head, *(_ROOT.sub(r":is(.\1,#\1)", line) for line in lines)])


def _slim(text: str) -> str:
    """A sheet without idle blanks: it is sent with every card. No selector has a blank behind a colon, and
    one before it means something.
    """
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return re.sub(r";\}", "}", re.sub(r"[ \n]*([{;,])[ \n]*|[ \n]+(\})|: +", _tight, lines))


def _tight(found: re.Match[str]) -> str:
    return found[1] or found[2] or ":"


def read_scoped(*paths: Path) -> str:
    """These files as one scoped sheet, in this order."""
    return scoped("\n".join(path.read_text(encoding="utf-8") for path in paths))
