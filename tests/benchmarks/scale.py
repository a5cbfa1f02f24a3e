"""What one server holds, measured on this computer: visitors, clicks, openings, the catalogue, a text.

It writes the table of docs/scale.md, of which the walls named there follow by arithmetic. Visitors are sessions that
speak the server's protocol, in this process; processor time is the server's own.
"""

import asyncio
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.skipgram import SkipGram
from engine.runs import catalogue, database, files, jobs, store
from engine.runs.recipe import Recipe
from tests import ROOT
from tests.browser.driving import TOY
from tests.robustness.loads.site import TOY_PAGE, Site, in_home, site
from tests.robustness.loads.visitor import Visitor

PEER = "none; the walls that docs/scale.md names"
GOAL = "A visitor takes <= 2 MB, a click <= 80 ms of a core, a page of a million runs <= 50 ms."
FILE = ROOT / "docs" / "scale.md"
TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
MEGABYTES, CLICK_MS, PAGE_MS = 2.0, 80.0, 50.0


def run(quick: bool) -> dict[str, object]:
    """Every figure. quick: fewer visitors and a catalogue of 100,000 runs; the table is not written."""
    n, rows = (20, 100_000) if quick else (100, 1_000_000)
    here = site()
    at_rest = here.megabytes()
    visitor = asyncio.run(_visitors(here, n))
    click, opening = asyncio.run(_answers(here, 50 if quick else 200))
    with in_home(here.server.home):
        folder = files.run_folder(TOY.run_id)
        run_bytes = sum(file.stat().st_size for file in folder.iterdir())
    n_bytes, page, search, counted = _catalogue(rows)
    speed, per_token = _text()
    lines = [
        ("memory of the server with two pages open", f"{at_rest:.0f} MB"),
        (f"memory for each visitor more, {n} connected", f"{visitor:.2f} MB"),
        ("a click on a map: processor time; bytes sent", f"{click[0]:.0f} ms; {click[1] / 1e3:.0f} kB"),
        ("a page opened by a new visitor: the same", f"{opening[0]:.0f} ms; {opening[1] / 1e3:.0f} kB"),
        ("a saved run of 1,311 words with 100 numbers, on disk", f"{run_bytes / 1e6:.1f} MB"),
        ("a job entered into the queue, on this disk", f"{_entry():.1f} ms"),
        (f"the catalogue with {rows:,} runs: a row", f"{n_bytes:.0f} bytes"),
        ("the same: a page of 50; a search; all counted", f"{page:.1f} ms; {search:.0f} ms; {counted:.0f} ms"),
        ("skip-gram, 100 numbers, one core: tokens a second", f"{speed / 1e6:.2f} million"),
        ("a text in memory, for each token", f"{per_token:.1f} bytes"),
    ]
    table = "| what | measured |\n|---|---|\n" + "".join(f"| {what} | {figure} |\n" for what, figure in lines)
    print(table)
    if not quick:
        FILE.write_text(TABLE.sub(lambda _: table, FILE.read_text()))
    ok = visitor <= MEGABYTES and click[0] <= CLICK_MS and page <= PAGE_MS
    figures = {"megabytes_a_visitor": round(visitor, 3), "click_ms": round(click[0], 1), "page_ms": round(page, 2)}
    return {"ratio": round(CLICK_MS / click[0], 2), "goal": 1.0, "quality": figures, "ok": ok}


async def _visitors(here: Site, n: int) -> float:
    """MB that each of n visitors takes, who all stay."""
    before = here.megabytes()
    visitors = [Visitor(here.server.url) for _ in range(n)]
    for visitor in visitors:
        await visitor.open(TOY_PAGE)
    grown = here.megabytes() - before
    await asyncio.gather(*(visitor.close() for visitor in visitors))
    return grown / n


async def _answers(here: Site, n: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Milliseconds of the server's processor time and bytes: of a click, and of an opening; of n, one after another."""

    def used() -> float:
        times = here.process.cpu_times()
        return 1e3 * float(times.user + times.system)

    visitor = Visitor(here.server.url)
    await visitor.open(TOY_PAGE)
    begun = used()
    sizes = [(await visitor.click(row % 300)).n_bytes for row in range(n)]
    click = (used() - begun) / n, float(np.mean(sizes))
    await visitor.close()
    begun, sizes = used(), []
    for _ in range(n // 4):
        visitor = Visitor(here.server.url)
        sizes.append((await visitor.open(TOY_PAGE)).n_bytes)
        await visitor.close()
    return click, ((used() - begun) / (n // 4), float(np.mean(sizes)))


def _entry() -> float:
    """Milliseconds until a job is entered, one after another by different visitors."""
    took = []
    with tempfile.TemporaryDirectory() as folder, in_home(Path(folder)):
        jobs.recent("")
        for number in range(jobs.QUEUE_LENGTH):
            recipe = Recipe(ToyWorld(), SkipGram(seed=number))
            begun = time.perf_counter()
            jobs.submit(recipe, f"visitor {number}")
            took.append(time.perf_counter() - begun)
    return 1e3 * float(np.median(took))


def _catalogue(n: int) -> tuple[float, float, float, float]:
    """Bytes of a row; milliseconds of a page, of a search, of counting: of a catalogue with n rows like a real one."""
    with tempfile.TemporaryDirectory() as folder, in_home(Path(folder)):
        recipe = Recipe(ToyWorld(), TOY.learner)
        data = ToyWorld().load()
        assert recipe.learner is not None
        store.save(recipe, recipe.learner.fit(data), 0.1)
        database.write(lambda db: _repeat(db, n - 1))
        page, search, counted = (
            _milliseconds(ask)
            for ask in (
                lambda: catalogue.runs(limit=50),
                lambda: catalogue.runs(text="skip", limit=50),
                lambda: catalogue.count(),
            )
        )
        return database.path().stat().st_size / n, page, search, counted


def _repeat(db: sqlite3.Connection, n: int) -> None:
    """Enter the one run n times more, under other ids."""
    names = ", ".join(row[1] for row in db.execute("PRAGMA table_info(runs)") if row[1] not in ("id", "run_id"))
    numbers = "WITH RECURSIVE more (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM more WHERE number < ?) "
    db.execute(f"{numbers} INSERT INTO runs (run_id, {names}) SELECT printf('%032x', number), {names} FROM more, runs",
               (n,))  # fmt: skip


def _milliseconds(ask: Callable[[], object], n: int = 5) -> float:
    """The middle of n."""
    took = []
    for _ in range(n):
        begun = time.perf_counter()
        ask()
        took.append(time.perf_counter() - begun)
    return 1e3 * float(np.median(took))


def _text() -> tuple[float, float]:
    """Tokens that skip-gram reads in a second on one core, and the bytes that a token takes."""
    corpus = ToyWorld().load()
    SkipGram(n_epochs=1).fit(corpus)  # compiled
    begun = time.process_time()
    SkipGram(n_epochs=10).fit(corpus)
    speed = 10 * corpus.n_tokens / (time.process_time() - begun)
    return speed, (corpus.tokens.nbytes + corpus.sentences.nbytes) / corpus.n_tokens
