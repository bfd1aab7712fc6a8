"""The parts of the page Gradients."""
