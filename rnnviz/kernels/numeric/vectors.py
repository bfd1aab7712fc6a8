"""Numbers side by side in a register, as a type that compiled functions know: arithmetic on many units at once.

Left to itself the compiler would see that two arrays might lie in the same place and go unit by unit.
Where Numba is told to compile nothing, short arrays take the place of registers.
"""

import math
import operator

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils, config
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

from .registers import FAST, MASKS, Registers, lanes


class Vector(types.Type):
    """As many numbers as a register holds."""

    def __init__(self, real):
        self.real = real
        super().__init__(f"Vector({real})")


@register_model(Vector)
class _Model(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, Registers(None, kind.real).vector)


_FLAGS = tuple(flag for flag in FAST if flag != "reassoc")
"""Sums stay as they are written: (1 - z) · n + z · h must be h where z is 1, and no n + z · (h - n)."""

_KINDS = {real: Vector(real) for real in (types.float32, types.float64)}
LANES_32, LANES_64 = (lanes(real) for real in _KINDS)


def load(array, row, column, left):
    """Numbers from a place on: of [rows, columns] in a row, or of a vector; zeros beyond the `left` that are there."""
    line = array[row] if array.ndim == 2 else array
    return line[column : column + min(left, LANES_64 if array.itemsize == 8 else LANES_32)].copy()


def store(vector, array, row, column, left):
    """Put numbers there; no more than the `left` that there is room for."""
    line = array[row] if array.ndim == 2 else array
    line[column : column + min(left, LANES_64 if array.itemsize == 8 else LANES_32)] = vector


def filled(x):
    """One number in all places."""
    return x


def below(x, y, a, b):
    """a where x < y, otherwise b: also where x or y is no number."""
    return np.where(x < y, a, b)


def at_most(x, y, a, b):
    """a where x <= y, otherwise b: also where x or y is no number."""
    return np.where(x <= y, a, b)


def changed(vector, factor, addend):
    """vector · factor + addend in two steps, each rounded; the addend alone where the factor is 0."""
    return np.where(factor == 0, addend, vector * factor + addend)


def _place(context, builder, kind, array, row, column):
    """The address of a number of an array."""
    array = context.make_array(kind)(context, builder, array)
    if kind.ndim == 2:
        column = builder.add(column, builder.mul(row, builder.extract_value(array.shape, 1)))
    return builder.gep(array.data, [column])


@intrinsic
def _load(typing, array, row, column, left):
    def write(context, builder, signature, given):
        registers, count = Registers(builder, array.dtype), given[3]
        place = _place(context, builder, signature.args[0], *given[:3])
        if MASKS:
            return registers.load(place, registers.mask(count))
        whole = builder.icmp_signed(">=", count, count.type(registers.lanes))
        with builder.if_else(whole) as (then, otherwise):
            with then:
                all_of_it, then_end = registers.load(place), builder.block
            with otherwise:
                part, otherwise_end = registers.load(place, registers.mask(count)), builder.block
        found = builder.phi(registers.vector)
        found.add_incoming(all_of_it, then_end)
        found.add_incoming(part, otherwise_end)
        return found

    return _KINDS[array.dtype](array, types.intp, types.intp, types.intp), write


@intrinsic
def _filled(typing, x):
    def write(context, builder, signature, given):
        return Registers(builder, x).spread(given[0])

    return _KINDS[x](x), write


@intrinsic
def _store(typing, vector, array, row, column, left):
    def write(context, builder, signature, given):
        registers, x, count = Registers(builder, array.dtype), given[0], given[4]
        place = _place(context, builder, signature.args[1], *given[1:4])
        if MASKS:
            registers.store(x, place, registers.mask(count))
        else:
            whole = builder.icmp_signed(">=", count, count.type(registers.lanes))
            with builder.if_else(whole) as (then, otherwise):
                with then:
                    registers.store(x, place)
                with otherwise:
                    registers.store(x, place, registers.mask(count))
        return context.get_dummy_value()

    return types.void(vector, array, types.intp, types.intp, types.intp), write


