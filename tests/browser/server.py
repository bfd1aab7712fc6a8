"""Starts the app as a person would, on a free port, and ends it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, its process, and the file with everything that it printed."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def printed(self) -> str:
        """Everything that the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serve(
    folder: Path, script: Path | str = "app.py", env: Mapping[str, str] | None = None, wait: float = 60
) -> Iterator[Server]:
    """Run `script` in the project's root until the block ends; its output goes to a file in `folder`.

    Raises RuntimeError with the output when the server ends early or is not healthy within `wait` seconds.
    """
    port = free_port()
    log = folder / f"server-{port}.log"
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *options],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, process, log)
    try:
        _wait_until_healthy(server, wait)
        yield server
    finally:
        _end(process)


def _wait_until_healthy(server: Server, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not _healthy(server):
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended before it answered; it printed:\n{server.printed()}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"no answer within {wait:.0f} s; the server printed:\n{server.printed()}")
        time.sleep(0.05)


def _healthy(server: Server) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1) as answer:
            return bool(answer.read() == b"ok")
    except (urllib.error.URLError, OSError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
