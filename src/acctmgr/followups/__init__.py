"""Follow-ups and activities: what to do, and what was done."""
