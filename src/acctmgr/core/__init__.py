"""Money, dates, text and errors: pure, imported by everybody."""
