"""What a notebook calls, and what stands behind each call: its desk, its cards, its own numbers."""
