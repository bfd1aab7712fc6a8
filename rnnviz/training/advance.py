"""Trains a slice: a pure function from a checkpoint to the next."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import SGD, Adam, Optimizer, RMSprop

from rnnviz.kernels.load import Kernel
from rnnviz.network import Network
from rnnviz.tasks.task import NOT_ASKED, Task
from rnnviz.training.build import device, restore, take
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.choice import engine_name, kernel_for
from rnnviz.training.compiled import CALL_SECONDS, Trainer
from rnnviz.training.config import RunConfig
from rnnviz.training.price import mean_input_gate


@dataclass(frozen=True)
class Budget:
    """How much one slice may do; it ends at whichever comes first, and always does at least one iteration.

    Attributes:
        iterations: most updates.
        seconds: no update is begun after this time.
        keep_every: also keep a checkpoint at each multiple of this many iterations; 0 keeps none.
    """

    iterations: int
    seconds: float = float("inf")
    keep_every: int = 0


@dataclass(frozen=True)
class Progress:
    """What a slice gave.

    Attributes:
        checkpoint: where it ended; the last sound one where the loss ceased to be a number, or the one that the slice
            began with.
        losses: [n] the task's loss of each iteration, before its update; without the price on writing.
        kept: checkpoints on the way, in order.
        diverged: iteration whose loss is not finite; None while all is well.
        pace: seconds of computing for one iteration, on average over the slice; waiting for a core is not in it.
        engine: what trained it: "nn", "torch" or "compiled".
    """

    checkpoint: Checkpoint
    losses: NDArray[np.float32]
    kept: tuple[Checkpoint, ...]
    diverged: int | None = None
    pace: float = 0.0
    engine: str = ""


def advance(config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
    """Train from a checkpoint; the same slices in any cut give the same numbers, as long as one engine trains them.

    Raises:
        RuntimeError: the configured device is not there.
    """
    kernel = kernel_for(config)
    train = _by_torch if kernel is None else partial(_by_kernel, kernel)
    return replace(train(config, checkpoint, budget), engine=engine_name(config, kernel))


def _by_torch(config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
    task, network = config.make_task(), restore(config, checkpoint)
    optimiser = _optimiser(config, network, checkpoint)
    names = [name for name, _ in network.named_parameters()]
    losses: list[Tensor] = []
    kept: list[Checkpoint] = []
    # On the CPU all is computed in this thread; its own clock stands still while other trainings have the core.
    clock = time.thread_time if network.device.type == "cpu" else time.perf_counter
    iteration, begun, clock_begun = checkpoint.iteration, time.perf_counter(), clock()
    while True:
        losses.append(_update(config, task, network, optimiser, iteration))
        iteration += 1
        over = len(losses) >= budget.iterations or time.perf_counter() - begun >= budget.seconds
        if over or (budget.keep_every and iteration % budget.keep_every == 0):
            kept.append(Checkpoint(iteration, take(network), _optimiser_state(optimiser, names)))
        if over:
            break
    numbers = torch.stack(losses).cpu().numpy()
    pace = (clock() - clock_begun) / len(numbers)
    end = kept[-1]
    if budget.keep_every == 0 or iteration % budget.keep_every:
        kept.pop()
    return replace(_sound(checkpoint, end, numbers, kept), pace=pace)


def _by_kernel(kernel: Kernel, config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
    trainer = Trainer(config, checkpoint, kernel)
    losses: list[NDArray[np.float32]] = []
    kept: list[Checkpoint] = []
    begun, clock_begun = time.perf_counter(), time.thread_time()
    made, iterations = 0, 1
    while True:
        found, moments = trainer.advance(min(iterations, budget.iterations - made), budget.keep_every)
        losses.append(found)
        kept += moments
        made += len(found)
        seconds = time.perf_counter() - begun
        if made >= budget.iterations or seconds >= budget.seconds or not np.isfinite(found[-1]):
            break
        left = min(CALL_SECONDS, budget.seconds - seconds)
        iterations = trainer.most(max(1, int(left * made / seconds)), budget.keep_every)
    pace = (time.thread_time() - clock_begun) / made
    return replace(_sound(checkpoint, trainer.checkpoint(), np.concatenate(losses), kept), pace=pace)


def _sound(begin: Checkpoint, end: Checkpoint, losses: NDArray[np.float32], kept: list[Checkpoint]) -> Progress:
    bad = np.flatnonzero(~np.isfinite(losses))
    if not len(bad):
        return Progress(end, losses, tuple(kept))
    first = begin.iteration + int(bad[0])
    sound = tuple(c for c in kept if c.iteration < first)
    return Progress(sound[-1] if sound else begin, losses[: bad[0]], sound, diverged=first)


def _update(config: RunConfig, task: Task, network: Network, optimiser: Optimizer, iteration: int) -> Tensor:
    batch = task.batch(config.batch, config.seed, iteration)
    where = network.device
    inputs, targets = torch.from_numpy(batch.inputs).to(where), torch.from_numpy(batch.targets).to(where)
    last_step_only = task.reads == "last step"
    optimiser.zero_grad()
    if config.pays_for_writing:
        outputs, written = mean_input_gate(network, inputs, last_step_only)
        loss = task_loss(task, outputs, targets)
        (loss + config.write_price * written).backward()  # type: ignore[no-untyped-call]
    else:
        loss = task_loss(task, network(inputs, last_step_only), targets)
        loss.backward()  # type: ignore[no-untyped-call]
    if config.clip:
        nn.utils.clip_grad_norm_(network.parameters(), config.clip)
    optimiser.step()
    return loss.detach()


def task_loss(task: Task, outputs: Tensor, targets: Tensor) -> Tensor:
    """The task's loss, averaged over what is asked for in the batch and, but for a sum, in the time steps."""
    if task.loss == "mse":
        asked = ~targets.isnan()
        some = (outputs, targets) if asked.all() else (outputs[asked], targets[asked])
        return functional.mse_loss(*some)
    if task.loss == "mse_broadcast":
        # What subtracting [T] from [T, 1] gives: every step's output [B, T, 1] against every step's target [B, 1, T].
        return (outputs - targets.mT).square().mean()
    total = functional.cross_entropy(outputs.flatten(0, -2), targets.flatten(), ignore_index=NOT_ASKED)
    return total * (targets != NOT_ASKED).sum() / len(targets) if task.loss == "cross_entropy_sum" else total


def _optimiser(config: RunConfig, network: Network, checkpoint: Checkpoint) -> Optimizer:
    optimiser: Optimizer
    match config.optimiser:
        case "adam":
            optimiser = Adam(network.parameters(), config.learning_rate)
        case "rmsprop":
            optimiser = RMSprop(network.parameters(), config.learning_rate)
        case "sgd":
            optimiser = SGD(network.parameters(), config.learning_rate, config.momentum)
    for name, parameter in network.named_parameters():
        prefix = f"{name}/"
        parts = {k.removeprefix(prefix): v for k, v in checkpoint.optimiser.items() if k.startswith(prefix)}
        # The count of steps stays on the CPU, where torch's optimisers keep it.
        state = {k: v.to("cpu" if v.ndim == 0 else device(config), copy=True) for k, v in parts.items()}
        if state:
            optimiser.state[parameter] = state
    return optimiser


def _optimiser_state(optimiser: Optimizer, names: list[str]) -> dict[str, Tensor]:
    parameters = optimiser.param_groups[0]["params"]
    return {
        f"{name}/{key}": value.detach().to("cpu", copy=True)
        for name, parameter in zip(names, parameters, strict=True)
        for key, value in optimiser.state.get(parameter, {}).items()
        if isinstance(value, Tensor)
    }
