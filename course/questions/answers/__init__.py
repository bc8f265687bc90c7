"""What was answered: answers.json, kept whole whatever happens, and whether a value has the right form."""
