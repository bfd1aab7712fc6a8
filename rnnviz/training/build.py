"""From a configuration to a network, at its start or at a checkpoint."""

from __future__ import annotations

import threading

import torch
from torch import Tensor, nn

from rnnviz.network import FusedRecurrent, Network
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import FORGET_BIAS, INPUT_BIAS, RunConfig

_random_state = threading.Lock()


def start(config: RunConfig) -> Checkpoint:
    """The checkpoint before the first iteration: the weights that a plain script with this seed begins with."""
    # torch's random state belongs to the whole process; only one thread at a time may borrow it.
    with _random_state, torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        network = _network(config)
    biases = (
        (FORGET_BIAS, config.forget_bias, config.has_forget_bias),
        (INPUT_BIAS, config.input_bias, config.has_input_gate),
    )
    for bias, value, there in biases:
        if value is not None and there:
            _set_bias(network, bias, value)
    if config.recurrent_scale != 1:
        _scale_recurrent_weights(network, config.recurrent_scale)
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
        "torch" if config.pays_for_writing else config.engine,
        config.readout,
    )


@torch.no_grad()
def _set_bias(network: Network, bias: str, value: float) -> None:
    """Make the sum of a gate's biases `value`, where the cell has that gate; torch's second bias is zero."""
    recurrent = network.recurrent
    if not isinstance(recurrent, FusedRecurrent):
        for address in recurrent.addresses:
            if bias in recurrent.named(address):
                recurrent.named(address)[bias].fill_(value)
        return
    gates, gate = recurrent.packing.gates, bias.removeprefix("b_")
    if gate not in gates:
        return
    rows = slice(gates.index(gate) * recurrent.sizes["H"], (gates.index(gate) + 1) * recurrent.sizes["H"])
    for name, parameter in recurrent.module.named_parameters():
        if name.startswith("bias_ih"):
            parameter[rows] = value
        elif name.startswith("bias_hh"):
            parameter[rows] = 0


@torch.no_grad()
def _scale_recurrent_weights(network: Network, factor: float) -> None:
    """Multiply every matrix from hidden units to hidden units, of the same layer."""
    recurrent = network.recurrent
    if isinstance(recurrent, FusedRecurrent):
        for name, parameter in recurrent.module.named_parameters():
            if name.startswith("weight_hh"):
                parameter.mul_(factor)
        return
    matrices = [parameter.name for parameter in recurrent.cell.parameters if parameter.axes == ("H", "H")]
    for address in recurrent.addresses:
        for name in matrices:
            recurrent.named(address)[name].mul_(factor)
