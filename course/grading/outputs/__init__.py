"""What a submission displays, made harmless, and what we draw in its place."""
