"""The animation of a trace: strip, gates, cell, equations and training timeline on one clock in the browser."""

from rnnviz.player.component import Choices, chosen, mount, player, send
from rnnviz.player.payload import pack, unpack

__all__ = ["Choices", "chosen", "mount", "pack", "player", "send", "unpack"]
