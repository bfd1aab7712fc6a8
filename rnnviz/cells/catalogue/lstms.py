"""Relatives of the LSTM."""

from __future__ import annotations

from rnnviz.cells.cell import Cell

LSTM_1997 = Cell(
    key="lstm_1997",
    title="LSTM of 1997 (no forget gate)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + b_i)  # input gate: share of the candidate that is written
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
o = sigmoid(W_o @ x + U_o @ h_prev + b_o)  # output gate: share of the memory that is shown
c = c_prev + i * g  # cell state: the memory
h = o * tanh(c)  # hidden state: the output
""",
    source=(
        "Hochreiter and Schmidhuber 1997, Long Short-Term Memory, Neural Computation 9(8), section 4, "
        "with tanh in the place of its scaled sigmoids"
    ),
    change="No forget gate: what is written stays for ever, and the memory can only grow or be written against.",
)

PEEPHOLES = Cell(
    key="lstm_peephole",
    title="LSTM with peepholes",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",
    source=(
        "Gers and Schmidhuber 2000, Recurrent Nets that Time and Count; Gers, Schraudolph and Schmidhuber 2002, "
        "Learning Precise Timing with LSTM Recurrent Networks, JMLR 3, section 3; in the form of Greff et al. 2017, "
        "arXiv:1503.04069, section II.A (the forward pass of the vanilla LSTM)"
    ),
    change="Each gate sees the memory itself, unit by unit, and not only what the output gate lets through.",
)

COUPLED = Cell(
    key="lstm_coupled",
    title="LSTM with coupled gates",
    text="""\
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)  # forget gate: share of the old memory that is kept
i = 1 - f  # input gate: share of the candidate that is written
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
o = sigmoid(W_o @ x + U_o @ h_prev + b_o)  # output gate: share of the memory that is shown
c = f * c_prev + i * g  # cell state: the memory
h = o * tanh(c)  # hidden state: the output
""",
    source="Greff et al. 2017, arXiv:1503.04069, section IV, variant CIFG, without its peepholes",
    change="One gate for two: what is forgotten makes room for exactly as much that is new.",
)

LSTMS = (LSTM_1997, PEEPHOLES, COUPLED)
