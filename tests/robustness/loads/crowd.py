"""Many visitors of one server, in one process: each thinks, clicks, waits for the answer, and thinks again."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from tests.robustness.loads.site import TOY_PAGE, Site
from tests.robustness.loads.visitor import Answer, Visitor

N_CLICKED = 300
"""Points that are clicked: the first ones of the map."""


@dataclass
class Seen:
    """All answers of a load, and what went wrong."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, answer: Answer) -> None:
        """Take one more."""
        self.answers.append(answer)
        self.errors += answer.troubles

    def at(self, share: float) -> float:
        """Milliseconds that a share of the answers took at most."""
        return float(np.quantile([answer.seconds for answer in self.answers], share)) * 1000 if self.answers else np.inf

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    def told(self) -> str:
        """The figures in one line."""
        errors = f", {len(self.errors)} errors ({self.errors[0]})" if self.errors else ", no errors"
        middle, most = f"p50 {self.at(0.5):.0f} ms", f"p95 {self.at(0.95):.0f} ms"
        return f"{len(self.answers):,} answers in {self.seconds:.0f} s, {middle}, {most}{errors}"


def crowd(
    site: Site, n: int, think: float, seconds: float, page: str = TOY_PAGE, key: str = "words_map", busy: bool = False
) -> Seen:
    """n visitors who have opened a page click points of its map for so long; opening does not count.

    busy: while a training runs, which is begun when all are there.
    """

    async def run() -> Seen:
        visitors = await _opened(site, n, page, key)
        with site.training() if busy else nullcontext():
            seen = await _clicking(visitors, think, seconds, key)
        await asyncio.gather(*(visitor.close() for visitor in visitors))
        return seen

    return asyncio.run(run())


async def _opened(site: Site, n: int, page: str, key: str) -> list[Visitor]:
    """Visitors before a map, five of them at a time."""
    visitors = [Visitor(site.server.url) for _ in range(n)]
    gate = asyncio.Semaphore(5)

    async def come(visitor: Visitor) -> None:
        async with gate:
            await visitor.open(page)
            if key not in visitor.elements:
                await visitor.look()

    await asyncio.gather(*map(come, visitors))
    return visitors


async def _clicking(visitors: list[Visitor], think: float, seconds: float, key: str) -> Seen:
    seen = Seen()
    begun = time.perf_counter()
    end = begun + seconds

    async def live(visitor: Visitor, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, think))
        while time.perf_counter() < end:
            try:
                seen.add(await visitor.click(chance.randrange(N_CLICKED), key))
            except Exception as error:
                seen.errors.append(f"{type(error).__name__}: {error}")
                return
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)

    await asyncio.gather(*(live(visitor, random.Random(number)) for number, visitor in enumerate(visitors)))
    seen.seconds = time.perf_counter() - begun
    return seen


def at_once(tasks: list[Callable[[], Awaitable[Answer]]], most: int = 1_000) -> Seen:
    """Many questions at the same moment, at most so many of them under way."""

    async def run() -> Seen:
        seen, gate, begun = Seen(), asyncio.Semaphore(most), time.perf_counter()

        async def one(task: Callable[[], Awaitable[Answer]]) -> None:
            async with gate:
                try:
                    seen.add(await task())
                except Exception as error:
                    seen.errors.append(f"{type(error).__name__}: {error}")

        await asyncio.gather(*(one(task) for task in tasks))
        seen.seconds = time.perf_counter() - begun
        return seen

    return asyncio.run(run())


def openings(site: Site, n: int, most: int = 1_000) -> Seen:
    """n new visitors open the same page, and leave."""

    async def come_and_go() -> Answer:
        visitor = Visitor(site.server.url)
        try:
            return await visitor.open(TOY_PAGE)
        finally:
            await visitor.close()

    return at_once([come_and_go] * n, most)
