"""The archived web: from what authors write to what the package holds, and the checks in between."""
