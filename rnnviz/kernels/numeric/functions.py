"""The functions of the language on single numbers; comparisons are such that what is no number stays none."""

import math

import numpy as np

from .jit import kernel

_HALF, _ZERO = np.float32(0.5), np.float32(0)
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
    """To 3 units in the last place. Source: the rational function of Eigen's ptanh, which runs in vector registers."""
    v = _END if v > _END else (-_END if v < -_END else v)
    s = v * v
    p = ((((((_P[6] * s + _P[5]) * s + _P[4]) * s + _P[3]) * s + _P[2]) * s + _P[1]) * s + _P[0]) * v
    return p / (((_Q[3] * s + _Q[2]) * s + _Q[1]) * s + _Q[0])


@kernel()
def tanh_64(v):
    return math.tanh(v)


@kernel()
def sigmoid_32(v):
    return _HALF * tanh_32(_HALF * v) + _HALF


@kernel()
def sigmoid_64(v):
    return 0.5 * math.tanh(0.5 * v) + 0.5


@kernel()
def relu_32(v):
    return _ZERO if v < _ZERO else v


@kernel()
def relu_64(v):
    return 0.0 if v < 0.0 else v


@kernel()
def softplus_32(v):
    return relu_32(v) + math.log1p(math.exp(-abs(v)))


@kernel()
def softplus_64(v):
    return relu_64(v) + math.log1p(math.exp(-abs(v)))


@kernel()
def sign_32(v):
    return np.float32(1) if v > _ZERO else (np.float32(-1) if v < _ZERO else v)


@kernel()
def sign_64(v):
    return 1.0 if v > 0.0 else (-1.0 if v < 0.0 else v)
