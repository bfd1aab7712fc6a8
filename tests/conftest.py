"""Settings of all tests: one thread for torch, and hypothesis without a clock."""

import os
from pathlib import Path

# Read by torch and numpy when they load, and inherited by the servers that tests start.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Kernels that tests compile stay in the project: the next run of the tests compiles nothing.
os.environ.setdefault("RNNVIZ_KERNELS", str(Path(__file__).parents[1] / ".kernels"))

import pytest
from hypothesis import settings

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def _no_compiler_behind_the_tests() -> None:
    """What a test finds ready does not hang on those before it: a kernel is there where a test asks for it."""
    from rnnviz.kernels.workshop import WORKSHOP

    WORKSHOP.begin = lambda *_, **__: None  # type: ignore[method-assign]


@pytest.fixture
def kernels_are_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trainings go as on a page that has been up for a while: by the engine of its own choice."""
    from rnnviz.kernels.load import load
    from rnnviz.kernels.workshop import WORKSHOP

    monkeypatch.setattr(WORKSHOP, "kernel", load)
