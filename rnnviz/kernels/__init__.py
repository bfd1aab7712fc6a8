"""Kernels made from a cell's equations: whole trainings and traces in compiled code that holds no lock."""
