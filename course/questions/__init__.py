"""What is asked, what was answered, whether its form is right, and what it earns."""
