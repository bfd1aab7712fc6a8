"""Every choice of a training in one frozen, checked, serialisable value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from rnnviz.cells import CELLS, Cell, find_cell
from rnnviz.cells.expression import Expr, MatMul, Mul, Name, children, operations
from rnnviz.cells.own import check_trainable, has_module, is_text, own_cell, tidy
from rnnviz.data.uploads import Upload, find
from rnnviz.tasks.option import UploadOption
from rnnviz.tasks.registry import TASKS, make_task
from rnnviz.tasks.task import Task
from rnnviz.training.fields import Mistake, mistakes
from rnnviz.words import t

MOST_NUMBERS = 40_000_000
"""Most numbers that the values of one training step may have: batch · steps · hidden · values · layers · directions."""

OPERATIONS_A_VALUE = 6
"""Operations that a line of a usual cell has; the results between are kept for the gradient as the named ones are."""

FORGET_BIAS = "b_f"
"""The parameter that `forget_bias` sets at the start."""

INPUT_BIAS = "b_i"
"""The parameter that `input_bias` sets at the start."""

INPUT_GATE = "i"
"""The value that `write_price` puts a price on."""


class ConfigError(ValueError):
    """One or more choices that are not allowed; the message has a sentence for each.

    Attributes:
        mistakes: the choices, each with its field, value and sentence.
    """

    def __init__(self, found: tuple[Mistake, ...]) -> None:
        self.mistakes = found
        super().__init__(" ".join(mistake.sentence for mistake in found))


class RunConfig(BaseModel):
    """What to train and how.

    Attributes:
        cell: key of a cell of the catalogue, or the equations of another, as text.
        task: key of a task.
        options: the task's own choices, as (name, value) pairs; those left out have their defaults.
        hidden: hidden size H.
        layers: stacked recurrent layers.
        bidirectional: also run from the last time step to the first.
        readout: "linear", or "none": the first K hidden units are the outputs.
        learning_rate: step size of the optimiser.
        optimiser: "adam", "sgd" or "rmsprop", with PyTorch's defaults.
        momentum: of "sgd": the share of each update that goes on in the next one. The others take no notice of it.
        clip: largest norm of the gradient of all weights; 0 switches clipping off.
        forget_bias: the forget gate's bias at the start; None leaves PyTorch's draw.
        input_bias: the input gate's, likewise.
        recurrent_scale: what the recurrent weights that PyTorch draws are multiplied by at the start.
        write_price: λ; λ times the mean of the input gate over sequences, steps and units is added to what training
            makes small. The gate's values are needed for it, which the fused modules hide: it trains with the engine
            "torch". For cells with an input gate; 0 for no price.
        batch: sequences in one iteration.
        iterations: updates to make.
        seed: of the weights and the batches.
        device: "auto" takes CUDA where it is there.
        engine: "nn", "torch" or "compiled"; "auto" takes the fastest that is ready, but "nn" for small plain RNNs.

    Raises:
        ConfigError: a choice is unknown or outside what is allowed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    cell: str = "lstm"
    task: str = "sine"
    options: tuple[tuple[str, float | str], ...] = ()
    hidden: int = Field(16, ge=1, le=256)
    layers: int = Field(1, ge=1, le=4)
    bidirectional: bool = False
    readout: Literal["linear", "none"] = "linear"
    learning_rate: float = Field(0.01, ge=1e-6, le=10)
    optimiser: Literal["adam", "sgd", "rmsprop"] = "adam"
    momentum: float = Field(0.0, ge=0, le=0.99)
    clip: float = Field(0.0, ge=0, le=1000)
    forget_bias: float | None = Field(None, ge=-10, le=10)
    input_bias: float | None = Field(None, ge=-10, le=10)
    recurrent_scale: float = Field(1.0, ge=0, le=10)
    write_price: float = Field(0.0, ge=0, le=10)
    batch: int = Field(1, ge=1, le=512)
    iterations: int = Field(300, ge=1, le=100_000)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    engine: Literal["auto", "nn", "torch", "compiled"] = "auto"

    def __init__(self, **choices: Any) -> None:
        try:
            super().__init__(**choices)
        except ValidationError as error:
            raise ConfigError(mistakes(error, type(self))) from None

    @field_validator("cell")
    @classmethod
    def _known_cell(cls, choice: str) -> str:
        if not is_text(choice):
            return _known(choice, CELLS)
        text = tidy(choice)
        check_trainable(own_cell(text))
        return text

    @field_validator("engine")
    @classmethod
    def _has_engine(cls, engine: str, info: ValidationInfo) -> str:
        if engine == "nn" and "cell" in info.data and not has_module(find_cell(info.data["cell"])):
            raise ValueError(t("runs the cells that torch.nn has; for this one choose auto or torch."))
        return engine

    @field_validator("task")
    @classmethod
    def _known_task(cls, key: str) -> str:
        return _known(key, TASKS)

    @field_validator("options", mode="before")
    @classmethod
    def _pairs(cls, options: object) -> object:
        if isinstance(options, Mapping):
            return tuple(options.items())
        return tuple(options) if isinstance(options, list) else options

    @field_validator("options")
    @classmethod
    def _known_options(
        cls, options: tuple[tuple[str, float | str], ...], info: ValidationInfo
    ) -> tuple[tuple[str, float | str], ...]:
        if "task" in info.data:
            make_task(info.data["task"], dict(options))
        return tuple(sorted(options))

    @model_validator(mode="after")
    def _hold_uploads(self) -> Self:
        assert self.uploads is not None
        return self

    @model_validator(mode="after")
    def _affordable(self) -> Self:
        directions = 2 if self.bidirectional else 1
        units = self.hidden * self.layers * directions
        numbers = self.batch * self.make_task().steps * units * _values(self.cell_equations)
        if numbers > MOST_NUMBERS:
            raise ValueError(
                t(
                    "batch {batch}, hidden size {hidden} and layers {layers} ask for {numbers:.0f} million numbers in "
                    "one iteration; allowed are {most:.0f} million. Make one of them smaller.",
                    batch=self.batch,
                    hidden=self.hidden,
                    layers=self.layers * directions,
                    numbers=numbers / 1e6,
                    most=MOST_NUMBERS / 1e6,
                )
            )
        return self

    @model_validator(mode="after")
    def _readable(self) -> Self:
        outputs = self.make_task().outputs
        if self.readout == "none" and (self.hidden < outputs or self.bidirectional):
            raise ValueError(
                t(
                    "without a readout the hidden units are the {outputs} outputs themselves; hidden size is {hidden}. "
                    "Allowed is a hidden size of {outputs} or more in one direction; or choose a linear readout.",
                    outputs=outputs,
                    hidden=self.hidden,
                )
            )
        return self

    @model_validator(mode="after")
    def _priced(self) -> Self:
        if self.pays_for_writing and self.engine not in ("auto", "torch"):
            raise ValueError(
                t(
                    "a price on writing is {price:g} and the engine is '{engine}', which does not tell the input "
                    "gate's values. Allowed are the engines auto and torch; or set the price to 0.",
                    price=self.write_price,
                    engine=self.engine,
                )
            )
        return self

    @cached_property
    def cell_equations(self) -> Cell:
        """The cell itself."""
        return find_cell(self.cell)

    @cached_property
    def uploads(self) -> tuple[Upload, ...]:
        """What people brought and the task reads: held here, it stays for as long as the configuration is needed."""
        chosen = dict(self.options)
        options = (option for option in self.make_task().options if isinstance(option, UploadOption))
        found = (find(str(chosen.get(option.name, "")), option.kind) for option in options)
        return tuple(upload for upload in found if upload is not None)

    @property
    def has_forget_bias(self) -> bool:
        """Whether the cell has a forget gate whose bias can be set."""
        return has_forget_bias(self.cell_equations)

    @property
    def has_input_gate(self) -> bool:
        """Whether the cell has an input gate."""
        return has_input_gate(self.cell_equations)

    @property
    def pays_for_writing(self) -> bool:
        """Whether there is a price on writing, and an input gate to pay it."""
        return self.write_price > 0 and self.has_input_gate

    def make_task(self) -> Task:
        """The task with its options."""
        return make_task(self.task, dict(self.options))

    def changed(self, **choices: Any) -> RunConfig:
        """The same configuration with some choices changed, checked again.

        Raises:
            ConfigError: a choice is not allowed.
        """
        return RunConfig(**{**self.model_dump(), **choices})


