"""Tax codes and their components."""
