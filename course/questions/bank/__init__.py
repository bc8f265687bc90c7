"""What is asked: the shapes of questions.yaml and key.yaml, and what must hold of them."""
