"""What of a task's picture reaches the player."""

import numpy as np

from rnnviz.player import unpack
from rnnviz.player.scene import Scene, scene
from rnnviz.tasks import Image, Symbols
from rnnviz.tracing.run import trace_run
from rnnviz.training.build import start
from rnnviz.training.link import preset


def packed(task: str) -> tuple[Image | Symbols, dict[str, object], dict[str, np.ndarray], np.ndarray]:
    """Return an untrained network's strip, as the task has it and as it is packed, and the network's outputs."""
    config = preset("lstm", task)
    trace = trace_run(config, start(config))
    assert trace.outputs is not None
    made = config.make_task()
    strip = made.strip(made.example(), trace.outputs)
    assert isinstance(strip, Image | Symbols)
    header, arrays = unpack(scene(trace, run="run", layer="layer0", strip=strip).block)
    found = header["strip"]
    assert isinstance(found, dict)
    return strip, found, arrays, trace.outputs


def shares(outputs: np.ndarray) -> np.ndarray:
    powers = np.exp(outputs - outputs.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def test_an_image_is_packed_with_its_probabilities() -> None:
    strip, found, arrays, outputs = packed("digits")
    assert isinstance(strip, Image)
    np.testing.assert_array_equal(arrays["strip.image"], strip.pixels)
    np.testing.assert_allclose(arrays["strip.probabilities"], shares(outputs), rtol=1e-5)
    assert found == {"kind": "image", "classes": list("0123456789"), "target": 7, "read_steps": [27]}


def test_the_likeliest_class_is_said_by_name() -> None:
    _, found, arrays, outputs = packed("recall")
    assert found["said"] == ["ABCD"[k] for k in outputs.argmax(-1)]
    assert found["asked"] == [None] * 49 + ["A"]
    np.testing.assert_allclose(arrays["strip.certainty"], shares(outputs).max(-1), rtol=1e-5)


def test_what_the_classes_leave_out_is_said_by_name_too() -> None:
    strip, found, arrays, outputs = packed("text")
    assert isinstance(strip, Symbols)
    assert strip.classes[-1] == "…"
    assert "…" not in found["said"]  # type: ignore[operator]
    assert found["asked"][:-1] == found["tokens"][1:]  # type: ignore[index]
    np.testing.assert_allclose(arrays["strip.certainty"], shares(outputs).max(-1), rtol=1e-5)


def test_only_what_differs_is_told() -> None:
    base = Scene({"run": "a", "caption": "before"}, {"f": np.zeros((4, 2)), "h": np.array([[np.nan, 1.0]])})
    moved = Scene({"run": "a", "caption": "now"}, {"f": np.ones((4, 2)), "h": np.array([[np.nan, 1.0]])})
    header, arrays = unpack(moved.since(base, "base"))
    assert header.keys() == {"caption", "base", "arrays", "version"}
    assert header["base"] == {"name": "base", "version": base.version}
    assert arrays.keys() == {"f"}
    np.testing.assert_array_equal(arrays["f"], moved.arrays["f"])
    assert moved.since(base, "base") != moved.since(Scene({**base.header, "caption": ""}, base.arrays), "base")


def test_what_is_told_besides_comes_with_the_differences() -> None:
    base = Scene({"run": "a"}, {"f": np.zeros((4, 2))})
    more = Scene({"run": "a"}, {"f": np.zeros((4, 2)), "given.f": np.ones((4, 2))})
    _, arrays = unpack(more.since(base, "base"))
    assert arrays.keys() == {"given.f"}
    assert base.since(more, "base") == base.block


def test_a_scene_of_something_else_is_told_whole() -> None:
    base = Scene({"run": "a"}, {"f": np.zeros((4, 2))})
    other = Scene({"run": "a"}, {"z": np.zeros((4, 2))})
    assert other.since(base, "base") == other.block
