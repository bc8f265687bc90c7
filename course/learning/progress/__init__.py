"""Where somebody stands, read from answers and returned pages; and one file that keeps it."""
