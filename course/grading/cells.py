"""Cell metadata that a submission may have bent: dropped where nbgrader would stumble over it."""

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

_FLAGS = ("grade", "solution", "locked", "task")


class DropEmptyMetadata(NbGraderPreprocessor):
    """Drop nbgrader metadata that is empty or malformed, so that one bent cell does not stop a submission.

    nbgrader's DeduplicateIds leaves `{}` on a copied cell, and CheckCellMetadata then fails the whole
    notebook with "old version of the nbgrader metadata format" (jupyter/nbgrader#1083).
    """

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Look at one cell."""
        if not isinstance(cell.metadata, dict):
            cell.metadata = {}
        if "nbgrader" in cell.metadata and not is_sound(cell.metadata["nbgrader"]):
            self.log.warning(
                "A cell has nbgrader metadata that cannot be used; it is treated as the trainee's own"
            )
            del cell.metadata["nbgrader"]
        return cell, resources


def is_sound(metadata: Any) -> bool:
    """Whether nbgrader's code can look at this metadata of a cell without failing."""
    if not isinstance(metadata, dict) or not isinstance(metadata.get("grade_id"), str):
        return False
    points = metadata.get("points", 0)
    return (
        metadata["grade_id"] != ""
        and all(isinstance(metadata.get(flag, False), bool) for flag in _FLAGS)
        and isinstance(points, (int, float))
        and metadata.get("schema_version") == 3
    )
