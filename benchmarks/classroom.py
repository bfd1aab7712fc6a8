"""A class at one server: thirty people with the page Train & watch open, some of them training.

Beside it one person alone with the same: what the others cost.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from _client import Client, visit
from _figures import at_most, share
from _process import memory, processor_seconds

from tests.browser.server import Server, serve

PEOPLE = 30
TRAINING = (1, 8, 30)
SECONDS = 10.0
APART = 0.05
"""Seconds from one person's pressing Train to the next one's."""
QUERY = "cell=lstm&task=sine&iterations=100000"


@dataclass(frozen=True)
class Lesson:
    """What the clients of one class saw, and what it cost the server."""

    clients: list[Client]
    megabytes: float | None
    processor: float | None

    @property
    def latencies(self) -> list[float]:
        return [seconds for client in self.clients for seconds in client.latencies]

    @property
    def sizes(self) -> list[float]:
        return [float(size) for client in self.clients for size in client.sizes]


async def lesson(server: Server, people: int, training: int) -> Lesson:
    """Let `people` come in, `training` of them press Train, and all watch for a while."""
    pid = server.process.pid
    before = memory(pid)
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(visit(server.port, "train", QUERY)) for _ in range(people)]
        await asyncio.gather(*(client.wait_for_button("Train") for client in clients))
        for client in clients[:training]:
            await client.press("Train")
            await asyncio.sleep(APART)
        await asyncio.gather(*(client.wait_for_button("Pause") for client in clients[:training]))
        used = processor_seconds(pid)
        for client in clients:
            client.latencies.clear()
            client.sizes.clear()
        await asyncio.sleep(SECONDS)
        after, later = memory(pid), processor_seconds(pid)
        for client in clients[:training]:
            await client.press("Pause")
        await asyncio.sleep(0.5)
    grown = None if before is None or after is None else after - before
    return Lesson(clients, grown, None if used is None or later is None else later - used)


async def one_page(server: Server) -> list[float]:
    """Seconds of a page's answers while thirty train and the other pages do not ask."""
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(visit(server.port, "train", QUERY)) for _ in range(PEOPLE)]
        await asyncio.gather(*(client.wait_for_button("Train") for client in clients))
        for client in clients:
            await client.press("Train")
        await asyncio.gather(*(client.wait_for_button("Pause") for client in clients))
        for client in clients[1:]:
            client.stop()
        clients[0].latencies.clear()
        await asyncio.sleep(2 * SECONDS)
        return list(clients[0].latencies)


def tell(training: int, seen: Lesson, alone: Lesson) -> None:
    """Print the figures of one class."""
    figure = f"class of {PEOPLE}, {training} training"
    middle, reference = median(seen.latencies), median(alone.latencies)
    at_most(f"{figure}: a picture, over one person alone", middle / reference, None, a=middle, b=reference, unit="s")
    late = share(seen.latencies, 0.95)
    pictures = len(seen.latencies) / SECONDS / training
    at_most(f"{figure}: 19 of 20 pictures within", late, None, unit="s", pictures_a_second_each=pictures)
    entry = median(client.first or float("inf") for client in seen.clients)
    reference = median(client.first or float("inf") for client in alone.clients)
    at_most(f"{figure}: page opened, over one person alone", entry / reference, None, a=entry, b=reference, unit="s")
    size = median(seen.sizes)
    at_most(f"{figure}: bytes of a picture", size, None, megabits_a_second=8e-6 * sum(seen.sizes) / SECONDS)
    if seen.megabytes is not None and seen.processor is not None:
        at_most(f"{figure}: megabytes of a session", seen.megabytes / PEOPLE, None, cores_used=seen.processor / SECONDS)


def main() -> None:
    """One server; the classes one after another, one person alone before each."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        asyncio.run(lesson(server, 1, 1))  # warm
        for training in TRAINING:
            alone = asyncio.run(lesson(server, 1, 1))
            tell(training, asyncio.run(lesson(server, PEOPLE, training)), alone)
        seconds = asyncio.run(one_page(server))
        figure = f"one page's answer beside {PEOPLE} trainings, p95"
        at_most(figure, share(seconds, 0.95), 0.05, unit="s", median=median(seconds), answers=len(seconds))


if __name__ == "__main__":
    main()
