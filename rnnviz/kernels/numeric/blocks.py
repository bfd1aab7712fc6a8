"""Matrix products whose sums stay in vector registers from the first addend to the last: the heart of all kernels.

Written in LLVM's own language, because a compiler that is given loops keeps the sums in memory. All products are

    c[i, j] = (c[i, j] if add) + sum over k of a[i · by_row + k · by_k] * w[k, j]

and are made of blocks of some rows i and of as many columns j as fill some registers.
"""

from contextlib import contextmanager

from llvmlite import ir
from numba.core import cgutils

from .registers import BOOL, BYTE, BYTES, FAST, INDEX, MANY, Registers

ROWS = 4
_BLOCKS = ((4 if MANY else 2, 1, False), (1, 2, True))
"""Of `ROWS` rows: registers side by side, sums that run next to each other in one place, whether some are masked."""
_BLOCKS_OF_ONE = ((16, 1, False), (4, 4, False), (1, 8, True)) if MANY else ((8, 1, False), (2, 4, False), (1, 8, True))
"""Of one row: wide ones read the matrix in the order in which it lies; narrow ones need more sums at a time."""
MOST_ADDENDS = 128
"""Addends of a long sum that are read before the next columns: they stay near the processor."""
MANY_ROWS = 32
"""Rows from which on it pays to copy the columns that all of them read."""
FAR = 1024
"""Bytes from one row of columns to the next from which on they push each other out of the nearest memory."""


def product(builder, real, *given):
    """Call the product of numbers of a type: a, by_row, by_k, rows, count, w, w_by, c, c_by, columns, add."""
    builder.call(_Product(builder.module, real).function, given)


class _Function:
    """Writes a function into a module, where it is not in it yet.

    Args:
        given: types of what it takes; None for an array.
    """

    def __init__(self, module, real, name, given):
        self.real, self.builder = real, ir.IRBuilder()
        self.registers = Registers(self.builder, real)
        kinds = [self.registers.pointer if kind is None else kind for kind in given]
        self.function = cgutils.get_or_insert_function(module, ir.FunctionType(ir.VoidType(), kinds), name)
        if self.function.is_declaration:
            self.function.linkage = "linkonce_odr"
            self.function.attributes.add("noinline")
            self.builder.position_at_end(self.function.append_basic_block())
            self.write()
            self.builder.ret_void()

    def write(self):
        raise NotImplementedError

    @contextmanager
    def counted(self, first, end, step, carried=()):
        """The inside of a loop; afterwards what it yields is the number at which the loop ended.

        Args:
            carried: what the first turn is handed; with it, also the list of what each turn is handed is yielded.
        """
        build, before = self.builder, self.builder.block
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        build.branch(head)
        build.position_at_end(head)
        k = build.phi(INDEX)
        k.add_incoming(first, before)
        phis = [build.phi(x.type) for x in carried]
        for phi, x in zip(phis, carried, strict=True):
            phi.add_incoming(x, before)
        build.cbranch(build.icmp_signed("<", k, end), body, after)
        build.position_at_end(body)
        yield (k, phis) if carried else k
        k.add_incoming(build.add(k, INDEX(step)), build.block)
        build.branch(head)
        build.position_at_end(after)


