"""What a network can learn: tasks that make batches, examples to play, and scores. Numbers only, no torch."""

from rnnviz.tasks.option import ChoiceOption, TaskOption, TextOption, UploadOption, WholeOption
from rnnviz.tasks.picture import Chart, Image, Line, Report, Score, Symbols
from rnnviz.tasks.registry import TASKS, make_task
from rnnviz.tasks.task import Batch, Predictor, Task

__all__ = [
    "TASKS",
    "Batch",
    "Chart",
    "ChoiceOption",
    "Image",
    "Line",
    "Predictor",
    "Report",
    "Score",
    "Symbols",
    "Task",
    "TaskOption",
    "TextOption",
    "UploadOption",
    "WholeOption",
    "make_task",
]
