"""Relatives of the GRU."""

from __future__ import annotations

from rnnviz.cells.cell import Cell

RESET_FIRST = Cell(
    key="gru_reset_first",
    title="GRU of 2014 (reset first)",
    text="""\
r = sigmoid(W_r @ x + U_r @ h_prev + b_r)  # reset gate: share of the past that the candidate sees
z = sigmoid(W_z @ x + U_z @ h_prev + b_z)  # update gate: share of the old state that is kept
n = tanh(W_n @ x + U_n @ (r * h_prev) + b_n)  # candidate: what could be written
h = (1 - z) * n + z * h_prev  # hidden state: the memory and the output
""",
    source=(
        "Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder, arXiv:1406.1078, section 2.3, "
        "equations (5) to (8), with biases"
    ),
    change="The reset gate acts on the state before the matrix U, where PyTorch's GRU acts on the product.",
)

REPLACES = Cell(
    key="gru_z_replaces",
    title="GRU, other convention",
    text="""\
r = sigmoid(W_r @ x + U_r @ h_prev + b_r)  # reset gate: share of the past that the candidate sees
z = sigmoid(W_z @ x + U_z @ h_prev + b_z)  # update gate: share of the state that is replaced
n = tanh(W_n @ x + b_n + r * (U_n @ h_prev + d_n))  # candidate: what could be written
h = (1 - z) * h_prev + z * n  # hidden state: the memory and the output
""",
    source=(
        "Chung et al. 2014, Empirical Evaluation of Gated Recurrent Neural Networks, arXiv:1412.3555, section 3.2, "
        "equation (5) for the update of h; the rest as in PyTorch's GRU"
    ),
    change="The same network read the other way round: z near 1 replaces the state, where PyTorch's z keeps it.",
)

MGU = Cell(
    key="mgu",
    title="Minimal gated unit (MGU)",
    text="""\
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)  # gate: share of the state that is replaced
n = tanh(W_n @ x + U_n @ (f * h_prev) + b_n)  # candidate: what could be written
h = (1 - f) * h_prev + f * n  # hidden state: the memory and the output
""",
    source=(
        "Zhou, Wu, Zhang and Zhou 2016, Minimal Gated Unit for Recurrent Neural Networks, arXiv:1603.09420, section 3"
    ),
    change="A GRU with a single gate, which is both its reset and its update gate.",
)

MINGRU = Cell(
    key="mingru",
    title="minGRU",
    text="""\
z = sigmoid(W_z @ x + b_z)  # update gate: share of the state that is replaced
n = W_n @ x + b_n  # candidate: what could be written
h = (1 - z) * h_prev + z * n  # hidden state: the memory and the output
""",
    source="Feng et al. 2024, Were RNNs All We Needed?, arXiv:2410.01201, section 3.1",
    change="Gate and candidate see the input alone: the state is a weighted mean, which needs no step-by-step.",
)

GRUS = (RESET_FIRST, REPLACES, MGU, MINGRU)
