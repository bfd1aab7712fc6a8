"""Cells that use what those of the catalogue do not."""

from rnnviz.cells import Cell

STRANGE = {
    "every function": """
        a = softplus(W_a @ x + U_a @ h_prev + b_a) - exp(-abs(V @ h_prev))
        b = relu(W_b @ x + a) * sin(a + b_prev) + cos(b_prev)
        h = tanh(0.5 * b + a * h_prev)
    """,
    "the input changed before a product": """
        u = sigmoid(W @ (x * s) + M @ tanh(N @ x + e))
        h = u * h_prev + (1 - u) * tanh(M2 @ (N2 @ x) + U @ (u * h_prev))
    """,
    "a matrix used twice, a product used twice": """
        a = tanh(U @ h_prev + W @ x)
        h = a + U @ a - 0.1 * (W @ x) * (U @ h_prev)
    """,
    "a value used after it was multiplied, a state read later": """
        g = tanh(W @ x + U @ h_prev)
        k = sigmoid(V @ g + P @ k_prev)
        m = k * m_prev + g * g_prev
        h = m * k - m_prev
    """,
    "lines that nothing reads": """
        q = sigmoid(W_q @ x + c_q)
        h = tanh(W @ x + U @ h_prev + b)
        r = h * q
    """,
    "nothing but a state": "h = 0.5 * h_prev + W @ x",
}
CELLS = {name: Cell(f"strange{k}", name, text) for k, (name, text) in enumerate(STRANGE.items())}
