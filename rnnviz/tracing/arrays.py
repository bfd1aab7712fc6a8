"""A network as arrays: what runs it, changed or not, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rnnviz.cells.cell import Cell
from rnnviz.tracing.changes import edited
from rnnviz.tracing.intervention import READOUT, Change, active, check_changes
from rnnviz.tracing.layers import Parameters, layer_output, run_freely, run_layers, run_outputs
from rnnviz.tracing.trace import Array, Trace


@dataclass(frozen=True, eq=False)
class ArrayNetwork:
    """Recurrent layers and readout.

    Attributes:
        cell: the equations of every layer and direction.
        parameters: the arrays of each of them by address, in order.
        weight, bias: the readout, [K, H] and [K].
    """

    cell: Cell
    parameters: Parameters
    weight: Array
    bias: Array

    @property
    def bidirectional(self) -> bool:
        """Whether a layer also reads from the last step to the first."""
        return any(address.endswith(".reverse") for address in self.parameters)

    def check(self, changes: Sequence[Change]) -> None:
        """Check that there is what is to be changed.

        Raises:
            InterventionError: there is not.
        """
        check_changes(changes, self.cell, self.parameters, {"weight": self.weight, "bias": self.bias})

    def trace(self, inputs: Array, changes: Sequence[Change] = ()) -> Trace:
        """Every value over one example [T, F], with the outputs [T, K].

        Raises:
            InterventionError: there is not what is to be changed.
        """
        self.check(changes)
        trace = run_layers(self.cell, self.parameters, inputs, changes=active(changes))
        return replace(trace, outputs=self._read(layer_output(trace), changes))

    def predict(self, inputs: Array, changes: Sequence[Change] = ()) -> Array:
        """The outputs [B, T, K] over a batch [B, T, F]; interventions hold at the same steps of every sequence."""
        return self._read(run_outputs(self.cell, self.parameters, inputs, active(changes)), changes)

    def free_run(self, first: Array, steps: int, changes: Sequence[Change] = ()) -> Trace | None:
        """A run that feeds on its own outputs, from the input `first` [F]; None where it reads backward, too."""
        if self.bidirectional:
            return None
        readout = self._readout(changes)
        return run_freely(self.cell, self.parameters, readout["weight"], readout["bias"], first, steps, active(changes))

    def _read(self, hidden: Array, changes: Sequence[Change]) -> Array:
        readout = self._readout(changes)
        outputs: Array = hidden @ readout["weight"].T + readout["bias"]
        return outputs

    def _readout(self, changes: Sequence[Change]) -> dict[str, Array]:
        return dict(edited({"weight": self.weight, "bias": self.bias}, changes, READOUT))
