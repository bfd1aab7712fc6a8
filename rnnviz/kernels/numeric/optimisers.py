"""The optimisers of torch.optim with their defaults, and the clipping of torch.nn.utils, on flat arrays."""

import math

from .jit import kernel
from .vectors import LANES_32, load, sqrt, store

ADAM, SGD, RMSPROP = 0, 1, 2


@kernel()
def clip(g, most):
    """Scale gradients so that their norm is at most `most`."""
    total = 0.0
    for i in range(g.size):
        total += float(g[i]) * float(g[i])
    share = most / (math.sqrt(total) + 1e-6)
    if share > 1.0:
        return
    scale = g.dtype.type(share)
    for i in range(g.size):
        g[i] *= scale


@kernel()
def adam(p, g, m, v, step, rate):
    """One update; m and v are the running means of gradients and of their squares, `step` counts from 1."""
    real = p.dtype.type
    # As in torch, 1 - beta is formed in double precision.
    beta, rest_1, rest_2 = real(0.999), real(1 - 0.9), real(1 - 0.999)
    size = real(rate / (1 - 0.9**step))
    root = real(math.sqrt(1 - 0.999**step))
    small = real(1e-8)
    for i in range(0, p.size, LANES_32):
        left = p.size - i
        gradient, mean, square = load(g, 0, i, left), load(m, 0, i, left), load(v, 0, i, left)
        mean = mean + rest_1 * (gradient - mean)
        square = beta * square + rest_2 * gradient * gradient
        store(mean, m, 0, i, left)
        store(square, v, 0, i, left)
        store(load(p, 0, i, left) - size * (mean / (sqrt(square) / root + small)), p, 0, i, left)


@kernel()
def sgd(p, g, m, rate, momentum):
    """One update; m is the gradient and, times the momentum, all those before it."""
    size, share = p.dtype.type(rate), p.dtype.type(momentum)
    for i in range(p.size):
        m[i] = share * m[i] + g[i]
        p[i] -= size * m[i]


@kernel()
def rmsprop(p, g, v, rate):
    """One update; v is the running mean of the squares of gradients."""
    real = p.dtype.type
    beta, rest, size, small = real(0.99), real(1 - 0.99), real(rate), real(1e-8)
    for i in range(p.size):
        v[i] = beta * v[i] + rest * g[i] * g[i]
    for i in range(p.size):
        p[i] -= size * (g[i] / (math.sqrt(v[i]) + small))
