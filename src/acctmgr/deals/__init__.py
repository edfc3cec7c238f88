"""The pipeline: deals, their stages and the days they moved."""
