"""Where a lesson's button leads: a page of the app and what is set up there, read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from rnnviz.cells import CELLS
from rnnviz.lessons.errors import LessonError
from rnnviz.network.arguments import Arguments, arguments_from_query
from rnnviz.training.comparison import Comparison, comparison_from_query
from rnnviz.training.config import RunConfig
from rnnviz.training.link import from_query
from rnnviz.words import t

PAGES = ("train", "compare", "gradients", "reference")
_OF_A_SESSION = ("run", "runs")
"""Parameters of an address that name a session's own runs: in a copied address they mean nothing."""

_REFERENCE: dict[str, tuple[str, ...]] = {
    "part": ("shapes", "equations", "scratch"),
    "view": ("any", "walk"),
    "cell": tuple(CELLS),
    "lstm-view": ("cell", "stages"),
    "gru-view": ("cell", "conventions"),
    "show": ("step", "program", "weights"),
}


@dataclass(frozen=True)
class TrainPlace:
    """Train & watch with a configuration."""

    config: RunConfig


@dataclass(frozen=True)
class ComparePlace:
    """Compare with a comparison."""

    comparison: Comparison


@dataclass(frozen=True)
class GradientsPlace:
    """Gradients with some cells, one training each."""

    comparison: Comparison


@dataclass(frozen=True)
class ReferencePlace:
    """A view of Reference.

    Attributes:
        choices: the address's parameters for the choices of part and view, as (name, key) pairs.
        arguments: of the module, where the part is Shapes.
    """

    choices: tuple[tuple[str, str], ...]
    arguments: Arguments

    def choice(self, name: str) -> str:
        """The key chosen for a part or view; the first one where the address does not say."""
        return dict(self.choices).get(name, _REFERENCE[name][0])


Place = TrainPlace | ComparePlace | GradientsPlace | ReferencePlace


def read_place(address: str) -> Place:
    """Read "train?cell=gru&task=sine", or a whole address copied from the browser.

    Raises:
        LessonError: there is no such page, or a parameter is not allowed.
    """
    path, _, parameters = address.partition("?")
    page = path.rstrip("/").rpartition("/")[2]
    query = {name: value for name, value in parse_qsl(parameters) if name not in _OF_A_SESSION}
    if page == "train":
        config, complaints = from_query(query)
        _refuse(complaints)
        return TrainPlace(config)
    if page == "compare":
        comparison, complaints = comparison_from_query(query)
        _refuse(complaints)
        return ComparePlace(comparison)
    if page == "gradients":
        comparison, complaints = comparison_from_query({**query, "seeds": "1"})
        _refuse(complaints)
        return GradientsPlace(replace(comparison, matched=False))
    if page == "reference":
        return _reference(query)
    raise LessonError(
        t(
            "the address '{address}' names no page; allowed is one of {pages} with parameters, as in "
            "train?cell=gru&task=sine.",
            address=address,
            pages=", ".join(PAGES),
        )
    )


def _reference(query: Mapping[str, str]) -> ReferencePlace:
    choices = {name: value for name, value in query.items() if name in _REFERENCE}
    for name, value in choices.items():
        if value not in _REFERENCE[name]:
            raise LessonError(
                t(
                    "{name} is '{value}'; allowed is one of {choices}.",
                    name=name,
                    value=value,
                    choices=", ".join(_REFERENCE[name]),
                )
            )
    try:
        arguments = arguments_from_query({name: value for name, value in query.items() if name not in choices})
    except ValueError as error:
        raise LessonError(str(error)) from None
    return ReferencePlace(tuple(choices.items()), arguments)


def _refuse(complaints: tuple[str, ...]) -> None:
    if complaints:
        raise LessonError(" ".join(complaints))
