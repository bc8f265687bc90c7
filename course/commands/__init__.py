"""One module for each command of `course`; what they do lives below, in learning, authoring and grading."""
