"""What a submission's answers earn: read as data that nobody vouches for, held against the faculty's keys."""