class _Product(_Function):
    """All blocks of a product."""

    def __init__(self, module, real):
        given = [None, INDEX, INDEX, INDEX, INDEX, None, INDEX, None, INDEX, INDEX, BOOL]
        super().__init__(module, real, f"rnnviz_product_{real}", given)

    def write(self):
        a, by_row, by_k, rows, count, w, w_by, c, c_by, columns, add = self.function.args
        build = self.builder
        together = build.and_(rows, INDEX(-ROWS))
        far = build.icmp_signed(">=", w_by, INDEX(FAR // self.registers.bytes))
        many = build.and_(far, build.icmp_signed(">=", rows, INDEX(MANY_ROWS)))
        panel = self.panel(many)
        with self.counted(INDEX(0), count, MOST_ADDENDS) as k:
            rest = build.sub(count, k)
            few = build.select(build.icmp_signed("<", rest, INDEX(MOST_ADDENDS)), rest, INDEX(MOST_ADDENDS))
            adds = build.or_(add, build.icmp_signed(">", k, INDEX(0)))
            a_k, w_k = build.gep(a, [build.mul(k, by_k)]), build.gep(w, [build.mul(k, w_by)])

            def block(size, i, m, kind, w, w_by):
                at = [build.gep(a_k, [build.mul(i, by_row)]), by_row, by_k, w, w_by]
                out = build.gep(c, [build.add(build.mul(i, c_by), m)])
                function = _Block(build.module, self.real, size, *kind).function
                build.call(function, [*at, out, c_by, few, build.sub(columns, m), adds])

            for m, kind in self.across(columns, _BLOCKS):
                read, by = build.gep(w_k, [m]), w_by
                if not kind[-1]:
                    read, by = self.copied(many, panel, read, w_by, few, kind[0])
                with self.counted(INDEX(0), together, ROWS) as i:
                    block(ROWS, i, m, kind, read, by)
            with self.counted(together, rows, 1) as i:
                for m, kind in self.across(columns, _BLOCKS_OF_ONE):
                    block(1, i, m, kind, build.gep(w_k, [m]), w_by)
        with build.if_then(many):
            self.outside("NRT_Free", ir.VoidType(), panel)

    def panel(self, many):
        """Room for a copy of some columns, where there are rows enough to read it often; freed at the end."""
        build, registers = self.builder, self.registers
        before = build.block
        with build.if_then(many):
            size = MOST_ADDENDS * _BLOCKS[0][0] * registers.lanes * registers.bytes
            made, within = self.outside("NRT_Allocate", BYTE.as_pointer(), INDEX(size + BYTES)), build.block
        panel = build.phi(made.type)
        panel.add_incoming(ir.Constant(made.type, None), before)
        panel.add_incoming(made, within)
        return panel

    def copied(self, many, panel, w, w_by, count, vectors):
        """Some columns, copied where they lie side by side: as they are, their rows would push each other out."""
        build, registers = self.builder, self.registers
        width, before = vectors * registers.lanes, build.block
        with build.if_then(many):
            at = build.and_(build.add(build.ptrtoint(panel, INDEX), INDEX(BYTES - 1)), INDEX(-BYTES))
            copy = build.inttoptr(at, registers.pointer)
            with self.counted(INDEX(0), count, 1) as k:
                row, into = build.gep(w, [build.mul(k, w_by)]), build.gep(copy, [build.mul(k, INDEX(width))])
                for v in range(vectors):
                    registers.store(registers.load(registers.next(row, v)), registers.next(into, v))
            within = build.block
        read, by = build.phi(copy.type), build.phi(INDEX)
        for phi, old, new in ((read, w, copy), (by, w_by, INDEX(width))):
            phi.add_incoming(old, before)
            phi.add_incoming(new, within)
        return read, by

    def outside(self, name, gives, given):
        """Call a function of Numba's runtime."""
        kind = ir.FunctionType(gives, [given.type])
        return self.builder.call(cgutils.get_or_insert_function(self.builder.module, kind, name), [given])

    def across(self, columns, kinds):
        """The first column of each block, and its kind: as many of the wide ones as there is room for."""
        begin = INDEX(0)
        for kind in kinds:
            width = kind[0] * self.registers.lanes
            end = columns if kind[-1] else self.builder.sub(columns, INDEX(width - 1))
            with self.counted(begin, end, width) as m:
                yield m, kind
            begin = m


class _Block(_Function):
    """One block, from the first addend to the last."""

    def __init__(self, module, real, rows, vectors, chains, masked):
        self.rows, self.vectors, self.chains, self.masked = rows, vectors, chains, masked
        given = [None, INDEX, INDEX, None, INDEX, None, INDEX, INDEX, INDEX, BOOL]
        super().__init__(module, real, f"rnnviz_block_{real}_{rows}_{vectors}_{chains}", given)

    def write(self):
        a, by_row, self.by_k, self.w, self.w_by, c, c_by, count, columns, add = self.function.args
        build, registers = self.builder, self.registers
        self.mask = registers.mask(columns) if self.masked else None
        self.begins = [build.gep(a, [build.mul(by_row, INDEX(row))]) for row in range(self.rows)]
        places = self.rows * self.vectors
        k, sums = self.summed(INDEX(0), count, self.chains, [registers.zero] * (places * self.chains))
        if self.chains > 1:
            sums[:places] = self.summed(k, count, 1, sums[:places])[1]
        while len(sums) > places:
            half = len(sums) // 2
            sums = [build.fadd(x, y, flags=FAST) for x, y in zip(sums[:half], sums[half:], strict=True)]
        rows = [build.gep(c, [build.mul(c_by, INDEX(row))]) for row in range(self.rows)]
        into = [registers.next(row, v) for row in rows for v in range(self.vectors)]
        with build.if_else(add) as (then, otherwise):
            with then:
                for x, place in zip(sums, into, strict=True):
                    registers.store(build.fadd(x, registers.load(place, self.mask), flags=FAST), place, self.mask)
            with otherwise:
                for x, place in zip(sums, into, strict=True):
                    registers.store(x, place, self.mask)

    def summed(self, first, last, step, sums):
        """Over k, `step` at a time while there are so many; returns the k after it and the sums."""
        build = self.builder
        with self.counted(first, build.sub(last, INDEX(step - 1)), step, sums) as (k, carried):
            factors = [pair for chain in range(step) for pair in self.factors(build.add(k, INDEX(chain)))]
            for phi, (x, y) in zip(carried, factors, strict=True):
                phi.add_incoming(build.fadd(phi, build.fmul(x, y, flags=FAST), flags=FAST), build.block)
        return k, carried

    def factors(self, k):
        """The two factors for each place."""
        build, registers = self.builder, self.registers
        row, at = build.gep(self.w, [build.mul(k, self.w_by)]), build.mul(k, self.by_k)
        others = [registers.load(registers.next(row, v), self.mask) for v in range(self.vectors)]
        ones = [registers.spread(build.load(build.gep(begin, [at]))) for begin in self.begins]
        return [(one, other) for one in ones for other in others]
