"""The page Lessons, and the way back to it from an experiment."""
