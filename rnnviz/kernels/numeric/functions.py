"""The functions of the language on vectors; comparisons are such that what is no number stays none."""

import numpy as np

from . import vectors
from .jit import kernel
from .vectors import at_most, below, exp, log1p

_HALF, _ZERO, _ONE = np.float32(0.5), np.float32(0), np.float32(1)
_END = np.float32(7.90531110763549805)
_P = tuple(
    np.float32(c)
    for c in (
        4.89352455891786e-03,
        6.37261928875436e-04,
        1.48572235717979e-05,
        5.12229709037114e-08,
        -8.60467152213735e-11,
        2.00018790482477e-13,
        -2.76076847742355e-16,
    )
)
_Q = tuple(
    np.float32(c) for c in (4.89352518554385e-03, 2.26843463243900e-03, 1.18534705686654e-04, 1.19825839466702e-06)
)


@kernel()
def tanh_32(v):
    """To 3 units in the last place. Source: the rational function of Eigen's ptanh."""
    v = below(_END, v, _END, below(v, -_END, -_END, v))
    s = v * v
    p = ((((((_P[6] * s + _P[5]) * s + _P[4]) * s + _P[3]) * s + _P[2]) * s + _P[1]) * s + _P[0]) * v
    return p / (((_Q[3] * s + _Q[2]) * s + _Q[1]) * s + _Q[0])


@kernel()
def tanh_64(v):
    return vectors.tanh(v)


@kernel()
def sigmoid_32(v):
    return _HALF * tanh_32(_HALF * v) + _HALF


@kernel()
def sigmoid_64(v):
    return 0.5 * vectors.tanh(0.5 * v) + 0.5


@kernel()
def relu_32(v):
    return below(v, _ZERO, _ZERO, v)


@kernel()
def relu_64(v):
    return below(v, 0.0, 0.0, v)


@kernel()
def slope_32(y):
    """The derivative of relu by its result."""
    return at_most(y, _ZERO, _ZERO, _ONE)


@kernel()
def slope_64(y):
    return at_most(y, 0.0, 0.0, 1.0)


@kernel()
def softplus_32(v):
    return relu_32(v) + log1p(exp(-absolute_32(v)))


@kernel()
def softplus_64(v):
    return relu_64(v) + log1p(exp(-absolute_64(v)))


@kernel()
def absolute_32(v):
    return below(v, _ZERO, -v, v)


@kernel()
def absolute_64(v):
    return below(v, 0.0, -v, v)


@kernel()
def sign_32(v):
    return below(_ZERO, v, _ONE, below(v, _ZERO, -_ONE, v))


@kernel()
def sign_64(v):
    return below(0.0, v, 1.0, below(v, 0.0, -1.0, v))
