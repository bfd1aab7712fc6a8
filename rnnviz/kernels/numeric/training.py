"""Whole iterations of a training, in float32: forward, loss, backward through time, clipping, update."""

from typing import NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from .jit import kernel
from .losses import CROSS_ENTROPY, CROSS_ENTROPY_SUM, MSE, cross_entropy, squares, squares_broadcast
from .optimisers import ADAM, RMSPROP, adam, clip, rmsprop, sgd
from .products import column_sums, outer, times, times_transposed, transposed
from .views import matrix, vector

PLAIN, ONE_HOT, EMBEDDING = 0, 1, 2


class Shape(NamedTuple):
    """What is trained, in whole numbers.

    Attributes:
        features: length of a plain input, or number of symbols.
        width: of what the first layer reads.
        longest: most time steps of a batch.
        directions: 1, or 2 where each layer also runs backwards.
        last: 1 where only the last step is read.
        states: of the cell; all have H units.
        output: which of the states is h.
        table: where the embedding begins in the trained numbers.
        readout: where the matrix [K, H] of the readout begins; -1 where there is none.
        vectors: where all trained vectors begin.
        bias: where the readout's bias begins among the vectors.
        tape: numbers on the tape of one layer and direction.
        adjoints: and of their adjoints.
    """

    encoding: int
    batch: int
    features: int
    width: int
    longest: int
    hidden: int
    layers: int
    directions: int
    outputs: int
    loss: int
    last: int
    optimiser: int
    states: int
    output: int
    table: int
    readout: int
    vectors: int
    bias: int
    tape: int
    adjoints: int


class Space(NamedTuple):
    """Room to work in, whatever stands there: made once for many calls, since fresh memory costs time.

    Attributes:
        tapes: of each layer and direction.
        seen: what each layer reads, and what the last one gives.
        flow: the gradient of what one layer gives, and of what it reads.
        aside: a layer's input and its gradient with time turned round.
        outputs: of the readout.
        gradient: of the trained numbers.
        vectors: as the equations take them.
    """

    tapes: NDArray[np.float32]
    adjoints: NDArray[np.float32]
    seen: NDArray[np.float32]
    flow: NDArray[np.float32]
    aside: NDArray[np.float32]
    outputs: NDArray[np.float32]
    gradient: NDArray[np.float32]
    vectors: NDArray[np.float32]


_real, _n = types.float32, types.intp
_flat, _rows, _whole = types.Array(_real, 1, "C"), types.Array(_real, 2, "C"), types.Array(types.int64, 1, "C")
_forward = types.FunctionType(types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat))
_backward = types.FunctionType(
    types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat, _flat, _flat, _flat, _rows, types.boolean)
)
_shape = types.NamedUniTuple(types.int64, len(Shape._fields), Shape)
_space = types.NamedUniTuple(_flat, len(Space._fields), Space)


def make_space(shape, numbers, vectors):
    """Room for a training of that many trained numbers and vectors' numbers."""
    room = shape.longest * shape.batch * max(shape.width, shape.hidden * shape.directions)
    outputs = shape.longest * shape.batch * shape.outputs
    tapes = shape.layers * shape.directions * shape.tape
    sizes = (tapes, shape.adjoints, (shape.layers + 1) * room, 2 * room, 2 * room, outputs, numbers, vectors)
    return Space(*(np.empty(size, np.float32) for size in sizes))


@kernel()
def encode(shape, steps, symbols, numbers, at, table, x):
    """What the first layer reads [steps · batch, width], of a batch that is [batch, steps] or [batch, steps, F]."""
    for t in range(steps):
        for b in range(shape.batch):
            r, place = t * shape.batch + b, at + b * steps + t
            if shape.encoding == PLAIN:
                for k in range(shape.width):
                    x[r, k] = numbers[at + (b * steps + t) * shape.width + k]
            elif shape.encoding == ONE_HOT:
                for k in range(shape.width):
                    x[r, k] = 0
                x[r, symbols[place]] = 1
            else:
                for k in range(shape.width):
                    x[r, k] = table[symbols[place] * shape.width + k]


@kernel()
def rest(flat, at):
    """The numbers from `at` on."""
    return vector(flat, at, flat.size - at)


@kernel()
def turned(x, batch, out):
    """The rows of x in the order of time turned round."""
    steps = x.shape[0] // batch
    for t in range(steps):
        for b in range(batch):
            for k in range(x.shape[1]):
                out[(steps - 1 - t) * batch + b, k] = x[t * batch + b, k]


