"""Cell metadata that a submission may have bent: dropped where nbgrader would stumble over it."""

from functools import cache, cached_property
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from nbgrader.nbgraderformat import ValidationError
from nbgrader.nbgraderformat.common import BaseMetadataValidator
from nbgrader.nbgraderformat.v3 import MetadataValidatorV3
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


class _ReadOnce(BaseMetadataValidator):
    """nbgrader's validator, which checks its own schema anew for each cell; here that happens once.

    What is not valid goes through nbgrader's own check all the same, for its words.
    """

    def validate_cell(self, cell: Any) -> None:
        metadata = cell.metadata.get("nbgrader")
        if metadata is None:
            return
        if metadata.get("schema_version") != self.schema_version or not self._check.is_valid(metadata):
            super().validate_cell(cell)

    @cached_property
    def _check(self) -> Any:
        return jsonschema.validators.validator_for(self.schema)(self.schema)


class _Validator(MetadataValidatorV3, _ReadOnce):
    """Version 3, as nbgrader has it, over the schema that was read once."""


_validator = cache(_Validator)


class CheckMetadata(NbGraderPreprocessor):
    """nbgrader's CheckCellMetadata in a tenth of its time."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Check one notebook; raises ValidationError."""
        try:
            _validator().validate_nb(nb)
        except ValidationError as error:
            self.log.error("The nbgrader metadata of a cell may be damaged: %s", error.message)
            raise ValidationError(
                "Notebook failed to validate; the nbgrader metadata may be corrupted."
            ) from error
        return nb, resources