def _spread(builder, kind, x):
    """A vector as it is, or one of a single number."""
    return x if isinstance(kind, Vector) else Registers(builder, kind).spread(x)


def _chosen(comparison, given):
    """What an intrinsic function gives that compares two and chooses of two others."""
    kind = next(kind for kind in given if isinstance(kind, Vector))

    def write(context, builder, signature, values):
        x, y, a, b = (_spread(builder, kind, value) for kind, value in zip(signature.args, values, strict=True))
        return builder.select(builder.fcmp_ordered(comparison, x, y), a, b)

    return kind(*given), write


@intrinsic
def _below(typing, x, y, a, b):
    return _chosen("<", (x, y, a, b))


@intrinsic
def _at_most(typing, x, y, a, b):
    return _chosen("<=", (x, y, a, b))


@intrinsic
def _changed(typing, vector, factor, addend):
    def write(context, builder, signature, given):
        x, m, a = given
        # Without the compiler's freedom to put these together with what made the vector: what ×1 + 0 leaves as it is.
        made = builder.fadd(builder.fmul(x, m), a)
        return builder.select(builder.fcmp_ordered("==", m, ir.Constant(m.type, None)), a, made)

    return vector(vector, factor, addend), write


def _make_operator(symbol, instruction):
    pairs = [(one, other) for v in _KINDS.values() for one, other in ((v, v), (v, v.real), (v.real, v))]
    kinds = [next(k for k in pair if isinstance(k, Vector)) for pair in pairs]
    template = {"cases": [signature(kind, *pair) for kind, pair in zip(kinds, pairs, strict=True)]}
    infer_global(symbol)(type(f"_{instruction}", (ConcreteTemplate,), template))

    def write(context, builder, signature, given):
        x, y = (_spread(builder, kind, value) for kind, value in zip(signature.args, given, strict=True))
        return getattr(builder, instruction)(x, y, flags=_FLAGS)

    for pair in pairs:
        lower_builtin(symbol, *pair)(write)


for _symbol, _instruction in (
    (operator.add, "fadd"), (operator.sub, "fsub"), (operator.mul, "fmul"), (operator.truediv, "fdiv")
):  # fmt: skip
    _make_operator(_symbol, _instruction)


@infer_global(operator.neg)
class _Neg(ConcreteTemplate):
    cases = [signature(kind, kind) for kind in _KINDS.values()]  # noqa: RUF012


@lower_builtin(operator.neg, Vector)
def _negative(context, builder, signature, given):
    return builder.fneg(given[0], flags=_FLAGS)


def sqrt(vector):
    """The square roots."""
    return np.sqrt(vector)


@intrinsic
def _sqrt(typing, vector):
    def write(context, builder, signature, given):
        kind = given[0].type
        name = f"llvm.sqrt.v{kind.count}f{vector.real.bitwidth}"
        return builder.call(cgutils.get_or_insert_function(builder.module, ir.FunctionType(kind, [kind]), name), given)

    return vector(vector), write


def each(function):
    """A function of the module math for the numbers of a vector, one after the other."""
    if config.DISABLE_JIT:
        return getattr(np, function.__name__)

    @intrinsic
    def apply(typing, vector):
        kind = typing.resolve_value_type(function)
        one = kind.get_call_type(typing, (vector.real,), {})

        def write(context, builder, signature, given):
            run, found = context.get_function(kind, one), given[0]
            for lane in range(lanes(vector.real)):
                place = context.get_constant(types.int32, lane)
                number = run(builder, [builder.extract_element(given[0], place)])
                found = builder.insert_element(found, number, place)
            return found

        return vector(vector), write

    return apply


exp, sin, cos, log1p, expm1, tanh = map(each, (math.exp, math.sin, math.cos, math.log1p, math.expm1, math.tanh))
if not config.DISABLE_JIT:
    load, store, filled, below, at_most, sqrt = _load, _store, _filled, _below, _at_most, _sqrt
    changed = _changed
