"""How kernels are compiled."""

from numba import njit

# Without the promise that all numbers are finite, which "fast" would include: a training that diverges must show.
FASTMATH = {"reassoc", "contract", "arcp", "afn", "nsz"}


def kernel(signature=None):
    """A decorator: compiled without the lock of Python's interpreter, and kept on disk."""
    options = {"nogil": True, "fastmath": FASTMATH, "error_model": "numpy", "cache": True}
    return njit(signature, **options) if signature else njit(**options)
