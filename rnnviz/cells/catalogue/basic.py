"""The four cells that torch.nn has."""

from __future__ import annotations

from rnnviz.cells.cell import Cell

_TORCH = "PyTorch documentation, torch.nn"

RNN = Cell(
    key="rnn",
    title="RNN (tanh)",
    text="h = tanh(W_h @ x + U_h @ h_prev + b_h)  # hidden state: the memory and the output",
    source=f"Elman 1990, Finding Structure in Time, Cognitive Science 14(2); as computed by {_TORCH}.RNN",
    change="The plain recurrent network: the whole memory is rewritten at every step.",
)

RNN_RELU = Cell(
    key="rnn_relu",
    title="RNN (ReLU)",
    text="h = relu(W_h @ x + U_h @ h_prev + b_h)  # hidden state: the memory and the output",
    source=(
        "Le, Jaitly and Hinton 2015, A Simple Way to Initialize Recurrent Networks of Rectified Linear Units, "
        f"arXiv:1504.00941; as computed by {_TORCH}.RNN(nonlinearity='relu')"
    ),
    change="ReLU in the place of tanh: the state has no upper bound, and the gradient passes undamped.",
)

LSTM = Cell(
    key="lstm",
    title="LSTM",
    text="""\
i = sigmoid(W_i @ x + U_i @ h_prev + b_i)  # input gate: share of the candidate that is written
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)  # forget gate: share of the old memory that is kept
g = tanh(W_g @ x + U_g @ h_prev + b_g)  # candidate: what could be written
o = sigmoid(W_o @ x + U_o @ h_prev + b_o)  # output gate: share of the memory that is shown
c = f * c_prev + i * g  # cell state: the memory
h = o * tanh(c)  # hidden state: the output
""",
    source=(
        "Hochreiter and Schmidhuber 1997, Long Short-Term Memory, Neural Computation 9(8), section 4; forget gate: "
        "Gers, Schmidhuber and Cummins 2000, Learning to Forget, Neural Computation 12(10), section 3; "
        f"as computed by {_TORCH}.LSTM"
    ),
    change="A memory of its own, the cell state, with gates that write, keep and show it.",
)

GRU = Cell(
    key="gru",
    title="GRU",
    text="""\
r = sigmoid(W_r @ x + U_r @ h_prev + b_r)  # reset gate: share of the past that the candidate sees
z = sigmoid(W_z @ x + U_z @ h_prev + b_z)  # update gate: share of the old state that is kept
n = tanh(W_n @ x + b_n + r * (U_n @ h_prev + d_n))  # candidate: what could be written
h = (1 - z) * n + z * h_prev  # hidden state: the memory and the output
""",
    source=(
        "Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder, arXiv:1406.1078, section 2.3, "
        f"equations (5) to (8), with the reset after the product, as computed by {_TORCH}.GRU"
    ),
    change="No cell state: one gate both keeps and writes, another resets what the candidate sees.",
)

BASIC = (RNN, RNN_RELU, LSTM, GRU)
