"""The server's sockets send at once, also those that Streamlit opens without naming TCP."""

import socket

from rnnviz.ui.nodelay import send_at_once


def sends_at_once(opened: socket.socket) -> bool:
    return bool(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_sockets_that_listen_and_those_they_accept_later_send_at_once() -> None:
    with socket.socket(socket.AF_INET) as listening, socket.socket(socket.AF_UNIX) as other:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not sends_at_once(listening)
        assert send_at_once() >= 1
        assert sends_at_once(listening)
        with socket.create_connection(listening.getsockname()) as visitor, listening.accept()[0] as accepted:
            assert sends_at_once(accepted)
            visitor.sendall(b"still open")
            assert accepted.recv(10) == b"still open"
        assert other.fileno() >= 0
