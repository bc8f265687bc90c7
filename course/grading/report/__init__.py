"""What trainees and graders read once a submission is graded."""
