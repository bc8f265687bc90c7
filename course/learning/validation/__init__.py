"""A trial run of a module before it is handed in."""
