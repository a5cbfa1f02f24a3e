"""The server under load: one for all rows, with a training to look at, asked for its health all the time."""

import asyncio
import atexit
import os
import shutil
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil

from engine.datasets.text.toy_world import ToyWorld
from engine.datasets.vectors.sources import UploadedVectors
from engine.files import uploads
from engine.learners.vectors.as_given import AsGiven
from engine.learners.words.skipgram import SkipGram
from engine.projections.pca import PCA
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests import ROOT
from tests.browser.conftest import Server, keep
from tests.browser.driving import TOY
from tests.robustness.loads.visitor import Visitor

T = TypeVar("T")
TOY_PAGE = f"words?run={TOY.run_id}&map=pca"
N_POINTS = 5_000
LONG = tuple(
    Recipe(ToyWorld(), SkipGram(n_components=500, window=50, negative=30, n_epochs=100, seed=seed)) for seed in range(4)
)
"""Trainings that together, one after the other, take more than the time that a load lasts."""


class Site:
    """A server with its own home, and what was seen of it."""

    def __init__(self) -> None:
        self.server = Server(ROOT / "app.py", Path(tempfile.mkdtemp(prefix="robustness-")))
        self.large_page = ""
        self.health: list[float] = []
        self._over = threading.Event()

    def start(self) -> None:
        """Fill the home and start; from then on health is asked for every half second."""
        keep(self.server.home, (TOY,))
        with self.at_home():
            large = self._large()
            for run in (TOY, large):
                fit = store.load(run.run_id)
                name = next(iter(fit.embeddings))
                store.save(Recipe(EmbeddingOf(run.run_id, name), PCA()), PCA().fit(fit.embeddings[name]), 0.1)
        self.large_page = f"vectors?run={large.run_id}&map=pca&items={N_POINTS}"
        self.server.start()
        for page, key in ((TOY_PAGE, "words_map"), (self.large_page, "vectors_map")):
            asyncio.run(drawn(self.server.url, page, key))
        threading.Thread(target=self._listen, daemon=True).start()

    def _large(self) -> Recipe:
        values = np.random.default_rng(0).normal(size=(N_POINTS, 50)).astype(np.float32)
        rows = "".join(f"w{row} {' '.join(f'{x:.4f}' for x in line)}\n" for row, line in enumerate(values))
        recipe = Recipe(UploadedVectors(sha256=uploads.keep(rows.encode(), "five thousand.txt").sha256), AsGiven())
        found = recipe.dataset.load()  # type: ignore[attr-defined]
        store.save(Recipe(recipe.dataset), found, 0.1)
        store.save(recipe, AsGiven().fit(found), 0.1)
        return recipe

    def _listen(self) -> None:
        while not self._over.wait(0.5):
            begun = time.perf_counter()
            try:
                with urllib.request.urlopen(f"{self.server.url}/_stcore/health", timeout=30):
                    pass
            except OSError:
                begun -= 30
            self.health.append(time.perf_counter() - begun)

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self.server.stop()
        shutil.rmtree(self.server.log.parent, ignore_errors=True)

    @property
    def process(self) -> psutil.Process:
        """The server's."""
        assert self.server.process is not None
        return psutil.Process(self.server.process.pid)

    def megabytes(self) -> float:
        """Memory that the server takes, its trainings not counted."""
        return self.process.memory_info().rss / 1e6

    def tracebacks(self) -> int:
        """Of the server's log."""
        return self.server.log.read_text(errors="replace").count("Traceback (most recent call last)")

    @contextmanager
    def at_home(self) -> Iterator[None]:
        """The engine of this process, on the home of the server."""
        with in_home(self.server.home):
            yield

    @contextmanager
    def training(self) -> Iterator[None]:
        """A long training that runs, and the next when it is done."""

        def states() -> list[str]:
            found = [jobs.status(recipe.run_id) for recipe in LONG]
            return [one.state for one in found if one is not None]

        with self.at_home():
            for recipe in LONG:
                jobs.submit(recipe, "load")
            waited(lambda: "running" in states())
            yield
            assert "running" in states(), f"the trainings ended before the load: {states()}"
            for recipe in reversed(LONG):
                jobs.cancel(recipe.run_id, "load")
            waited(lambda: "running" not in states())


@contextmanager
def in_home(folder: Path) -> Iterator[None]:
    """The engine of this process, on a home."""
    before = os.environ.get("EMBEDDING_HOME")
    os.environ["EMBEDDING_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["EMBEDDING_HOME"]
        else:
            os.environ["EMBEDDING_HOME"] = before


async def drawn(url: str, page: str, key: str) -> None:
    """A first visitor, who waits until the map has been computed."""
    visitor = Visitor(url)
    await visitor.open(page)
    begun = time.monotonic()
    while key not in visitor.elements:
        if time.monotonic() - begun > 120:
            raise TimeoutError(f"no map on {page}")
        await asyncio.sleep(0.5)
        await visitor.look()
    await visitor.close()


def waited(condition: Callable[[], bool], seconds: float = 60) -> float:
    """Seconds until a condition holds; raises TimeoutError."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.02)
    return time.monotonic() - begun


@cache
def site() -> Site:
    """The one of all rows; started when it is first asked for, ended with the program."""
    made = Site()
    atexit.register(made.stop)
    made.start()
    return made
