"""What is on disk: the machine's settings, the book, and the lanes that read and write it."""
