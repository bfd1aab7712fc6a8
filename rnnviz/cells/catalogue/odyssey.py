"""The eight variants of one large study: each changes the LSTM with peepholes in one place.

Source: Greff, Srivastava, Koutník, Steunebrink and Schmidhuber 2017, LSTM: A Search Space Odyssey, IEEE Transactions on
Neural Networks and Learning Systems 28(10), arXiv:1503.04069, section IV, LSTM variants. Their block
input z is g here, and their block output y is h.
"""

from __future__ import annotations

from rnnviz.cells.cell import Cell

_SOURCE = "Greff et al. 2017, LSTM: A Search Space Odyssey, arXiv:1503.04069, section IV, variant "

NIG = Cell(
    key="nig",
    title="LSTM without input gate (NIG)",
    text="""\
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",
    source=_SOURCE + "NIG",
    change="The input gate is always open: every candidate is written in full.",
)

NFG = Cell(
    key="nfg",
    title="LSTM without forget gate (NFG)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)  # input gate: share of the candidate that is written
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",
    source=_SOURCE + "NFG",
    change="The forget gate is always open: nothing is ever erased.",
)

NOG = Cell(
    key="nog",
    title="LSTM without output gate (NOG)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
h = tanh(c)  # hidden state: the output
""",
    source=_SOURCE + "NOG",
    change="The output gate is always open: the memory cannot be hidden from the rest.",
)

NIAF = Cell(
    key="niaf",
    title="LSTM without input activation (NIAF)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + b_f)  # forget gate: share of the old memory that is kept
g = W_g @ x + U_g @ h_prev + b_g  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",
    source=_SOURCE + "NIAF",
    change="The candidate passes no tanh: what is written has no bound.",
)

NOAF = Cell(
    key="noaf",
    title="LSTM without output activation (NOAF)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)  # output gate: share of the memory that is shown
h = o * c  # hidden state: the output
""",
    source=_SOURCE + "NOAF",
    change="The memory passes no tanh on its way out: the output has no bound.",
)

CIFG = Cell(
    key="cifg",
    title="LSTM, input and forget gate coupled (CIFG)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)  # input gate: share of the candidate that is written
f = 1 - i  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",
    source=_SOURCE + "CIFG",
    change="With peepholes, and the forget gate is what the input gate leaves.",
)

NP = Cell(
    key="np",
    title="LSTM without peepholes (NP)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",
    source=_SOURCE + "NP",
    change="The study's name for the LSTM that PyTorch has: no gate sees the memory itself.",
)

FGR = Cell(
    key="fgr",
    title="LSTM with gates that see gates (FGR)",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + R_ii @ i_prev + R_fi @ f_prev + R_oi @ o_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + R_if @ i_prev + R_ff @ f_prev + R_of @ o_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
c = f * c_prev + i * g  # cell state: the memory
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + R_io @ i_prev + R_fo @ f_prev + R_oo @ o_prev + b_o)  # output gate: share of the memory that is shown
h = o * tanh(c)  # hidden state: the output
""",  # noqa: E501
    source=_SOURCE + "FGR",
    change="Full gate recurrence: each gate sees all three gates of the step before, by nine further matrices.",
)

ODYSSEY = (NIG, NFG, NOG, NIAF, NOAF, CIFG, NP, FGR)
