"""Cells and outputs as nbformat makes them, without a look at the schema for each one.

nbformat.v4 checks whatever it makes; a graded notebook has hundreds of such parts, and they are all looked
at together once its steps are done, by the same schema (`ReadSubmission`).
"""

from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.corpus.words import generate_corpus_id

_EMPTY: dict[str, dict[str, Any]] = {
    "stream": {"name": "stdout", "text": ""},
    "display_data": {"data": {}, "metadata": {}},
    "execute_result": {"data": {}, "metadata": {}, "execution_count": None},
    "error": {"ename": "", "evalue": "", "traceback": []},
}


def new_output(output_type: str, data: dict[str, Any] | None = None, **fields: Any) -> NotebookNode:
    """An output of one of the four kinds."""
    made = {"output_type": output_type, **_EMPTY[output_type], **fields}
    if data is not None:
        made["data"] = data
    return from_dict(made)


def new_code_cell(source: str, **fields: Any) -> NotebookNode:
    """A code cell; an id of its own where none is given."""
    return _cell("code", source, {"execution_count": None, "outputs": [], **fields})


def new_markdown_cell(source: str, **fields: Any) -> NotebookNode:
    """A text cell."""
    return _cell("markdown", source, fields)


def new_raw_cell(source: str, **fields: Any) -> NotebookNode:
    """A raw cell."""
    return _cell("raw", source, fields)


def _cell(kind: str, source: str, fields: dict[str, Any]) -> NotebookNode:
    ident = fields.pop("id", None) or generate_corpus_id()
    return from_dict({"id": ident, "cell_type": kind, "source": source, "metadata": {}, **fields})
