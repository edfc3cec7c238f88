"""What one does once: a new book, the demo, settings, named books."""
