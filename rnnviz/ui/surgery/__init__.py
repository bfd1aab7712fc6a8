"""The page Gate surgery: a trained network, and one thing changed in it."""
