"""Parts of flat arrays, seen as matrices: nothing is counted or checked, since they live no longer than the array."""

from numba import types
from numba.core import cgutils, config
from numba.core.types import intp
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array


def matrix(flat, at, rows, columns):
    """The numbers from `at` on as [rows, columns]."""
    return flat[at : at + rows * columns].reshape(rows, columns)


def vector(flat, at, size):
    """The numbers from `at` on as [size]."""
    return flat[at : at + size]


def _viewed(flat, dimensions):
    """What an intrinsic function gives: the types that it takes, and what writes it."""
    kind = types.Array(flat.dtype, dimensions, "C")

    def write(context, builder, signature, given):
        whole = make_array(flat)(context, builder, given[0])
        made = make_array(kind)(context, builder)
        size = context.get_constant(intp, context.get_abi_sizeof(context.get_data_type(flat.dtype)))
        strides = [size] if dimensions == 1 else [builder.mul(size, given[3]), size]
        populate_array(
            made,
            data=builder.gep(whole.data, [given[1]]),
            shape=cgutils.pack_array(builder, given[2:]),
            strides=cgutils.pack_array(builder, strides),
            itemsize=size,
            meminfo=None,
        )
        return made._getvalue()

    return kind(flat, *[intp] * (1 + dimensions)), write


@intrinsic
def _matrix(typing, flat, at, rows, columns):
    return _viewed(flat, 2)


@intrinsic
def _vector(typing, flat, at, size):
    return _viewed(flat, 1)


if not config.DISABLE_JIT:
    matrix, vector = _matrix, _vector
