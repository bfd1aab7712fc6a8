"""What one session looks at on the page Gradients, and the tie between it and the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from rnnviz.training.comparison import Comparison, comparison_from_query
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from rnnviz.ui import state

if TYPE_CHECKING:
    from rnnviz.ui.compare.contest import Contest

_COMPARISON, _CONTEST, _COMPLAINTS = "gradients.comparison", "gradients.contest", "gradients.complaints"
CELLS = ("rnn", "lstm", "gru")

# What PyTorch draws for an RNN makes every gradient shrink: nothing has to be done for it to vanish. The forget bias
# is there for the LSTM beside it, whose gradient then arrives.
VANISHING: Mapping[str, object] = {"recurrent_scale": 1.0, "forget_bias": 3.0, "seed": 1}
# Where units are not bounded, recurrent weights that are too large multiply the gradient at every step.
EXPLODING: Mapping[str, object] = {"recurrent_scale": 2.5, "forget_bias": None, "seed": 1}
EXPLODING_CELLS = ("rnn_relu", "lstm", "gru")


def usual() -> Comparison:
    """RNN, LSTM and GRU on the adding problem, with gates and weights that begin as PyTorch draws them."""
    base = preset("rnn", "adding").changed(hidden=16, forget_bias=None, input_bias=None)
    return Comparison(base, CELLS, 1)


def vanishing() -> Comparison:
    """An RNN whose gradient vanishes, an LSTM whose open forget gates let it pass, and a GRU: what is shown first."""
    return replace(usual(), base=usual().base.changed(**VANISHING))


def exploding() -> Comparison:
    """An RNN whose gradient explodes, with an LSTM and a GRU beside it."""
    return replace(usual(), base=usual().base.changed(cell="rnn_relu", **EXPLODING), cells=EXPLODING_CELLS)


def comparison() -> Comparison:
    """What the controls show; at first what the address says."""
    if _COMPARISON not in st.session_state:
        found, complaints = _from_address(st.query_params.to_dict())
        st.session_state[_COMPARISON], st.session_state[_COMPLAINTS] = found, complaints
        state.offer_cells(*found.cells)
    return cast(Comparison, st.session_state[_COMPARISON])


def set_comparison(value: Comparison) -> None:
    """Make `value` what is looked at."""
    st.session_state[_COMPARISON] = value


def base() -> RunConfig:
    """The choices that all cells share."""
    return comparison().base


def set_base(config: RunConfig) -> None:
    """Make `config` the choices that all cells share."""
    set_comparison(replace(comparison(), base=config))


def complaints() -> list[str]:
    """What was wrong in the address that the page was opened with, a sentence each."""
    return list(st.session_state.get(_COMPLAINTS, ()))


def dismiss_complaints() -> None:
    """Stop showing them."""
    st.session_state[_COMPLAINTS] = ()


def contest() -> Contest:
    """The networks: fresh ones as long as nothing is lost by it.

    Raises:
        ConfigError: a cell is not allowed with the shared choices.
    """
    kept = cast("Contest | None", st.session_state.get(_CONTEST))
    if kept is None or (not kept.started and kept.comparison != comparison()):
        kept = start_anew()
    return kept


def start_anew() -> Contest:
    """Untrained networks with the choices of now; those of before are let go.

    Raises:
        ConfigError: a cell is not allowed with the shared choices.
    """
    from rnnviz.ui.compare.contest import Contest

    made = Contest(comparison())
    before = cast("Contest | None", st.session_state.get(_CONTEST))
    if before is not None:
        before.pause()
    st.session_state[_CONTEST] = made
    state.hold_runs("gradients", made.all_runs)
    return made


def put_away() -> None:
    """Show no networks, so that fresh ones follow the controls; those of before are let go."""
    before = cast("Contest | None", st.session_state.get(_CONTEST))
    if before is not None:
        before.pause()
    for key in (_CONTEST, _COMPLAINTS):
        st.session_state.pop(key, None)
    state.hold_runs("gradients", ())


def write_address() -> None:
    """Let the address bar show the choices."""
    wanted = comparison().to_query()
    wanted.pop("seeds")
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _from_address(query: dict[str, str]) -> tuple[Comparison, tuple[str, ...]]:
    if "task" not in query:
        return vanishing(), ()
    found, sentences = comparison_from_query({**query, "seeds": "1"})
    return replace(found, matched=False), sentences
