"""What a network can learn: tasks that make batches, examples to play, and scores. Numbers only, no torch."""

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Chart, Line, Report, Score, Symbols
from rnnviz.tasks.registry import TASKS, make_task
from rnnviz.tasks.task import Batch, Predictor, Task

__all__ = [
    "TASKS",
    "Batch",
    "Chart",
    "Line",
    "Predictor",
    "Report",
    "Score",
    "Symbols",
    "Task",
    "TaskOption",
    "make_task",
]
