"""The words that the player shows, in English; translated here, they travel in the header to the script."""

from rnnviz.words import N, t

WORDS: tuple[str, ...] = (
    N("Play"),
    N("Pause"),
    N("Step back"),
    N("Step forward"),
    N("To the start"),
    N("To the end"),
    N("Speed"),
    N("Unit"),
    N("Layer"),
    N("Present"),
    N("Keys"),
    N("Close"),
    N("time step"),
    N("step {n} of {total}"),
    N("Step {n} of {total}, unit {unit}. {values}."),
    N("Gates"),
    N("Cell"),
    N("Equations"),
    N("Through training"),
    N("Through time"),
    N("Play through training"),
    N("Pause training playback"),
    N("Latest"),
    N("Live"),
    N("training iteration"),
    N("iteration {n} of {total}"),
    N("loss {loss}"),
    N("iteration {n} of {total}, loss {loss}"),
    N("Point at any value: it lights up everywhere."),
    N("input of this step"),
    N("the value of one step earlier"),
    N("what {vector} adds, weighted by the matrix {matrix}"),
    N("a trained parameter: the same at every step"),
    N("the loss is read here"),
    N("input"),
    N("target"),
    N("prediction"),
    N("units × time steps"),
    N("play or pause"),
    N("one step back, one step forward"),
    N("ten steps back, ten steps forward"),
    N("first step, last step"),
    N("previous unit, next unit"),
    N("slower, faster"),
    N("earlier, later in training"),
    N("next layer"),
    N("light the next value everywhere"),
    N("full screen"),
    N("this list"),
    N("row {n}"),
    N("coloured by {name} of unit {unit}"),
    N("Point at another value to colour by it; a click keeps it."),
    N("keep the lit value lit"),
    N("carried best by (correlation)"),
    N(
        "The correlation of a unit's state with the truth, over several examples: near 1 or −1 it carries it, near 0 "
        "it does not."
    ),
    N("{state} of unit {unit}"),
    N("half-life {n} steps"),
    N("Colours and curves keep the range that they have without a change; ▲, ▼, ≥ and ≤ mark what goes beyond it."),
)


def translated() -> dict[str, str]:
    """Return every word of the player in the current language, keyed by its English."""
    return {word: t(word) for word in WORDS}
