"""What an answer earns, and why not all of it."""
