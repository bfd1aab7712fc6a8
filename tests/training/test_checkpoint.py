"""Checkpoints in files: what comes back, what a file holds, and what a wrong file says."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.checkpoint import FORMAT, Checkpoint, load, save
from rnnviz.training.config import ConfigError, RunConfig
from tests.training.trainings import same_bits, small, train


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.safetensors"


def trained(**choices: Any) -> tuple[RunConfig, Checkpoint]:
    config = small(hidden=3, layers=2, bidirectional=True, clip=0.5, **choices)
    return config, train(config, [5])[0]


@pytest.mark.parametrize(("optimiser", "momentum"), [("adam", 0), ("sgd", 0), ("sgd", 0.9), ("rmsprop", 0)])
@pytest.mark.parametrize("task", ["sine", "recall"])
def test_what_comes_back_is_the_same_and_goes_on_the_same(
    path: Path, optimiser: str, momentum: float, task: str
) -> None:
    config, checkpoint = trained(optimiser=optimiser, momentum=momentum, task=task)
    save(path, config, checkpoint)
    config_again, again = load(path)
    assert config_again == config
    assert same_bits(again, checkpoint)
    on, on_again = (advance(config, moment, Budget(5)) for moment in (checkpoint, again))
    assert same_bits(on.checkpoint, on_again.checkpoint)
    assert np.array_equal(on.losses, on_again.losses)


def test_the_start_can_be_saved(path: Path) -> None:
    config = small(task="recall", options={"steps": 7}, forget_bias=2)
    save(path, config, start(config))
    assert load(path)[0] == config
    assert same_bits(load(path)[1], start(config))


def test_the_file_is_a_header_of_json_and_bare_numbers(path: Path) -> None:
    config, checkpoint = trained()
    save(path, config, checkpoint)
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    note = header.pop("__metadata__")
    assert note["format"] == FORMAT
    assert json.loads(note["json"])["iteration"] == 5
    assert json.loads(note["json"])["config"]["hidden"] == 3
    arrays = {f"weights/{name}": tensor for name, tensor in checkpoint.weights.items()}
    arrays |= {f"optimiser/{name}": tensor for name, tensor in checkpoint.optimiser.items()}
    assert header.keys() == arrays.keys()
    body = content[8 + length :]
    for name, place in header.items():
        begin, end = place["data_offsets"]
        assert place["dtype"] == "F32"
        values = np.frombuffer(body[begin:end], "<f4").reshape(place["shape"])
        assert np.array_equal(values, arrays[name].numpy())
    assert len(body) == max(place["data_offsets"][1] for place in header.values())


def test_its_size_is_that_of_its_arrays() -> None:
    checkpoint = trained()[1]
    parameters = sum(tensor.numel() for tensor in checkpoint.weights.values())
    counts = len(checkpoint.weights)  # Adam: two averages of each parameter and a count of steps for each array
    assert checkpoint.bytes == 4 * (3 * parameters + counts)


def write_note(path: Path, note: str, form: str = FORMAT) -> None:
    save_file({"weights/a": torch.zeros(1)}, path, {"format": form, "json": note})


def refusal(path: Path) -> str:
    with pytest.raises(ValueError, match=r"run\.safetensors") as caught:
        load(path)
    assert "choose a file that rnnviz saved" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04 not one of ours", b"\x80\x04N.", b"\xff" * 64])
def test_another_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "not a safetensors file" in refusal(path)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.99])
def test_a_truncated_file(path: Path, share: float) -> None:
    save(path, *trained())
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "not a safetensors file" in refusal(path)


def test_safetensors_of_another_program(path: Path) -> None:
    save_file({"a": torch.zeros(1)}, path)
    assert f"'{FORMAT}'" in refusal(path)
    write_note(path, "{}", "rnnviz checkpoint 99")
    assert f"'{FORMAT}'" in refusal(path)


@pytest.mark.parametrize(
    "note", ["", "{", "[]", "{}", '{"iteration": "x", "config": {}}', '{"iteration": 1, "config": 3}']
)
def test_a_damaged_header(path: Path, note: str) -> None:
    write_note(path, note)
    assert "damaged header" in refusal(path)


def test_a_configuration_that_is_not_allowed(path: Path) -> None:
    write_note(path, json.dumps({"iteration": 1, "config": {"hidden": 0}}))
    with pytest.raises(ConfigError, match="Hidden size is '0'"):
        load(path)
