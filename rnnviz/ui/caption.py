"""A configuration in one line of words."""

from __future__ import annotations

from rnnviz.training.config import RunConfig
from rnnviz.training.fields import OPTIMISERS
from rnnviz.words import N, t

ENGINES = {
    "compiled": N("trained by compiled equations"),
    "nn": N("trained by torch.nn"),
    "torch": N("trained by torch"),
}


def caption(config: RunConfig, rates: tuple[tuple[int, float], ...] = (), engine: str = "") -> str:
    """Cell, task and sizes in one line, the learning rates that trained it, and what trained it.

    Args:
        rates: each learning rate with the iteration from which it held; that of the configuration where none has yet.
    """
    parts = [
        t(config.cell_equations.title),
        t(config.make_task().title),
        t("hidden size {n}", n=config.hidden),
        t("{n} layers", n=config.layers) if config.layers > 1 else "",
        t("bidirectional") if config.bidirectional else "",
        t("no readout") if config.readout == "none" else "",
        OPTIMISERS[config.optimiser],
        t("momentum {n:g}", n=config.momentum) if config.momentum and config.optimiser == "sgd" else "",
        *_learning_rates(rates or ((0, config.learning_rate),)),
        t("clipping at {n:g}", n=config.clip) if config.clip else "",
        *_start(config),
        t("price on writing {n:g}", n=config.write_price) if config.pays_for_writing else "",
        t("batch {n}", n=config.batch),
        t("seed {n}", n=config.seed),
        t(ENGINES[engine]) if engine else "",
    ]
    return " · ".join(part for part in parts if part)


def _learning_rates(rates: tuple[tuple[int, float], ...]) -> list[str]:
    if len(rates) == 1:
        return [t("learning rate {rate:g}", rate=rate) for _, rate in rates]
    return [t("from iteration {n} learning rate {rate:g}", n=n, rate=rate) for n, rate in rates]


def _start(config: RunConfig) -> list[str]:
    """What the gates and the recurrent weights begin with, where it is not as PyTorch draws it."""
    parts = []
    if config.forget_bias is not None and config.has_forget_bias:
        parts.append(t("forget bias {n:g}", n=config.forget_bias))
    if config.input_bias is not None and config.has_input_gate:
        parts.append(t("input bias {n:g}", n=config.input_bias))
    if config.recurrent_scale != 1:
        parts.append(t("recurrent weights {n:g}×", n=config.recurrent_scale))
    return parts
