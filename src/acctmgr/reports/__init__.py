"""What belongs to no one feature: what wants doing today, and what happened since yesterday."""
