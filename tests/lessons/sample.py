"""A small sound lesson, to be spoiled."""

from pathlib import Path

LESSON = """\
+++
title = "A sample"
minutes = 5

[predict]
choices = ["Yes", "No"]
right = 2

[setup.first]
name = "Press"
opens = "train?cell=lstm&task=sine&hidden=4&iterations=20"
holds = ["loss < 1"]
+++
Before.

## Predict
Will it?

## Look
There.

## Shows
So.

## Question
Why?

## Answer
Therefore.
"""

TRANSLATION = """\
+++
title = "一个例子"

[predict]
choices = ["是", "否"]

[setup.first]
name = "按下"
+++
之前。

## Predict
会吗？

## Look
那里。

## Shows
如此。

## Question
为什么？

## Answer
因此。
"""


def write(folder: Path, text: str = LESSON, name: str = "10-a-sample.md") -> Path:
    """The text as a file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
