"""A TCP relay in front of a server that can be cut and mended, to play a network that drops out."""

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Proxy:
    """Relays 127.0.0.1:`port` to 127.0.0.1:`upstream` within a with block.

    While cut, every connection is reset and new ones are turned away.
    """

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._cut = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # shutdown wakes the thread that waits in accept(), close alone does not
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Reset every open connection and turn new ones away until mend()."""
        self._cut.set()
        with self._lock:
            for end in self._open:
                _reset(end)
            self._open.clear()

    def mend(self) -> None:
        """Let new connections through again."""
        self._cut.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._upstream))
        except OSError:
            _reset(client)
            return
        with self._lock:
            if self._cut.is_set():
                _reset(client)
                _reset(server)
                return
            self._open |= {client, server}
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=self._relay, args=(source, sink), daemon=True).start()

    def _relay(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                sink.sendall(block)
            if not self._cut.is_set():
                sink.shutdown(socket.SHUT_WR)


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        end.shutdown(socket.SHUT_RD)  # wakes the thread that reads it; sends nothing
    end.close()
