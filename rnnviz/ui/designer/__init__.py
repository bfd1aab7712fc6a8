"""The parts of the page Cell designer."""
