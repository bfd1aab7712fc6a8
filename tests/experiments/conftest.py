"""The experiments train as on the page once it has been up for a while: by the engine of its own choice."""

import pytest

from rnnviz.kernels.load import load
from rnnviz.kernels.workshop import WORKSHOP


@pytest.fixture(autouse=True)
def kernels_are_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
