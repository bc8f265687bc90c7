"""nbgrader's exchange, both ways: what is handed in is taken over, what is released is laid out."""
