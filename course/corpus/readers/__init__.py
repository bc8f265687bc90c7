"""Exports of platforms and tools, one module a format: what it is known by, and how its rows are read."""
