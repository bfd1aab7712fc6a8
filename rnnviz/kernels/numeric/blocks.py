"""Matrix products whose sums stay in vector registers from the first addend to the last: the heart of all kernels.

Written in LLVM's own language, because a compiler that is given loops keeps the sums in memory. All products are

    c[i, j] = (c[i, j] if add) + sum over k of a[i · by_row + k · by_k] * w[k, j]

and are made of blocks of some rows i and of as many columns j as fill some registers.
"""

from collections.abc import Callable
from contextlib import contextmanager

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils

_FEATURES = binding.get_host_cpu_features()
REGISTER = 64 if _FEATURES.get("avx512f") else 32 if _FEATURES.get("avx") else 16
"""Bytes of a vector register of this machine."""
_SPARE = REGISTER != 32
"""Whether it has 32 of them, not 16."""

ROWS = 4
_BLOCKS = ((4 if _SPARE else 2, 1, False), (1, 2, True))
"""Of `ROWS` rows: registers side by side, sums that run next to each other in one place, whether some are masked."""
_BLOCKS_OF_ONE = (
    ((16, 1, False), (4, 4, False), (1, 8, True)) if _SPARE else ((8, 1, False), (2, 4, False), (1, 8, True))
)
"""Of one row: wide ones read the matrix in the order in which it lies; narrow ones need more sums at a time."""
MOST_ADDENDS = 128
"""Addends of a long sum that are read before the next columns: they stay near the processor."""

_FAST = ("contract", "nsz", "reassoc")
_INDEX, _SHORT, _BOOL = ir.IntType(64), ir.IntType(32), ir.IntType(1)


def product(builder, real, *given):
    """Call the product of numbers of a type: a, by_row, by_k, rows, count, w, w_by, c, c_by, columns, add."""
    builder.call(_Product(builder.module, real).function, given)


class _Function:
    """Writes a function into a module, where it is not in it yet."""

    def __init__(self, module, real, name, given):
        self.real = real
        self.number = ir.FloatType() if real == types.float32 else ir.DoubleType()
        self.pointer = self.number.as_pointer()
        self.bytes = real.bitwidth // 8
        self.lanes = REGISTER // self.bytes
        kinds = [self.pointer if kind is None else kind for kind in given]
        self.function = cgutils.get_or_insert_function(module, ir.FunctionType(ir.VoidType(), kinds), name)
        if self.function.is_declaration:
            self.function.linkage = "linkonce_odr"
            self.function.attributes.add("noinline")
            self.builder = ir.IRBuilder(self.function.append_basic_block())
            self.write()
            self.builder.ret_void()

    def write(self):
        raise NotImplementedError


class _Product(_Function):
    """All blocks of a product."""

    def __init__(self, module, real):
        given = [None, _INDEX, _INDEX, _INDEX, _INDEX, None, _INDEX, None, _INDEX, _INDEX, _BOOL]
        super().__init__(module, real, f"rnnviz_product_{real}", given)

    def write(self):
        a, by_row, by_k, rows, count, w, w_by, c, c_by, columns, add = self.function.args
        build = self.builder
        together = build.and_(rows, _INDEX(-ROWS))
        with self.counted(_INDEX(0), count, MOST_ADDENDS) as k:
            rest = build.sub(count, k)
            few = build.select(build.icmp_signed("<", rest, _INDEX(MOST_ADDENDS)), rest, _INDEX(MOST_ADDENDS))
            adds = build.or_(add, build.icmp_signed(">", k, _INDEX(0)))
            a_k, w_k = build.gep(a, [build.mul(k, by_k)]), build.gep(w, [build.mul(k, w_by)])

            def block(size, i, m, kind):
                at = [build.gep(a_k, [build.mul(i, by_row)]), by_row, by_k, build.gep(w_k, [m]), w_by]
                out = build.gep(c, [build.add(build.mul(i, c_by), m)])
                function = _Block(build.module, self.real, size, *kind).function
                build.call(function, [*at, out, c_by, few, build.sub(columns, m), adds])

            for m, kind in self.across(columns, _BLOCKS):
                with self.counted(_INDEX(0), together, ROWS) as i:
                    block(ROWS, i, m, kind)
            with self.counted(together, rows, 1) as i:
                for m, kind in self.across(columns, _BLOCKS_OF_ONE):
                    block(1, i, m, kind)

    def across(self, columns, kinds):
        """The first column of each block, and its kind: as many of the wide ones as there is room for."""
        begin = _INDEX(0)
        for kind in kinds:
            width = kind[0] * self.lanes
            end = columns if kind[-1] else self.builder.sub(columns, _INDEX(width - 1))
            with self.counted(begin, end, width) as m:
                yield m, kind
            begin = m

    @contextmanager
    def counted(self, first, end, step):
        """The inside of a loop; afterwards what it yields is the number at which the loop ended."""
        build, before = self.builder, self.builder.block
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        build.branch(head)
        build.position_at_end(head)
        k = build.phi(_INDEX)
        k.add_incoming(first, before)
        build.cbranch(build.icmp_signed("<", k, end), body, after)
        build.position_at_end(body)
        yield k
        k.add_incoming(build.add(k, _INDEX(step)), build.block)
        build.branch(head)
        build.position_at_end(after)


