"""The terminal: what is shown, asked and measured; knows no feature."""
