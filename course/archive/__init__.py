"""The archived web: pages that hold still, a search over them, look-ups, and the trail of what was read."""
