"""The start of the process."""

import os
import subprocess
import sys

PAGE = """
import rnnviz.ui.shell
import torch  # as a page may, before the process has booted
print(torch.get_num_threads())
"""


def test_torch_takes_one_core_whoever_loads_it_first() -> None:
    env = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    made = subprocess.run([sys.executable, "-c", PAGE], env=env, check=True, capture_output=True, text=True)
    assert made.stdout.split() == ["1"]
