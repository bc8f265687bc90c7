"""`python -m course`: the `course` command where its script is not on the path (Windows, a hub)."""

from course.cli import main

main()
