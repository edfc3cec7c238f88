"""Money in, out and between, in everyday words."""
