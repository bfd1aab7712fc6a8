"""The losses of tasks, each with its gradient by the outputs.

A target that is not asked for (`rnnviz.tasks.task.Batch`), a negative class or a value that is no number, counts for
nothing.
"""

import math

from .jit import kernel

MSE, MSE_BROADCAST, CROSS_ENTROPY, CROSS_ENTROPY_SUM = 0, 1, 2, 3


@kernel()
def squares(outputs, batch, targets, at):
    """The mean squared error of outputs [steps · batch, K]; they become the gradient. Targets: [batch, steps, K]."""
    rows, width = outputs.shape
    steps = rows // batch
    count, found = 0, 0.0
    for place in range(at, at + rows * width):
        count += targets[place] == targets[place]
    scale = outputs.dtype.type(2.0 / count)
    for r in range(rows):
        place = at + ((r % batch) * steps + r // batch) * width
        for k in range(width):
            asked = targets[place + k] == targets[place + k]
            difference = outputs[r, k] - targets[place + k] if asked else outputs.dtype.type(0)
            found += difference * difference
            outputs[r, k] = difference * scale
    return found / count


@kernel()
def squares_broadcast(outputs, batch, targets, at):
    """Every step's output against every step's target of its sequence; K = 1."""
    rows = outputs.shape[0]
    steps = rows // batch
    found = 0.0
    for b in range(batch):
        mean = 0.0
        for s in range(steps):
            mean += targets[at + b * steps + s]
        mean /= steps
        spread = 0.0
        for s in range(steps):
            spread += (targets[at + b * steps + s] - mean) ** 2
        for t in range(steps):
            difference = outputs[t * batch + b, 0] - mean
            found += steps * difference * difference + spread
            outputs[t * batch + b, 0] = 2.0 * difference / rows
    return found / (rows * steps)


@kernel()
def cross_entropy(outputs, batch, targets, at, summed):
    """The cross entropy of logits [steps · batch, K]; they become the gradient. Targets: classes [batch, steps]."""
    rows, width = outputs.shape
    steps = rows // batch
    count, found = 0, 0.0
    for place in range(at, at + rows):
        count += targets[place] >= 0
    share = 1 / batch if summed else 1 / count
    for r in range(rows):
        target = targets[at + (r % batch) * steps + r // batch]
        if target < 0:
            outputs[r] = 0
            continue
        most = outputs[r, 0]
        for k in range(1, width):
            if outputs[r, k] > most:
                most = outputs[r, k]
        total = 0.0
        for k in range(width):
            total += math.exp(outputs[r, k] - most)
        found += math.log(total) + most - outputs[r, target]
        for k in range(width):
            outputs[r, k] = math.exp(outputs[r, k] - most) / total * share
        outputs[r, target] -= share
    return found * share
