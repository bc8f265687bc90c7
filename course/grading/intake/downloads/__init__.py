"""Submissions as files from a learning platform, until each lies in its trainee's folder."""