def has_forget_bias(cell: Cell) -> bool:
    """Whether a state keeps its share `f` of what it was, and `f` has a bias: a large one then keeps the memory."""
    keeps = any(_keeps(cell.equation(state).expression, state) for state in cell.states)
    return keeps and any(parameter.name == FORGET_BIAS for parameter in cell.parameters)


def _keeps(expr: Expr, state: str) -> bool:
    if isinstance(expr, Mul) and {expr.left, expr.right} == {Name("f"), Name(f"{state}_prev")}:
        return True
    return not isinstance(expr, MatMul) and any(_keeps(child, state) for child in children(expr))


def _values(cell: Cell) -> int:
    """How many arrays of a time step the training keeps: the named ones; of long lines the results between, too."""
    steps = sum(len(operations(equation.expression)) for equation in cell.equations)
    return max(len(cell.names), -(-steps // OPERATIONS_A_VALUE))


def has_input_gate(cell: Cell) -> bool:
    """Whether a cell has a value `i` that stays between 0 and 1."""
    return INPUT_GATE in cell.names and cell.range(INPUT_GATE) == (0, 1)


def _known(key: str, registry: Mapping[str, object]) -> str:
    if key not in registry:
        raise ValueError(t("is not known; choose one of {keys}.", keys=", ".join(registry)))
    return key
