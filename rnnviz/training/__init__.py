"""Configurations, checkpoints, slices of training, and the runner that trains many at once."""
