"""From a configuration to a network, at its start or at a checkpoint."""

from __future__ import annotations

import threading

import torch
from torch import Tensor, nn

from rnnviz.network import FusedRecurrent, Network
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import FORGET_BIAS, RunConfig

_random_state = threading.Lock()


def start(config: RunConfig) -> Checkpoint:
    """The checkpoint before the first iteration: the weights that a plain script with this seed begins with."""
    # torch's random state belongs to the whole process; only one thread at a time may borrow it.
    with _random_state, torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        network = _network(config)
    if config.forget_bias is not None and config.has_forget_bias:
        _set_forget_bias(network, config.forget_bias)
    return Checkpoint(0, take(network), {})


def restore(config: RunConfig, checkpoint: Checkpoint) -> Network:
    """The network at a checkpoint, on the configured device."""
    network = blank(config)
    target = device(config)
    network.load_state_dict({name: t.to(target, copy=True) for name, t in checkpoint.weights.items()}, assign=True)
    for parameter in network.parameters():
        parameter.requires_grad_(True)
    if isinstance(network.recurrent, FusedRecurrent):
        network.recurrent.module.flatten_parameters()
    return network


def blank(config: RunConfig) -> Network:
    """The network with the shapes of its parameters, but without their numbers."""
    with torch.device("meta"):
        return _network(config)


def parameters(config: RunConfig) -> int:
    """How many numbers the configuration trains: all weights and biases of the network that torch makes."""
    return sum(parameter.numel() for parameter in blank(config).parameters())


def take(network: nn.Module) -> dict[str, Tensor]:
    """A copy of a network's parameters, on the CPU."""
    return {name: parameter.detach().to("cpu", copy=True) for name, parameter in network.named_parameters()}


def device(config: RunConfig) -> torch.device:
    """Where the configuration trains.

    Raises:
        RuntimeError: CUDA is asked for and not there.
    """
    if config.device == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("Device is 'cuda', which this machine does not have; choose 'auto' or 'cpu'.")
    return torch.device("cuda" if config.device != "cpu" and torch.cuda.is_available() else "cpu")


def _network(config: RunConfig) -> Network:
    task = config.make_task()
    return Network(
        config.cell_equations,
        task.encoding,
        task.features,
        config.hidden,
        task.outputs,
        config.layers,
        config.bidirectional,
        config.engine,
        config.readout,
    )


@torch.no_grad()
def _set_forget_bias(network: Network, value: float) -> None:
    """Make the sum of the forget gate's biases `value`; torch's second bias is zero."""
    recurrent = network.recurrent
    if not isinstance(recurrent, FusedRecurrent):
        for address in recurrent.addresses:
            if FORGET_BIAS in recurrent.named(address):
                recurrent.named(address)[FORGET_BIAS].fill_(value)
        return
    gates = recurrent.packing.gates
    if "f" not in gates:
        return
    rows = slice(gates.index("f") * recurrent.sizes["H"], (gates.index("f") + 1) * recurrent.sizes["H"])
    for name, parameter in recurrent.module.named_parameters():
        if name.startswith("bias_ih"):
            parameter[rows] = value
        elif name.startswith("bias_hh"):
            parameter[rows] = 0
