"""The animation of a trace: strip, gates, cell, equations and training timeline on one clock in the browser."""

from rnnviz.player.component import Choices, player
from rnnviz.player.payload import pack, unpack

__all__ = ["Choices", "pack", "player", "unpack"]