class _Block(_Function):
    """One block, from the first addend to the last."""

    def __init__(self, module, real, rows, vectors, chains, masked):
        self.rows, self.vectors, self.chains, self.masked = rows, vectors, chains, masked
        given = [None, _INDEX, _INDEX, None, _INDEX, None, _INDEX, _INDEX, _INDEX, _BOOL]
        super().__init__(module, real, f"rnnviz_block_{real}_{rows}_{vectors}_{chains}", given)

    def write(self):
        a, by_row, self.by_k, self.w, self.w_by, c, c_by, count, columns, add = self.function.args
        build = self.builder
        self.vector = ir.VectorType(self.number, self.lanes)
        if self.masked:
            self.mask = build.icmp_signed("<", self.constant(_INDEX, range(self.lanes)), self.spread(columns))
        self.begins = [build.gep(a, [build.mul(by_row, _INDEX(row))]) for row in range(self.rows)]
        places = self.rows * self.vectors
        sums = [ir.Constant(self.vector, None)] * (places * self.chains)
        k, sums = self.summed(_INDEX(0), count, self.chains, sums)
        if self.chains > 1:
            sums[:places] = self.summed(k, count, 1, sums[:places])[1]
        while len(sums) > places:
            half = len(sums) // 2
            sums = [build.fadd(x, y, flags=_FAST) for x, y in zip(sums[:half], sums[half:], strict=True)]
        rows = [build.gep(c, [build.mul(c_by, _INDEX(row))]) for row in range(self.rows)]
        with build.if_else(add) as (then, otherwise):
            with then:
                self.put(rows, sums, lambda x, row, v: build.fadd(x, self.load(row, v), flags=_FAST))
            with otherwise:
                self.put(rows, sums, lambda x, row, v: x)

    def summed(self, first, last, step, sums):
        """Over k, `step` at a time while there are so many; returns the k after it and the sums."""
        build, before = self.builder, self.builder.block
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        build.branch(head)
        build.position_at_end(head)
        k = build.phi(_INDEX)
        k.add_incoming(first, before)
        carried = [build.phi(self.vector) for _ in sums]
        build.cbranch(build.icmp_signed("<=", build.add(k, _INDEX(step)), last), body, after)
        build.position_at_end(body)
        factors = [pair for chain in range(step) for pair in self.factors(build.add(k, _INDEX(chain)))]
        for phi, begin, (x, y) in zip(carried, sums, factors, strict=True):
            phi.add_incoming(begin, before)
            phi.add_incoming(build.fadd(phi, build.fmul(x, y, flags=_FAST), flags=_FAST), body)
        k.add_incoming(build.add(k, _INDEX(step)), body)
        build.branch(head)
        build.position_at_end(after)
        return k, carried

    def factors(self, k):
        """The two factors for each place."""
        build = self.builder
        row, at = build.gep(self.w, [build.mul(k, self.w_by)]), build.mul(k, self.by_k)
        others = [self.load(row, v) for v in range(self.vectors)]
        ones = [self.spread(build.load(build.gep(begin, [at]))) for begin in self.begins]
        return [(one, other) for one in ones for other in others]

    def put(self, rows, sums, become: Callable):
        for place, x in enumerate(sums):
            row, v = rows[place // self.vectors], place % self.vectors
            self.store(become(x, row, v), row, v)

    def load(self, row, v):
        if not self.masked:
            return self.builder.load(self.place(row, v), align=self.bytes)
        kinds, nothing = [self.vector.as_pointer(), _SHORT, self.mask.type, self.vector], ir.Constant(self.vector, None)
        return self.call("load", self.vector, kinds, [self.place(row, v), _SHORT(self.bytes), self.mask, nothing])

    def store(self, x, row, v):
        if not self.masked:
            self.builder.store(x, self.place(row, v), align=self.bytes)
            return
        kinds = [self.vector, self.vector.as_pointer(), _SHORT, self.mask.type]
        self.call("store", ir.VoidType(), kinds, [x, self.place(row, v), _SHORT(self.bytes), self.mask])

    def call(self, what, gives, kinds, given):
        name = f"llvm.masked.{what}.v{self.lanes}f{8 * self.bytes}.p0"
        function = cgutils.get_or_insert_function(self.function.module, ir.FunctionType(gives, kinds), name)
        return self.builder.call(function, given)

    def place(self, row, v):
        return self.builder.bitcast(self.builder.gep(row, [_INDEX(v * self.lanes)]), self.vector.as_pointer())

    def spread(self, x):
        """A vector of one number."""
        nothing = ir.Constant(ir.VectorType(x.type, self.lanes), ir.Undefined)
        first = self.builder.insert_element(nothing, x, _SHORT(0))
        return self.builder.shuffle_vector(first, nothing, self.constant(_SHORT, [0] * self.lanes))

    def constant(self, kind, numbers):
        return ir.Constant(ir.VectorType(kind, self.lanes), list(numbers))
