"""Texts that somebody might send instead of a cell, by mistake or in bad faith: the same number gives the same text."""

import numpy as np

from rnnviz.cells import CELLS

ATTACKS = (
    "__import__('os').system('touch owned')",
    "h = __import__('os').system('id')",
    "h = eval('1')",
    "h = exec(W @ x)",
    "h = open('/etc/passwd')",
    "h = (lambda: W)() @ x",
    "h = [W @ x for x in h_prev]",
    "h = {h_prev: b}",
    "h = h_prev.__class__.__bases__[0].__subclasses__()",
    "h = b if b else h_prev",
    "h = (c := h_prev) + c",
    "h = f'{h_prev}'",
    "h = '' + b",
    "h = b ** 9 ** 9 ** 9 ** 9",
    "h = 9**9**9**9**9 * b",
    "h = 1e308 * 1e308 * b",
    "h = 99999999999999999999999999999999999999 * b",
    "h = 0x10 * b + 1_000",
    "h = b / 0",
    "h = b // 2 % 3 << 4 & 5 | 6 ^ 7",
    "h = ~b",
    "h = not b",
    "h = b and h_prev",
    "h = b == h_prev",
    "h = b[0]",
    "h = b.T @ x",
    "h = *b",
    "h = W @ x @ x",
    "h = x",
    "h = h",
    "h = yield b",
    "h = await b",
    "h = ...",
    "h = None + b",
    "h = True * b",
    "h = 1j * b",
    "h = tanh(b, b)",
    "h = tanh(*b)",
    "h = tanh(b=b)",
    "h = tanh()",
    "h = print(b)",
    "h = input()",
    "h = b; import os",
    "import os",
    "from os import system",
    "def h(): return b",
    "class h: pass",
    "while True: h = b",
    "del h",
    "h = b\\\n + b",
    "h = b  # \x00\x1b[2J",
    "h = \x00b",
    "ｈ = ｂ",
    "h = 𝐛 + b",
    "h = b\u202e + c\u2066",
    "h = \ud800",
    "\ufeffh = b",
    "h = b \u00d7 b",
    "<script>alert(1)</script>",
    "h = b  # <img src=x onerror=alert(1)>",
    "h = b  # ![](https://example.org/x.png) $\\href{x}{y}$ {t} {0.__class__}",
    "'; DROP TABLE cells; --",
    "{{7*7}} ${7*7} #{7*7}",
)
LONG = (
    "h = " + "(" * 3990,
    "h = " + "(" * 140 + "b" + ")" * 140,
    "h = " + "-" * 290 + "b",
    "h = " + "tanh(" * 40 + "b" + ")" * 40,
    "h = " + "+".join("b" * 145),
    "h = " + "*".join("b" * 145),
    "h = " + " @ ".join("W" * 60) + " @ x",
    "\n".join("h = " + "+".join("b" * 140) for _ in range(13)),
    "\n".join(f"a{n} = tanh(a{n}_prev + b)" for n in range(39)) + "\nh = a1",
    "\n" * 5000,
    "#" * 100_000,
    "h" * 100_000,
    "h = " + "9" * 290,
    "h = b" + " " * 100_000,
    "=" * 4000,
    "\n".join("=" for _ in range(40)),
    "h = " + "1e" * 100,
    "h = " + "." * 200,
    "h = " + "é" * 200,
    "\U0001f600" * 4000,
)
PIECES = (
    *"()+-*@=#.,_ \t\n\r0123456789abhxWU'\"\\[]{}:;%&|^~!?<>$`",
    "_prev",
    "sigmoid",
    "exp(",
    "**",
    "//",
    "\x00",
    "é",
    "\u200b",
)


def hostile_text(seed: int) -> str:
    """One text: an attack, a long one, a damaged cell, or rubbish."""
    rng = np.random.default_rng(seed)
    kind = rng.random()
    if kind < 0.1:
        return _pick(rng, ATTACKS)
    if kind < 0.13:
        return _pick(rng, LONG)
    if kind < 0.25:
        return "".join(_pick(rng, PIECES) for _ in range(rng.integers(0, 300)))
    text = _pick(rng, tuple(cell.text for cell in CELLS.values()))
    if kind < 0.4:
        lines = text.split("\n")
        lines.insert(int(rng.integers(len(lines))), _pick(rng, ATTACKS))
        return "\n".join(lines)
    for _ in range(rng.integers(1, 8)):
        at = int(rng.integers(len(text) + 1))
        text = text[:at] + _pick(rng, PIECES) + text[at + int(rng.integers(0, 4)) :]
    return text


def _pick(rng: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]