@kernel()
def add_turned(x, batch, out):
    """Add them."""
    steps = x.shape[0] // batch
    for t in range(steps):
        for b in range(batch):
            for k in range(x.shape[1]):
                out[(steps - 1 - t) * batch + b, k] += x[t * batch + b, k]


@kernel()
def spread(h, batch, first, reverse, out):
    """Put one direction's output into its columns of a layer's output, in the order of time."""
    steps = h.shape[0] // batch
    for t in range(steps):
        to = steps - 1 - t if reverse else t
        for b in range(batch):
            for k in range(h.shape[1]):
                out[to * batch + b, first + k] = h[t * batch + b, k]


@kernel()
def gathered(d, batch, first, reverse, out):
    """The gradient of one direction's output, from its columns of that of a layer's."""
    steps = out.shape[0] // batch
    for t in range(steps):
        source = steps - 1 - t if reverse else t
        for b in range(batch):
            for k in range(out.shape[1]):
                out[t * batch + b, k] = d[source * batch + b, first + k]


@kernel()
def loss_of(shape, logits, classes, values, at):
    """The loss; the outputs become its gradient."""
    if shape.loss == MSE:
        return squares(logits, shape.batch, values, at)
    if shape.loss == CROSS_ENTROPY or shape.loss == CROSS_ENTROPY_SUM:
        return cross_entropy(logits, shape.batch, classes, at, shape.loss == CROSS_ENTROPY_SUM)
    return squares_broadcast(logits, shape.batch, values, at)


@kernel()
def read(shape, p, c, h, logits):
    """The readout's outputs of the rows h."""
    rows, width = h.shape
    outputs = shape.outputs
    if shape.readout < 0:
        for r in range(rows):
            for k in range(outputs):
                logits[r, k] = h[r, k]
        return
    for r in range(rows):
        for k in range(outputs):
            logits[r, k] = c[shape.bias + k]
    w = matrix(p, shape.readout, outputs, width)
    times_transposed(h, 0, rows, transposed(w, True), 0, logits, 0, 0)


@kernel()
def read_back(shape, p, g, h, dlogits, dh, first):
    """The gradients of the readout and, from row `first` on, of its input."""
    rows, width = h.shape
    outputs = shape.outputs
    if shape.readout < 0:
        for r in range(rows):
            for k in range(width):
                dh[first + r, k] = 0
            for k in range(outputs):
                dh[first + r, k] = dlogits[r, k]
        return
    w = matrix(p, shape.readout, outputs, width)
    gw = matrix(g, shape.readout, outputs, width)
    column_sums(dlogits, rows, 0, vector(g, shape.vectors + shape.bias, outputs))
    outer(dlogits, 0, rows, h, 0, gw, 0)
    times(dlogits, 0, rows, w, 0, dh, first, 0)


@kernel()
def update(shape, p, g, m, v, step, rate, momentum, most):
    """Clip, and let the optimiser take its step."""
    if most > 0:
        clip(g, most)
    if shape.optimiser == ADAM:
        adam(p, g, m, v, step, rate)
    elif shape.optimiser == RMSPROP:
        rmsprop(p, g, v, rate)
    else:
        sgd(p, g, m, rate, momentum)


