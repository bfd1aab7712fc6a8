"""What torch says when it refuses the arguments of a recurrent module, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.network.arguments import Arguments
from rnnviz.words import N, t


@dataclass(frozen=True)
class Refusal:
    """An error of torch.

    Attributes:
        kind: the exception: "ValueError".
        said: torch's own text.
    """

    kind: str
    said: str

    def in_plain_words(self, arguments: Arguments) -> str:
        """What is wrong, what is allowed and what to do, in the language in use."""
        meaning = next((meaning for part, meaning in _MEANINGS.items() if part in self.said), _UNKNOWN)
        return t(meaning, **vars(arguments))


# What torch's text holds, and what it means. Tried in order.
_MEANINGS: dict[str, str] = {
    "input_size must be greater": N(
        "input_size is {input_size}. It counts the features of one time step: give at least 1."
    ),
    "hidden_size must be greater": N("hidden_size is {hidden_size}. It counts the units of a layer: give at least 1."),
    "num_layers must be greater": N("num_layers is {num_layers}. A network has at least 1 layer."),
    "dropout should be a number": N(
        "dropout is {dropout:g}. It is the share of numbers set to zero between layers: give 0 to 1."
    ),
    "only supported for LSTM": N(
        "proj_size is {proj_size}, but only an LSTM has a projection. Set it to 0, or choose the LSTM."
    ),
    "should be a positive integer or zero": N(
        "proj_size is {proj_size}. It is the length of the output after the projection: give 0 for none, or at least 1."
    ),
    "has to be smaller than hidden_size": N(
        "proj_size is {proj_size}, and a projection makes the output shorter than hidden_size, {hidden_size} here: "
        "give less than that, or 0 for none."
    ),
    "Unknown nonlinearity": N("nonlinearity is '{nonlinearity}'. An RNN knows 'tanh' and 'relu'."),
    "unexpected keyword argument 'nonlinearity'": N(
        "An {kind} takes no nonlinearity: its functions are fixed by its equations. Leave it out, or choose the RNN."
    ),
    "sequence length to be larger than 0": N("The sequence has no time step: give at least 1."),
    "must be equal to input_size": N(
        "The module reads {input_size} features at each time step, and the input has {features}. "
        "Make input_size what the last axis of the input is; often two axes of the input are swapped."
    ),
}

_UNKNOWN = N("torch refuses these arguments; its own words say why.")
