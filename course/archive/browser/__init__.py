"""The browser of the archived web, as an anywidget: its front end in small files, and what answers it."""
