"""The player as two Streamlit components: one that draws and tells choices, one that brings it the data."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.player.assets import component

_LENGTH = struct.Struct("<I")


@dataclass(frozen=True)
class Choices:
    """What the person chose; None where nothing was chosen. `moment` is None, too, while it follows the latest."""

    unit: int | None = None
    layer: str | None = None
    moment: int | None = None
    step: int | None = None


def player(payload: bytes, key: str, clock: str | None = None) -> None:
    """Show the player with one block of bytes made by pack().

    `key` names the player for as long as it lives: new bytes under the same key go on playing where they are. Each
    choice in it causes a rerun, after which chosen() tells it; no message is sent while it plays. Players of one page
    with the same `clock` play as one.
    """
    mount(key, clock)
    send(payload, key)


def mount(key: str, clock: str | None = None) -> None:
    """Show the player without data; they come by send(), which a fragment of its own may call more often."""
    component("player")(
        key=key,
        data={"name": key} | ({"clock": clock} if clock else {}),
        default={"unit": None, "layer": None, "moment": None, "step": None},
        on_unit_change=_nothing,
        on_layer_change=_nothing,
        on_moment_change=_nothing,
        on_step_change=_nothing,
    )


def send(payload: bytes, key: str) -> None:
    """Bring data to the component of this name; it need not be told again for them."""
    component("feed")(key=f"{key}-feed", data=addressed(key, payload))


def send_together(payloads: Mapping[str, bytes], key: str) -> None:
    """Bring data to several components, by their names, in one message; `key` names the message."""
    component("feed")(key=f"{key}-feed", data=together(payloads))


def chosen(key: str) -> Choices:
    """What has been chosen in the player of this name so far; known before the player is shown again."""
    import streamlit as st

    found = st.session_state.get(key) or {}
    return Choices(
        unit=_whole(found.get("unit")),
        layer=_text(found.get("layer")),
        moment=_whole(found.get("moment")),
        step=_whole(found.get("step")),
    )


def addressed(key: str, payload: bytes) -> bytes:
    """What the feed takes: data for the component of this name."""
    name = key.encode()
    return _LENGTH.pack(len(name)) + name + payload


def together(payloads: Mapping[str, bytes]) -> bytes:
    """What the feed takes: data for several components by name."""
    blocks = [addressed(name, payload) for name, payload in payloads.items()]
    return b"".join([_LENGTH.pack(0), *(_LENGTH.pack(len(block)) + block for block in blocks)])


def _whole(value: object) -> int | None:
    """Return a number that came from a browser as an int >= 0, and anything else as no choice."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**53:
        return None
    return int(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _nothing() -> None:
    """Stand in for a callback: Streamlit gives a result attribute only to values that have one."""