@kernel(
    types.int64(
        _forward, _backward, _shape, types.Array(types.int64, 2, "C"), _whole, _whole,
        _whole, _whole, _whole, _whole, _flat, _whole, _flat,
        _flat, _flat, _flat, types.int64, types.int64, types.float64, types.float64, types.float64, types.int64,
        types.Array(_real, 3, "C"), _flat, _space,
    )
)  # fmt: skip
def train(
    forward, backward, shape, places, second, which,
    steps, inputs_at, targets_at, symbols, numbers, classes, values,
    p, m, v, done, step, rate, momentum, most, keep_every,
    kept, losses, space,
):  # fmt: skip
    """Make as many iterations as there are places in `losses`.

    Args:
        forward, backward: of the cell's kernel.
        places: [layers · directions, 4] features F, where the matrices begin in p, where the vectors begin among the
            vectors, and how many numbers of a row the adjoints of other operands than states take.
        second: [vectors] where in p another vector lies that is added to each; -1 where none is.
        which: [n] the batch of each iteration, out of those given.
        steps, inputs_at, targets_at: [batches] time steps of a batch, and where it begins in the flat inputs and
            targets: symbols or numbers, classes or values.
        p, m, v: trained numbers and the optimiser's two means; changed.
        done: iterations made before.
        step: of which the optimiser has seen so many.
        rate: learning rate.
        momentum: of gradient descent without means.
        most: largest norm of the gradient; 0 where it is not clipped.
        keep_every: put p, m and v into `kept` [·, 3, size] at each multiple of so many iterations; 0 for never.

    Returns:
        Iterations made: fewer where a loss is no number, which is the last of them.
    """
    batch, hidden, directions = shape.batch, shape.hidden, shape.directions
    tapes, adjoints, seen, flow, aside, outputs, g, c = space
    room = flow.size // 2
    saved = 0
    for n in range(losses.size):
        b = which[n]
        T = steps[b]
        rows = T * batch
        for k in range(second.size):
            c[k] = p[shape.vectors + k]
            if second[k] >= 0:
                c[k] += p[second[k]]
        table = rest(p, shape.table)
        encode(shape, T, symbols, numbers, inputs_at[b], table, matrix(seen, 0, rows, shape.width))
        block = (T + 1) * batch * hidden
        h_at = shape.output * block + batch * hidden
        for layer in range(shape.layers):
            F = places[layer * directions, 0]
            x = matrix(seen, layer * room, rows, F)
            y = matrix(seen, (layer + 1) * room, rows, hidden * directions)
            for d in range(directions):
                at = layer * directions + d
                z = x
                if d:
                    z = matrix(aside, 0, rows, F)
                    turned(x, batch, z)
                tape = vector(tapes, at * shape.tape, shape.tape)
                for s in range(shape.states):
                    tape[s * block : s * block + batch * hidden] = 0
                forward(T, batch, F, hidden, hidden, z, rest(p, places[at, 1]), rest(c, places[at, 2]), tape)
                spread(matrix(tape, h_at, rows, hidden), batch, d * hidden, d == 1, y)
        width = hidden * directions
        first = rows - batch if shape.last else 0
        h = matrix(seen, shape.layers * room + first * width, rows - first, width)
        logits = matrix(outputs, 0, rows - first, shape.outputs)
        read(shape, p, c, h, logits)
        losses[n] = loss_of(shape, logits, classes, values, targets_at[b])
        if not np.isfinite(losses[n]):
            return n + 1
        g[:] = 0
        here, there = 0, room
        dh = matrix(flow, here, rows, width)
        dh[:] = 0
        read_back(shape, p, g, h, logits, dh, first)
        for layer in range(shape.layers - 1, -1, -1):
            F = places[layer * directions, 0]
            wanted = layer > 0 or shape.encoding == EMBEDDING
            x = matrix(seen, layer * room, rows, F)
            dy, dx = matrix(flow, here, rows, width), matrix(flow, there, rows, F)
            if wanted:
                dx[:] = 0
            for d in range(directions):
                at = layer * directions + d
                z, dz = x, dx
                if d:
                    z = matrix(aside, 0, rows, F)
                    turned(x, batch, z)
                    dz = matrix(aside, room, rows, F)
                    dz[:] = 0
                adjoints[: shape.states * block + rows * places[at, 3]] = 0
                gathered(dy, batch, d * hidden, d == 1, matrix(adjoints, h_at, rows, hidden))
                backward(
                    T, batch, F, hidden, hidden, z, rest(p, places[at, 1]), rest(c, places[at, 2]),
                    vector(tapes, at * shape.tape, shape.tape), adjoints,
                    rest(g, places[at, 1]), rest(g, shape.vectors + places[at, 2]), dz, wanted,
                )  # fmt: skip
                if d and wanted:
                    add_turned(dz, batch, dx)
            here, there = there, here
        if shape.encoding == EMBEDDING:
            for t in range(T):
                for r in range(batch):
                    symbol = symbols[inputs_at[b] + r * T + t]
                    for k in range(hidden):
                        g[shape.table + symbol * hidden + k] += flow[here + (t * batch + r) * hidden + k]
        for k in range(second.size):
            if second[k] >= 0:
                g[second[k]] = g[shape.vectors + k]
        update(shape, p, g, m, v, step + n + 1, rate, momentum, most)
        if keep_every and (done + n + 1) % keep_every == 0:
            kept[saved, 0], kept[saved, 1], kept[saved, 2] = p, m, v
            saved += 1
    return losses.size
