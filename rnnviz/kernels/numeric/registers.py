"""The vector registers of this machine, as what is written in LLVM's own language fills, reads and empties them."""

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils, config

from .jit import FASTMATH

FEATURES = config.CPU_FEATURES if config.CPU_FEATURES is not None else binding.get_host_cpu_features().flatten()
"""What the machine that is compiled for can do: this one, where Numba is not told otherwise."""
BYTES = 64 if "+avx512f" in FEATURES else 32 if "+avx" in FEATURES.split(",") else 16
"""Length of a register."""
MANY = BYTES != 32
"""Whether there are 32 of them, not 16."""
MASKS = BYTES == 64
"""Whether the machine reads and writes a part of a register as fast as all of it."""

FAST = tuple(FASTMATH)
INDEX, SHORT, BYTE, BOOL = ir.IntType(64), ir.IntType(32), ir.IntType(8), ir.IntType(1)


def lanes(real):
    """How many numbers of a type a register holds."""
    return BYTES * 8 // real.bitwidth


class Registers:
    """Registers of numbers of one type in one function.

    Args:
        real: Numba's type of the numbers.
    """

    def __init__(self, builder, real):
        self.builder, self.lanes, self.bytes = builder, lanes(real), real.bitwidth // 8
        self.number = ir.FloatType() if real == types.float32 else ir.DoubleType()
        self.pointer = self.number.as_pointer()
        self.vector = ir.VectorType(self.number, self.lanes)
        self.zero = ir.Constant(self.vector, None)

    def spread(self, x):
        """One number in all places."""
        nothing = ir.Constant(ir.VectorType(x.type, self.lanes), ir.Undefined)
        first = self.builder.insert_element(nothing, x, SHORT(0))
        return self.builder.shuffle_vector(first, nothing, self._constant(SHORT, [0] * self.lanes))

    def mask(self, count):
        """The first `count` places."""
        return self.builder.icmp_signed("<", self._constant(INDEX, range(self.lanes)), self.spread(count))

    def load(self, place, mask=None):
        """The numbers from an address on; zeros where the mask has none."""
        if mask is None:
            return self.builder.load(self._whole(place), align=self.bytes)
        kinds = [self.vector.as_pointer(), SHORT, mask.type, self.vector]
        return self._call("load", self.vector, kinds, [self._whole(place), SHORT(self.bytes), mask, self.zero])

    def store(self, x, place, mask=None):
        """Put numbers there; only those of the mask, if there is one."""
        if mask is None:
            self.builder.store(x, self._whole(place), align=self.bytes)
            return
        kinds = [self.vector, self.vector.as_pointer(), SHORT, mask.type]
        self._call("store", ir.VoidType(), kinds, [x, self._whole(place), SHORT(self.bytes), mask])

    def next(self, place, vectors):
        """The address so many registers on."""
        return self.builder.gep(place, [INDEX(vectors * self.lanes)])

    def _whole(self, place):
        return self.builder.bitcast(place, self.vector.as_pointer())

    def _call(self, what, gives, kinds, given):
        name = f"llvm.masked.{what}.v{self.lanes}f{8 * self.bytes}.p0"
        function = cgutils.get_or_insert_function(self.builder.module, ir.FunctionType(gives, kinds), name)
        return self.builder.call(function, given)

    def _constant(self, kind, numbers):
        return ir.Constant(ir.VectorType(kind, self.lanes), list(numbers))
