"""Matrix products of rows of arrays. Small ones: a call of a library would cost more than the work.

All arrays are [rows, columns]; `w` holds several matrices side by side, `c` is the column at which one begins.
Where `turn` is 1, one row alone is multiplied with the last row of the matrix first: from step to step in turn, this
finds near the processor what was read last.
What is written here in Python says what a product is, and runs where Numba is told to compile nothing.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils, config
from numba.extending import intrinsic

from .blocks import product
from .jit import kernel
from .registers import BOOL, INDEX


def times(a, a_row, rows, w, c, out, out_row, turn):
    """out[row, m] = sum over n of a[row, n] * w[n, c + m]."""
    out[out_row : out_row + rows] = a[a_row : a_row + rows] @ w[:, c : c + out.shape[1]]


def times_transposed(d, d_row, rows, wt, c, out, out_row, turn):
    """out[row, n] += sum over m of d[row, m] * wt[c + m, n], where wt is w transposed."""
    out[out_row : out_row + rows] += d[d_row : d_row + rows] @ wt[c : c + d.shape[1]]


def outer(a, a_row, rows, d, d_row, w, c):
    """w[n, c + m] += sum over the rows of a[row, n] * d[row, m]."""
    w[:, c : c + d.shape[1]] += a[a_row : a_row + rows].T @ d[d_row : d_row + rows]


@kernel()
def transposed(w, wanted):
    """For `times_transposed`, whose sums then run along rows; empty where it is not wanted."""
    if not wanted:
        return np.empty((0, 0), w.dtype)
    out = np.empty((w.shape[1], w.shape[0]), w.dtype)
    for n in range(w.shape[0]):
        for m in range(w.shape[1]):
            out[m, n] = w[n, m]
    return out


def column_sums(d, rows, c, out):
    """out[m] += sum over the rows of d[row, c + m]."""
    out += d[:rows, c : c + out.size].sum(0)


class _Matrix:
    """An array [rows, columns], or one row, in the middle of a compiled function."""

    def __init__(self, context, builder, kind, value):
        self.builder, array = builder, context.make_array(kind)(context, builder, value)
        self.data, self.width = array.data, builder.extract_value(array.shape, kind.ndim - 1)

    def row(self, row):
        """The address of its first number."""
        return self.builder.gep(self.data, [self.builder.mul(row, self.width)])

    def column(self, column):
        """The address of its first number."""
        return self.builder.gep(self.data, [column])


def _compiled(given, place):
    """What an intrinsic function gives: the types that it takes, and what writes it, by the places of its product."""
    signature = types.void(*(kind if isinstance(kind, types.Array) else types.intp for kind in given))

    def write(context, builder, signature, values):
        pairs = zip(signature.args, values, strict=True)
        arrays = types.Array
        taken = [_Matrix(context, builder, kind, x) if isinstance(kind, arrays) else x for kind, x in pairs]
        product(builder, given[0].dtype, *place(*taken))
        return context.get_dummy_value()

    return signature, write


_NONE, _ONE, _NO, _YES = INDEX(0), INDEX(1), BOOL(0), BOOL(1)


def _in_turn(a, row, rows, matrix, width, turn):
    """The places of a product's two factors: from the first addend on, or where it is wanted, from the last."""
    build = a.builder
    back = build.and_(build.trunc(turn, BOOL), build.icmp_signed("==", rows, _ONE))
    first = build.select(back, build.sub(a.width, _ONE), _NONE)
    step = build.select(back, INDEX(-1), _ONE)
    begin, matrix = build.gep(a.row(row), [first]), build.gep(matrix, [build.mul(first, width)])
    return begin, a.width, step, rows, a.width, matrix, build.mul(step, width)


@intrinsic
def _times(typing, a, a_row, rows, w, c, out, out_row, turn):
    def place(a, a_row, rows, w, c, out, out_row, turn):
        read = _in_turn(a, a_row, rows, w.column(c), w.width, turn)
        return *read, out.row(out_row), out.width, out.width, _NO

    return _compiled((a, a_row, rows, w, c, out, out_row, turn), place)


@intrinsic
def _times_transposed(typing, d, d_row, rows, wt, c, out, out_row, turn):
    def place(d, d_row, rows, wt, c, out, out_row, turn):
        read = _in_turn(d, d_row, rows, wt.row(c), wt.width, turn)
        return *read, out.row(out_row), out.width, out.width, _YES

    return _compiled((d, d_row, rows, wt, c, out, out_row, turn), place)


@intrinsic
def _outer(typing, a, a_row, rows, d, d_row, w, c):
    def place(a, a_row, rows, d, d_row, w, c):
        end = w.column(c), w.width, d.width, _YES
        return a.row(a_row), _ONE, a.width, a.width, rows, d.row(d_row), d.width, *end

    return _compiled((a, a_row, rows, d, d_row, w, c), place)


@intrinsic
def _column_sums(typing, d, rows, c, out):
    def place(d, rows, c, out):
        one = cgutils.alloca_once_value(d.builder, ir.Constant(d.data.type.pointee, 1))
        return one, _NONE, _NONE, _ONE, rows, d.column(c), d.width, out.data, _NONE, out.width, _YES

    return _compiled((d, rows, c, out), place)


if not config.DISABLE_JIT:
    times, times_transposed, outer, column_sums = _times, _times_transposed, _outer, _column_sums
