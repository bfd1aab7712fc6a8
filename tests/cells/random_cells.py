"""Random cells that are sound, for tests of whatever is made from a cell: the same seed gives the same cell."""

import numpy as np

from rnnviz.cells import Cell

FUNCTIONS = ("sigmoid", "tanh", "relu", "softplus", "exp", "abs", "sin", "cos")
MOST_DEPTH = 3


def random_cell(seed: int) -> Cell:
    """A cell of one to five lines with everything that the language has: nested products, tied weights, peepholes."""
    return Cell(f"random{seed}", f"Random cell {seed}", _Writer(np.random.default_rng(seed)).text())


def random_parameters(cell: Cell, features: int, hidden: int, seed: int) -> dict[str, np.ndarray]:
    """Small weights for such a cell, with which nothing runs away within a few steps."""
    rng, sizes = np.random.default_rng(seed), {"F": features, "H": hidden}
    return {p.name: rng.uniform(-0.7, 0.7, [sizes[axis] for axis in p.axes]) for p in cell.parameters}


class _Writer:
    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.names: list[str] = []
        self.known: list[str] = []
        self.matrices: dict[str, list[str]] = {"F": [], "H": []}
        self.vectors: list[str] = []

    def text(self) -> str:
        others = [str(name) for name in self.rng.permutation(list("abcgikmq"))[: self.rng.integers(0, 5)]]
        self.names = [*others, "h"]
        self.rng.shuffle(self.names)
        lines = []
        for name in self.names:
            lines.append(f"{name} = {self.bounded(always=name == 'h')}")
            self.known.append(name)
        return "\n".join(lines)

    def bounded(self, always: bool) -> str:
        """A sum of terms, with a matrix if `always`; at times within a function that keeps it small."""
        terms = [self.term(MOST_DEPTH) for _ in range(self.rng.integers(1, 4))]
        first = self.product() if always else self.leaf()
        total = " ".join([first, *(f"{self.pick('+-')} {term}" for term in terms)])
        return f"{self.pick(('tanh', 'sigmoid', 'sin'))}({total})" if self.rng.random() < 0.6 else total

    def term(self, depth: int) -> str:
        kind = self.rng.random()
        if depth == 0 or kind < 0.2:
            return self.leaf()
        if kind < 0.5:
            return self.product()
        if kind < 0.7:
            return f"{self.factor(depth)} * {self.factor(depth)}"
        if kind < 0.85:
            return self.call(depth)
        if kind < 0.92:
            return f"(-{self.factor(depth)})"
        return f"({self.term(depth - 1)} {self.pick('+-')} {self.number()})"

    def factor(self, depth: int) -> str:
        if self.rng.random() < 0.2:
            return self.number()
        if self.rng.random() < 0.3:
            return f"(1 - {self.leaf()})"
        return self.call(depth) if self.rng.random() < 0.4 else self.leaf()

    def call(self, depth: int) -> str:
        function, inner = self.pick(FUNCTIONS), self.term(depth - 1)
        return f"exp(-abs({inner} + {self.leaf()}))" if function == "exp" else f"{function}({self.leaf()} + {inner})"

    def leaf(self) -> str:
        """A value of this step, of the step before, or a vector, at times one that was used before."""
        kind = self.rng.random()
        if self.known and kind < 0.35:
            return self.pick(self.known)
        return f"{self.pick(self.names)}_prev" if kind < 0.65 else self.vector()

    def product(self) -> str:
        kind = self.rng.random()
        if kind < 0.35:
            return f"{self.matrix('F')} @ x"
        if kind < 0.45:
            return f"{self.matrix('F')} @ (v_x * x)"
        if kind < 0.55:
            return f"{self.matrix('H')} @ ({self.matrix('F')} @ x)"
        state = f"{self.pick(self.names)}_prev"
        operand = state if kind < 0.8 else f"({self.leaf()} * {state})"
        return f"{self.matrix('H')} @ {operand}"

    def matrix(self, inputs: str) -> str:
        """A new matrix, or one that was used before: weights may be tied."""
        kept = self.matrices[inputs]
        if not kept or self.rng.random() < 0.85:
            kept.append(f"{'W' if inputs == 'F' else 'U'}_{len(kept)}")
            return kept[-1]
        return self.pick(kept)

    def vector(self) -> str:
        if not self.vectors or self.rng.random() < 0.8:
            self.vectors.append(f"p_{len(self.vectors)}")
            return self.vectors[-1]
        return self.pick(self.vectors)

    def number(self) -> str:
        return f"{self.rng.uniform(0.1, 1.5):.2f}"

    def pick(self, choices: str | tuple[str, ...] | list[str]) -> str:
        return choices[int(self.rng.integers(len(choices)))]
