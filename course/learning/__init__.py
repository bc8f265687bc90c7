"""What a trainee has around the questions: the desk, enrolment, progress, Beat the Cynic."""
