"""Attacks on the ways in and out of a course: collecting, zip files, times, ids, feedback. See README.md."""
