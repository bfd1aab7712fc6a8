"""Backpropagation through time, as the source of a kernel: the equations of a cell in reverse."""

from __future__ import annotations

from collections.abc import Iterator

from rnnviz.cells.cell import INPUT, PREVIOUS
from rnnviz.cells.expression import Add, Call, Expr, Mul, Name, Neg, Number, Sub, walk
from rnnviz.kernels.loops import PLACE, Each, looped
from rnnviz.kernels.program import Group, Item, Product, Value
from rnnviz.kernels.source import Names, cut, cut_trained

_DERIVATIVES = {
    "sigmoid": "({y} * (k1 - {y}))",
    "tanh": "(k1 - {y} * {y})",
    "relu": "slope({y})",
    "softplus": "(-expm1(-{y}))",
    "exp": "{y}",
    "abs": "sign({a})",
    "sin": "cos({a})",
    "cos": "(-sin({a}))",
}


class Gradient:
    """Writes the backward pass.

    What a leaf owes to the equations that read it is collected as source, term by term, and written down when all
    terms are there.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.terms: dict[str, list[str]] = {}
        self.placed: dict[str, str] = {}  # products whose adjoint is written, and where
        self.written: dict[str, str] = {}  # adjoints of products, as source, that stay as they are
        self.sums: dict[str, str] = {}  # vectors whose gradient is a sum of columns of a product's adjoint
        self.scratch: list[str] = []
        self.uses = self._count_uses()

    def lines(self) -> list[str]:
        """The body of the function."""
        step, ahead = self.reverse(self.names.program.each_step, "t * B", "B"), self.settle("t * B", "B")
        body = step + ahead
        before = self.reverse(self.names.program.ahead, "0", "T * B") + self.settle("0", "T * B", ahead=True)
        head = [*cut(self.names.layout.tape, "tape"), *cut(self.names.layout.adjoints, "adjoints")]
        head += [*cut_trained(self.names, "", "W", "V"), *cut_trained(self.names, "g", "gW", "gV")]
        head += [*self.turned(), *self.scratch]
        loop = ["for t in range(T - 1, -1, -1):", *(f"    {line}" for line in body or ["pass"])]
        return [*head, *loop, *before, *self.trained()]

    def turned(self) -> list[str]:
        """The matrices transposed, where the gradients of their operands are wanted."""
        homes = {group.home for group in self.names.program.groups}
        inner = {group.home for group in self.names.program.groups if group.operand != INPUT}
        return [f"wt{n} = transposed(w{n}, {True if n in inner else 'wants_dx'})" for n in sorted(homes)]

    def _count_uses(self) -> dict[str, int]:
        uses: dict[str, int] = {}
        for value in self.names.program.values():
            for node in walk(value.expression):
                if isinstance(node, Name):
                    uses[node.name] = uses.get(node.name, 0) + 1
        return uses

    def reverse(self, items: tuple[Item, ...], first: str, rows: str) -> list[str]:
        """One step, or all that was computed ahead, from the last item to the first."""
        lines: list[str] = []
        loops: list[Each] = []
        for item in reversed(items):
            if isinstance(item, Value):
                loops += self.value(item, first, rows)
            else:
                lines += looped([*loops, *self.group(item)], first, rows)
                loops = []
                lines += self.operand(self.names.program.groups[item], item, first, rows)
        return lines + looped(loops, first, rows)

    def value(self, item: Value, first: str, rows: str) -> list[Each]:
        """The adjoint of a value, handed on to what it was computed from."""
        loops: list[Each] = []
        adjoint = " + ".join(self.terms.pop(item.key, []))
        block = self.names.adjoints.get(item.key)
        if block is not None:
            own = self.names.own(block)
            loops += [Each(item.axis, own, "+=", adjoint)] if adjoint else []
            adjoint = own
        elif not adjoint:
            return []
        expression = item.expression
        if isinstance(expression, Call):
            y, a = self.names.leaf(item.key), self.names.value(expression.argument)
            adjoint = f"({adjoint}) * {_DERIVATIVES[expression.function].format(y=y, a=a)}"
            expression = expression.argument
        kept, adjoint = self.keep(expression, adjoint, item.axis, first, rows)
        self.hand_on(expression, adjoint)
        return loops + kept

    def keep(self, expression: Expr, adjoint: str, axis: str, first: str, rows: str) -> tuple[list[Each], str]:
        """Write an adjoint down where more than one leaf will read it: in the place of a product's, if that is it."""
        for name in _added(expression):
            if name in self.names.products and self.uses[name] == 1:
                number, before = self.names.products[name]
                self.placed[name] = f"dp{number}[r, {before} + j]"
                self.written[self.placed[name]] = name
                return [Each(axis, self.placed[name], "=", adjoint)], self.placed[name]
        leaves = sum(isinstance(node, Name) for node in walk(expression))
        if leaves < 2 or PLACE.fullmatch(adjoint):
            return [], adjoint
        name = f"e{len(self.scratch)}"
        self.scratch.append(f"{name} = np.empty(({rows}, {axis}), x.dtype)")
        return [Each(axis, f"{name}[r - {first}, j]", "=", adjoint)], f"{name}[r - {first}, j]"

    def hand_on(self, expression: Expr, adjoint: str) -> None:
        match expression:
            case Name(name):
                if self.placed.get(name) != adjoint:
                    self.terms.setdefault(name, []).append(adjoint)
            case Neg(operand):
                self.hand_on(operand, f"(-({adjoint}))")
            case Add(left, right):
                self.hand_on(left, adjoint)
                self.hand_on(right, adjoint)
            case Sub(left, right):
                self.hand_on(left, adjoint)
                self.hand_on(right, f"(-({adjoint}))")
            case Mul(left, right):
                self.hand_on(left, f"({adjoint}) * {self.names.value(right)}")
                self.hand_on(right, f"({adjoint}) * {self.names.value(left)}")
            case Number():
                pass

    def group(self, number: int) -> Iterator[Each]:
        """The adjoints of a group's products that are not written yet."""
        for product in self.names.program.groups[number].products:
            if product.key not in self.placed:
                self.terms.setdefault(product.key, ["k0"])
            yield from self.write(product)

    def write(self, product: Product) -> list[Each]:
        """The adjoint of a product, as far as it is known by now."""
        if product.key not in self.terms:
            return []
        number, before = self.names.products[product.key]
        sign = "+=" if product.key in self.placed else "="
        self.placed[product.key] = f"dp{number}[r, {before} + j]"
        adjoint = " + ".join(self.terms.pop(product.key))
        if self.uses[product.key] == 1:
            self.written[adjoint] = product.key
        return [Each(product.axis, self.placed[product.key], sign, adjoint)]

    def operand(self, group: Group, number: int, first: str, rows: str) -> list[str]:
        """What a group's operand owes to its products."""
        array, row = self.names.place(group)
        begin, turn = (row, "t & 1") if first != "0" else ("0", "0")
        line = f"times_transposed(dp{number}, {first}, {rows}, wt{group.home}, {self.names.columns(group)}, "
        if group.operand == INPUT:
            return ["if wants_dx:", f"    {line}dx, {begin}, {turn})"]
        return [f"{line}d{array}, {begin}, {turn})"]

    def settle(self, first: str, rows: str, ahead: bool = False) -> list[str]:
        """Write down what is left at the end of a step: of the states before it, and of all that was there ahead."""
        loops: list[Each] = []
        names = self.names
        if not ahead:
            for item in names.program.ahead:
                if isinstance(item, Value) and item.key in self.terms:
                    terms = " + ".join(self.terms.pop(item.key))
                    loops.append(Each(item.axis, names.own(names.adjoints[item.key]), "+=", terms))
                elif not isinstance(item, Value):
                    for product in names.program.groups[item].products:
                        loops += self.write(product)
        for state, axis in names.program.states:
            if state + PREVIOUS in self.terms:
                terms = " + ".join(self.terms.pop(state + PREVIOUS))
                loops.append(Each(axis, f"{names.adjoints[state].name}[r, j]", "+=", terms))
        for vector, axis in names.program.vectors:
            terms_of = self.terms.pop(vector, [])
            if len(terms_of) == 1 and terms_of[0] in self.written and vector not in self.sums:
                self.sums[vector] = self.written[terms_of[0]]
            elif terms_of:
                loops.append(Each(axis, f"g{names.vectors[vector]}[j]", "+=", " + ".join(terms_of)))
        lines = looped(loops, first, rows)
        if INPUT in self.terms:
            terms = " + ".join(self.terms.pop(INPUT))
            lines += ["if wants_dx:"]
            lines += [f"    {line}" for line in looped([Each("F", "dx[r, j]", "+=", terms)], first, rows)]
        return lines

    def trained(self) -> list[str]:
        """The gradients of matrices, and of the vectors that are sums, after the last step."""
        lines: list[str] = []
        for number, group in enumerate(self.names.program.groups):
            array, row = self.names.place(group)
            begin = "B" if row.startswith("(") else "0"
            columns = self.names.columns(group)
            lines.append(f"outer({array}, {begin}, T * B, dp{number}, 0, gw{group.home}, {columns})")
        for vector, key in self.sums.items():
            number, before = self.names.products[key]
            lines.append(f"column_sums(dp{number}, T * B, {before}, g{self.names.vectors[vector]})")
        return lines


def _added(expression: Expr) -> Iterator[str]:
    """The leaves that an expression adds as they are."""
    match expression:
        case Name(name):
            yield name
        case Add(left, right):
            yield from _added(left)
            yield from _added(right)
        case Sub(left, _):
            yield from _added(left)
