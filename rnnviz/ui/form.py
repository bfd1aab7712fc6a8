"""Widgets that stand for the fields of a configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from rnnviz.tasks.option import ChoiceOption, TaskOption, TextOption, UploadOption, WholeOption
from rnnviz.tasks.registry import TASKS, make_task
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import LABELS, OPTIMISERS, limits
from rnnviz.training.link import preset
from rnnviz.ui.bounded import bounded_number
from rnnviz.ui.plain import plain
from rnnviz.ui.uploads import upload_field
from rnnviz.words import N, t

_PRICES = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0)
_SCALES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0)
_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
_READOUTS = {"linear": N("linear"), "none": N("none: the hidden state itself")}
_DEVICES = {"auto": N("automatic"), "cpu": "CPU", "cuda": "CUDA"}


class Form:
    """The widgets of one page, each keyed by its field; they begin with the configuration's values.

    Args:
        prefix: of the widgets' keys.
        read: gives the configuration that the widgets show.
        write: takes the one that they say.
    """

    def __init__(self, prefix: str, read: Callable[[], RunConfig], write: Callable[[RunConfig], None]) -> None:
        self.prefix, self.read, self.write = prefix, read, write

    def choice(self, field: str, value: object, widget: Callable[..., Any], *args: Any, **options: Any) -> None:
        """One widget; it has the configuration's value also after a visit to another page."""
        key = self.prefix + field
        st.session_state.setdefault(key, value)
        widget(t(LABELS.get(field, field)), *args, key=key, **options)

    def number(
        self, field: str, step: float = 1, help: str | None = None, disabled: bool = False, label: str = ""
    ) -> None:
        """A number within its field's limits; `label`, translated, where the field's own does not say enough."""
        low, high = limits(RunConfig, field)
        value = getattr(self.read(), field)
        kind, key = type(value), self.prefix + field
        st.session_state.setdefault(key, value)
        bounded_number(
            label or t(LABELS[field]), kind(low), kind(high), key, step=kind(step), help=help, disabled=disabled
        )

    def task(self) -> None:
        """The task, in two sentences what it asks for, and its own choices."""
        task = self.read().task
        titles: Callable[[str], str] = lambda key: t(make_task(key).title)  # noqa: E731
        self.choice("task", task, st.selectbox, list(TASKS), format_func=titles, on_change=self._take_preset)
        st.caption(t(self.read().make_task().memory))
        self._options()

    def rate(self, help: str | None = None) -> None:
        """The learning rate, on a scale of round numbers."""
        value = self.read().learning_rate
        rates = sorted({*_RATES, value, st.session_state.get(f"{self.prefix}learning_rate", 0.01)})
        self.choice("learning_rate", value, st.select_slider, rates, format_func=lambda r: f"{r:g}", help=help)

    def more(self, cuda: bool | None, forget_gate: bool, input_gate: bool) -> None:
        """The choices that are seldom changed.

        Args:
            cuda: whether this machine has CUDA; None while that is not known.
            forget_gate: whether there is a forget gate whose bias can be set.
            input_gate: whether there is an input gate, whose bias can be set and on which there can be a price.
        """
        config = self.read()
        self.number("layers")
        self.choice("bidirectional", config.bidirectional, st.toggle)
        readout: Callable[[str], str] = lambda key: t(_READOUTS[key])  # noqa: E731
        self.choice("readout", config.readout, st.selectbox, list(_READOUTS), format_func=readout)
        self.choice("optimiser", config.optimiser, st.selectbox, list(OPTIMISERS), format_func=OPTIMISERS.__getitem__)
        help = t("The share of each update that goes on in the next one: downhill it gathers way. For SGD.")
        label = t("Momentum (for SGD)")
        self.number("momentum", step=0.1, help=help, disabled=config.optimiser != "sgd", label=label)
        help = t("Largest norm of the gradient; 0 switches clipping off.")
        self.number("clip", step=0.5, help=help, label=t("Gradient clipping (0: off)"))
        self._start(forget_gate, input_gate)
        self.price(input_gate)
        self.number("batch")
        self.number("seed")
        devices = ["auto", "cpu", "cuda"] if cuda or config.device == "cuda" else ["auto", "cpu"]
        self.choice("device", config.device, st.selectbox, devices, format_func=lambda key: t(_DEVICES[key]))
        if cuda is False:
            st.caption(t("This machine has no CUDA device: everything trains on the CPU."))

    def _start(self, forget_gate: bool, input_gate: bool) -> None:
        """What the gates and the recurrent weights begin with; see `more` for the arguments."""
        help = t("With a large bias the memory is kept from the first iteration on. For cells with a forget gate.")
        self._bias("forget_bias", range(6), forget_gate, help)
        help = t("With a negative bias little is written until the network learns when. For cells with an input gate.")
        self._bias("input_bias", range(-5, 3), input_gate, help)
        value = self.read().recurrent_scale
        help = t("1 leaves what PyTorch draws; with less, what was is forgotten sooner; with much more it explodes.")
        self.choice(
            "recurrent_scale",
            value,
            st.select_slider,
            sorted({*_SCALES, value, st.session_state.get(f"{self.prefix}recurrent_scale", 1.0)}),
            format_func=lambda factor: f"{factor:g}×",
            help=help,
        )

    def price(self, input_gate: bool) -> None:
        """The price on writing; see `more` for the argument."""
        value = self.read().write_price
        self.choice(
            "write_price",
            value,
            st.select_slider,
            sorted({*_PRICES, value, st.session_state.get(f"{self.prefix}write_price", 0.0)}),
            format_func=lambda price: t("none") if price == 0 else f"{price:g}",
            disabled=not input_gate,
            help=t(
                "This much times the mean of the input gate is added to what training makes small: the gate then opens "
                "only where it must. The cell is run equation by equation for it, which takes longer; the loss that is "
                "drawn is the task's alone. For cells with an input gate."
            ),
        )

    def take(self) -> None:
        """Read the widgets; what is not allowed together is said, and the last sound configuration stays."""
        choices = {f: st.session_state[self.prefix + f] for f in LABELS if self.prefix + f in st.session_state}
        try:
            self.write(self.read().changed(**choices, options=self._chosen_options()))
        except ConfigError as error:
            st.error(plain(str(error)))

    def load(self, config: RunConfig) -> None:
        """Set every widget to a configuration; only in callbacks, before the widgets are drawn."""
        for key in [key for key in st.session_state if str(key).startswith(self.prefix)]:
            del st.session_state[key]
        self.write(config)

    def _bias(self, field: str, rounds: Iterable[int], gate: bool, help: str) -> None:
        value = getattr(self.read(), field)
        known = {*map(float, rounds), *(v for v in (value, st.session_state.get(self.prefix + field)) if v is not None)}
        choices: list[float | None] = [None, *sorted(known)]
        self.choice(
            field,
            value,
            st.select_slider,
            choices,
            format_func=lambda bias: t("as drawn") if bias is None else f"{bias:g}",
            disabled=not gate,
            help=help,
        )

    def _options(self) -> None:
        config = self.read()
        chosen = dict(config.options)
        for option in make_task(config.task).options:
            key = f"{self.prefix}option.{option.name}"
            st.session_state.setdefault(key, option.check(chosen.get(option.name, option.default)))
            self._option(option, key)

    def _option(self, option: TaskOption, key: str) -> None:
        label, change = t(option.label), self._take_preset_of_options
        match option:
            case WholeOption():
                bounded_number(label, option.low, option.high, key)
            case ChoiceOption():
                titles = dict(zip(option.choices, option.titles, strict=True))
                st.selectbox(label, option.choices, format_func=lambda c: t(titles[c]), key=key, on_change=change)
            case TextOption():
                st.text_input(label, max_chars=option.most, key=key, on_change=change)
            case UploadOption():
                upload_field(option, key)

    def _chosen_options(self) -> dict[str, object]:
        """What the widgets of the task's own choices say, but for its defaults."""
        config = self.read()
        before = dict(config.options)
        # A widget that is not drawn yet has no answer: what was chosen before stays.
        values = {
            option: st.session_state.get(f"{self.prefix}option.{option.name}", before.get(option.name, option.default))
            for option in make_task(config.task).options
        }
        return {option.name: value for option, value in values.items() if value != option.default}

    def _take_preset(self) -> None:
        """Another task has been chosen: take its own settings."""
        cell = st.session_state.get(f"{self.prefix}cell", self.read().cell)
        self.load(preset(cell, st.session_state[f"{self.prefix}task"]))

    def _take_preset_of_options(self) -> None:
        """Other choices of the task's own: where it suggests other settings for them, take those."""
        config = self.read()
        try:
            usual = preset(config.cell, config.task, dict(config.options))
            wanted = preset(config.cell, config.task, self._chosen_options())
        except ConfigError:
            return  # what is wrong is said where the choices are read
        if usual.model_dump(exclude={"options"}) != wanted.model_dump(exclude={"options"}):
            self.load(wanted)
