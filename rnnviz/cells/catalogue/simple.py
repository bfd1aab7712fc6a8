"""Small cells: few lines, few weights."""

from __future__ import annotations

from rnnviz.cells.cell import Cell

MINLSTM = Cell(
    key="minlstm",
    title="minLSTM",
    text="""\
a = W_f @ x + b_f  # for the forget gate: how much speaks for keeping
b = W_i @ x + b_i  # for the input gate: how much speaks for writing
f = sigmoid(softplus(-b) - softplus(-a))  # forget gate: share of the old memory that is kept
i = 1 - f  # input gate: share of the candidate that is written
g = W_g @ x + b_g  # candidate: what could be written
h = f * h_prev + i * g  # hidden state: the memory and the output
""",
    source=(
        "Feng et al. 2024, Were RNNs All We Needed?, arXiv:2410.01201, section 3.2 (3.2.3 of its first version): "
        "f = σ(a) / (σ(a) + σ(b)), written without a division"
    ),
    change="An LSTM whose gates see the input alone and share out a whole; it has no output gate.",
)

INDRNN = Cell(
    key="indrnn",
    title="IndRNN",
    text="h = relu(W_h @ x + u_h * h_prev + b_h)  # hidden state: the memory and the output",
    source=(
        "Li et al. 2018, Independently Recurrent Neural Network (IndRNN), arXiv:1803.04831, section 3, equation (2), "
        "with ReLU"
    ),
    change="Each unit remembers itself alone, by one weight: units of a layer are independent of each other.",
)

LEAKY = Cell(
    key="rnn_leaky",
    title="Leaky RNN",
    text="""\
a = sigmoid(v_a)  # keeping: share of the old state that is kept, learned, the same at every step
n = tanh(W_n @ x + U_n @ h_prev + b_n)  # candidate: what could be written
h = a * h_prev + (1 - a) * n  # hidden state: the memory and the output
""",
    source=(
        "Jaeger et al. 2007, Optimization and Applications of Echo State Networks with Leaky-Integrator Neurons, "
        "Neural Networks 20(3), section 2, with a trained leak for each unit"
    ),
    change="A half-life for each unit, learned and fixed: memory without a gate that could react.",
)

SIMPLE = (MINLSTM, INDRNN, LEAKY)
