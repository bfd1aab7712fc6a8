"""Lessons: Markdown files with a header that says what to set up and what must hold there."""
