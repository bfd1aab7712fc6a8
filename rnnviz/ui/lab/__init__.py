"""The page Gate lab: one cell, every number of it on a slider."""
