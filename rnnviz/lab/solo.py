"""One unit of a trained network on a bench: its own weights, and all the rest of the network as what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from rnnviz.cells import Cell
from rnnviz.cells.cell import INPUT, PREVIOUS
from rnnviz.cells.evaluate import NUMPY, bind
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Sub, leaf_key, source, walk
from rnnviz.lab.bench import MOST_FEATURES, MOST_STEPS, Bench, BenchError
from rnnviz.tracing.trace import Array, Trace
from rnnviz.words import t


def solo(trace: Trace, layer: str, arrays: Mapping[str, Array], unit: int) -> Bench:
    """A bench whose only unit does what `unit` of a network did.

    In each sum of its equations, all that comes from the network's input and from other units is added up, step by
    step: these sums are what the unit reads, one input each. Its own weights are those of the network. A reverse layer
    is read in the order in which it takes its steps.

    Args:
        trace: of the network; of a long one the first 60 steps are taken.
        layer: address of the layer and direction.
        arrays: its parameters.
        unit: counted from 0.

    Raises:
        BenchError: the cell has more sums than a bench has inputs.
    """
    order = slice(None, None, -1) if layer.endswith(".reverse") else slice(None)
    env = {key: array[order] if array.ndim == 2 else array for key, array in trace.layer(layer).items()}
    cut = _Cut({**arrays, **env}, arrays, unit)
    new = {e.name: cut.expression(e.expression) for e in trace.cell.equations}
    if len(cut.drives) > MOST_FEATURES:
        raise BenchError(
            t("A bench has {most} inputs; one unit of this cell would need {n}.", most=MOST_FEATURES, n=len(cut.drives))
        )
    cell = _with(trace.cell, new)
    inputs = np.column_stack([drive[:MOST_STEPS] for drive in cut.drives.values()])
    weights = {p.name: _own(p.name, arrays, list(cut.drives), unit) for p in cell.parameters}
    states = {state: env[state + PREVIOUS][0, [unit]] for state in cell.states}
    return Bench(cell, weights, inputs, states)


@dataclass
class _Cut:
    """Equations of all units, rewritten for one.

    Attributes:
        env: every array of the trace and the parameters.
        arrays: the parameters alone.
        drives: by the matrix that brings it in, what comes from outside the unit [T].
    """

    env: Mapping[str, Array]
    arrays: Mapping[str, Array]
    unit: int
    drives: dict[str, Array] = field(default_factory=dict)

    def expression(self, expr: Expr) -> Expr:
        """`expr` with one product of the input in each sum that reads anything from outside."""
        match expr:
            case Add() | Sub() | MatMul():
                return self._sum(expr)
            case Mul(left, right):
                return Mul(self.expression(left), self.expression(right))
            case Neg(operand):
                return Neg(self.expression(operand))
            case Call(function, argument):
                return Call(function, self.expression(argument))
            case _:
                return expr

    def _sum(self, expr: Expr) -> Expr:
        terms = _signed_terms(expr, 1)
        products = [(sign, term) for sign, term in terms if isinstance(term, MatMul)]
        kept = [(sign, term) for sign, term in terms if not isinstance(term, MatMul)]
        rewritten: list[tuple[int, Expr]] = [(sign, self.expression(term)) for sign, term in kept]
        if not products:
            return _joined(rewritten)
        carrier = next((p.matrix for _, p in products if _reads_input(p)), None)
        carrier = carrier or f"V_{products[0][1].matrix.partition('_')[2]}"
        self.drives[carrier] = sum(sign * self._from_outside(product) for sign, product in products)  # type: ignore[assignment]
        own = [(sign, product) for sign, product in products if not _reads_input(product)]
        return _joined([(1, MatMul(carrier, Name(INPUT))), *own, *rewritten])

    def _from_outside(self, product: MatMul) -> Array:
        """What a product brings to the unit [T], without what the unit itself gives to it."""
        whole = self.env[leaf_key(product)][:, self.unit].astype(np.float64)
        if _reads_input(product):
            return whole
        operand = bind(product.operand, NUMPY)(self.env)[:, self.unit]
        own: Array = whole - float(self.arrays[product.matrix][self.unit, self.unit]) * operand
        return own


def _own(name: str, arrays: Mapping[str, Array], carriers: list[str], unit: int) -> Array:
    """The unit's part of a parameter; a carrier takes the input of its own and no other."""
    if name in carriers:
        return np.eye(len(carriers))[[carriers.index(name)]]
    array = arrays[name]
    return array[[unit]] if array.ndim == 1 else array[[unit]][:, [unit]]


def _with(cell: Cell, new: Mapping[str, Expr]) -> Cell:
    """The cell with other right-hand sides; the cell itself where it computes the same with one unit."""
    used = {node.matrix for expr in new.values() for node in walk(expr) if isinstance(node, MatMul)}
    if used <= {p.name for p in cell.parameters}:
        return cell
    lines = [f"{e.name} = {source(new[e.name])}  # {e.meaning}".removesuffix("  # ") for e in cell.equations]
    return replace(cell, text="\n".join(lines))


def _reads_input(product: MatMul) -> bool:
    return any(node == Name(INPUT) for node in walk(product.operand))


def _signed_terms(expr: Expr, sign: int) -> list[tuple[int, Expr]]:
    match expr:
        case Add(left, right):
            return _signed_terms(left, sign) + _signed_terms(right, sign)
        case Sub(left, right):
            return _signed_terms(left, sign) + _signed_terms(right, -sign)
        case _:
            return [(sign, expr)]


def _joined(terms: list[tuple[int, Expr]]) -> Expr:
    (sign, first), *rest = sorted(terms, key=lambda term: -term[0])
    found = first if sign > 0 else Neg(first)
    for sign, term in rest:
        found = Add(found, term) if sign > 0 else Sub(found, term)
    return found
