"""Data in and out: CSV, other systems' exports, dumps."""
