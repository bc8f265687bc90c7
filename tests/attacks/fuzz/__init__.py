"""Mutated submissions by the thousand, through collect, grade, feedback and release: see README.md."""
