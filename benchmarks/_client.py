"""A browser tab without a browser: speaks Streamlit's protocol, polls as the page asks, presses buttons."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Client:
    """One visitor of a page.

    Attributes:
        first: seconds from the connection to the end of the first run of the page; None before.
        latencies: seconds from each poll to the end of its answer.
        sizes: bytes that each answer to a poll took.
    """

    def __init__(self, socket: websockets.ClientConnection, page: str, query: str) -> None:
        self.first: float | None = None
        self.latencies: list[float] = []
        self.sizes: list[int] = []
        self._socket, self._page, self._query = socket, page, query
        self._page_hash = ""
        self._kept: set[str] = set()
        self._buttons: dict[str, str] = {}
        self._begun = time.perf_counter()
        self._asked: float | None = None
        self._bytes = 0
        self._polls = False
        self._polling: asyncio.Task[None] | None = None
        self._opened = asyncio.Event()

    async def wait_for_button(self, label: str) -> None:
        """Wait until the page is drawn and has a button of this label."""
        async with asyncio.timeout(60):
            while self.first is None or label not in self._buttons:
                await asyncio.sleep(0.02)

    async def press(self, label: str) -> None:
        """Press a button: the page runs again."""
        message = self._rerun()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = self._buttons[label], True
        await self._socket.send(message.SerializeToString())

    async def listen(self) -> None:
        """Take in what the server sends, and poll as it asks, until cancelled or cut off."""
        await self._socket.send(self._rerun().SerializeToString())
        async for data in self._socket:
            assert isinstance(data, bytes)
            self._bytes += len(data)
            message = ForwardMsg()
            message.ParseFromString(data)
            self._take(message)

    def stop(self) -> None:
        """Poll no more."""
        if self._polling is not None:
            self._polling.cancel()

    def _rerun(self, fragment: str = "") -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = "" if self._page_hash else self._page
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.cached_message_hashes.extend(self._kept)
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        return message

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._kept.add(message.hash)
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "button":
            button = message.delta.new_element.button
            self._buttons[button.label] = button.id
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.stop()
            self._polls = True
            self._polling = asyncio.create_task(self._tick(message.auto_rerun.fragment_id, message.auto_rerun.interval))
        elif kind == "script_finished":
            self._end_of_run(message.script_finished)

    def _end_of_run(self, how: int) -> None:
        # A fragment that wants another pace has the whole page run: that has the picture, too.
        answers = (ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY, ForwardMsg.FINISHED_SUCCESSFULLY)
        if how in answers and self._asked is not None:
            self.latencies.append(time.perf_counter() - self._asked)
            self.sizes.append(self._bytes)
            self._asked = None
        if how == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.first = self.first or time.perf_counter() - self._begun
            if not self._polls:  # each run of the whole page says anew whether it wants to be asked again
                self.stop()
            self._polls = False
        self._bytes = 0

    async def _tick(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            if self._asked is None:
                self._asked, self._bytes = time.perf_counter(), 0
            await self._socket.send(self._rerun(fragment).SerializeToString())


@asynccontextmanager
async def visit(port: int, page: str, query: str = "") -> AsyncIterator[Client]:
    """Open a page of the app on this machine and follow it until the block ends."""
    origin = f"http://127.0.0.1:{port}"
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    options = {"subprotocols": ["streamlit"], "origin": origin, "max_size": None, "compression": None}
    async with websockets.connect(address, **options) as socket, asyncio.TaskGroup() as group:
        client = Client(socket, page, query)
        listening = group.create_task(client.listen())  # what goes wrong in it ends the block
        yield client
        client.stop()
        listening.cancel()
