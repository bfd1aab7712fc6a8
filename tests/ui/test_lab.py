"""Gate lab: every number can be set from everywhere, and the sentence is of what stands there."""

import numpy as np
import pytest

from rnnviz.lab import PRESETS, blank
from rnnviz.player.sliders import Said
from rnnviz.ui.history import begun
from rnnviz.ui.lab import console, session
from rnnviz.ui.lab.page import sentence


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_can_be_set_from_a_cell_of_zeros(key: str) -> None:
    wanted = PRESETS[key].make()
    zeros = begun(blank(wanted.cell, wanted.units, wanted.inputs))
    told = {control.id: control.value for group in console.panel(begun(wanted)).groups for control in group.controls}
    found = session.take(zeros, Said(serial=1, revision=zeros.revision, values=told)).present
    assert console.same(found, wanted)
    assert all(np.array_equal(found.weights[name], array) for name, array in wanted.weights.items())


def test_a_preset_that_was_changed_does_not_say_what_it_did() -> None:
    assert sentence("hold", True).endswith("what was written stays, unchanged.")
    assert sentence("hold", False) == "Began as “Hold for ever”, and has been changed since."
    assert sentence("", False) == "Set by hand."
