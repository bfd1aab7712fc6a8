"""Traces: every named value of a network over time."""
