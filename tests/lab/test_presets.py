"""Each preset does what its sentence says, and what a network of torch with the same weights does."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from rnnviz.lab import PRESETS, Bench
from rnnviz.network.packing import PACKINGS, pack
from rnnviz.tracing.activations import half_life
from rnnviz.tracing.trace import Trace

DONE: dict[str, Callable[[Bench, Trace], None]] = {}


def sentence_of(key: str) -> Callable[[Callable[[Bench, Trace], None]], Callable[[Bench, Trace], None]]:
    def note(check: Callable[[Bench, Trace], None]) -> Callable[[Bench, Trace], None]:
        DONE[key] = check
        return check

    return note


def of(trace: Trace, name: str) -> np.ndarray:
    return trace[f"layer0.{name}"][:, 0]


def pulse(bench: Bench) -> int:
    return int(np.flatnonzero(bench.inputs[:, 0])[0])


@sentence_of("hold")
def _hold(bench: Bench, trace: Trace) -> None:
    at = pulse(bench)
    assert of(trace, "f").min() > 0.999999
    assert of(trace, "i")[at] > 0.999999
    assert np.delete(of(trace, "i"), at).max() < 1e-6
    assert of(trace, "c")[at] == pytest.approx(1, abs=1e-6)
    assert np.ptp(of(trace, "c")[at:]) < 1e-6


def _leak(kept: float, steps: float) -> Callable[[Bench, Trace], None]:
    def check(bench: Bench, trace: Trace) -> None:
        at, f, c = pulse(bench), of(trace, "f"), of(trace, "c")
        np.testing.assert_allclose(f, kept, atol=0.005)
        np.testing.assert_allclose(half_life(f), steps, rtol=0.03)
        # What is seen, and not only what the formula says: c decays by f, so it is halved after that many steps.
        np.testing.assert_allclose(c[at:], f[0] ** np.arange(len(c) - at), atol=1e-6)
        if steps < len(c) - at - 1:
            assert c[at + int(steps)] > 0.5 > c[at + int(steps) + 1]

    return check


DONE["leak1"], DONE["leak3"], DONE["leak5"] = _leak(0.731, 2.21), _leak(0.953, 14.3), _leak(0.993, 103)


@sentence_of("count")
def _count(bench: Bench, trace: Trace) -> None:
    np.testing.assert_allclose(of(trace, "c"), np.cumsum(bench.inputs[:, 0]), atol=1e-5)
    assert min(of(trace, gate).min() for gate in "ifo") > 0.999999


@sentence_of("sample")
def _sample(bench: Bench, trace: Trace) -> None:
    value, write = bench.inputs.T
    held = 0.0
    for step in range(bench.steps):
        held = np.tanh(value[step]) if write[step] else held
        assert of(trace, "c")[step] == pytest.approx(held, abs=0.004)
    assert of(trace, "i")[write == 1].min() > 0.9999 > 0.0001 > of(trace, "f")[write == 1].max()
    assert of(trace, "i")[write == 0].max() < 0.0001 < 0.9999 < of(trace, "f")[write == 0].min()


@sentence_of("parity")
def _parity(bench: Bench, trace: Trace) -> None:
    odd = np.cumsum(bench.inputs[:, 0]) % 2 == 1
    np.testing.assert_array_equal(of(trace, "h") > 0.3, odd)


@sentence_of("reset")
def _reset(bench: Bench, trace: Trace) -> None:
    count = 0
    for step in range(bench.steps):
        count = 0 if bench.inputs[step, 1] else count + 1
        assert of(trace, "c")[step] == pytest.approx(count, abs=1e-4)
    assert of(trace, "f")[bench.inputs[:, 1] == 1].max() < 1e-6


@sentence_of("dead")
def _dead(bench: Bench, trace: Trace) -> None:
    assert of(trace, "c")[pulse(bench) :].min() > 0.999
    assert np.abs(of(trace, "h")).max() < 1e-6


@sentence_of("saturation")
def _saturation(bench: Bench, trace: Trace) -> None:
    assert np.abs([bench.weights[f"W_{gate}"] for gate in "ifgo"]).min() == 30
    for gate in "ifo":
        values = of(trace, gate)
        assert np.mean((values < 0.02) | (values > 0.98)) > 0.85


@sentence_of("explodes")
def _explodes(bench: Bench, trace: Trace) -> None:
    h = of(trace, "h")[pulse(bench) :]
    np.testing.assert_allclose(h[1:] / h[:-1], 1.2, rtol=1e-9)


@sentence_of("vanishes")
def _vanishes(bench: Bench, trace: Trace) -> None:
    h = of(trace, "h")[pulse(bench) :]
    assert 0 < h[20] < h[0] / 1000


@sentence_of("gru")
def _gru(bench: Bench, trace: Trace) -> None:
    at = pulse(bench)
    assert of(trace, "z")[at] < 1e-6
    assert np.delete(of(trace, "z"), at).min() > 0.999999
    assert np.ptp(of(trace, "h")[at:]) < 1e-6
    assert of(trace, "h")[at] > 0.999


@pytest.mark.parametrize("key", PRESETS)
def test_the_sentence_is_true(key: str) -> None:
    bench = PRESETS[key].make()
    DONE[key](bench, bench.trace())


@pytest.mark.parametrize("key", PRESETS)
def test_torch_computes_the_same(key: str) -> None:
    bench = PRESETS[key].make()
    packing = PACKINGS[bench.cell.key]
    module = packing.make(bench.features, bench.units, batch_first=True).double()
    packed = pack(packing, {name: torch.tensor(np.array(array)) for name, array in bench.weights.items()})
    module.load_state_dict({f"{name}_l0": tensor for name, tensor in packed.items()})
    with torch.no_grad():
        expected = module(torch.tensor(np.array(bench.inputs))[None])[0][0].numpy()
    np.testing.assert_allclose(bench.trace()["layer0.h"], expected, rtol=1e-9, atol=1e-12)


def test_half_lives_at_the_ends() -> None:
    np.testing.assert_array_equal(half_life(np.array([1.0, 0.5, 0.0])).round(3), [np.inf, 1.0, 0.001])
