"""E6: RNNCell called three times, and RNN with two layers: what the Reference walks through is what torch prints."""

import re
import subprocess
import sys

import numpy as np

from rnnviz.network.walk import PROGRAM, convolution_against_dense, walk

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def test_the_shapes() -> None:
    found = walk()
    assert found.inputs.shape == (3, 1, 4)
    assert [tuple(state.shape) for state in found.states[1:]] == [(1, 2)] * 3
    assert found.output.shape == (3, 1, 2)
    assert found.hidden.shape == (2, 1, 2)


def test_the_program_prints_the_numbers_of_the_page() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, timeout=60, capture_output=True, text=True)
    found = walk()
    shown = [*found.states[1:], found.output, found.hidden]
    expected = np.concatenate([tensor.detach().numpy().ravel() for tensor in shown])
    np.testing.assert_allclose([float(number) for number in NUMBER.findall(done.stdout)], expected, atol=6e-5)
    assert "torch.Size([3, 1, 2])" in done.stdout
    assert "torch.Size([2, 1, 2])" in done.stdout


def test_a_convolution_beside_a_dense_layer() -> None:
    assert convolution_against_dense() == (204_800, 4_194_304)
