"""Many visitors press Train at the same moment."""

import asyncio
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import jobs
from engine.runs.recipe import Recipe
from tests.robustness.loads.crowd import Seen
from tests.robustness.loads.site import TOY_PAGE, Site, in_home, waited
from tests.robustness.loads.visitor import Answer, Visitor

FIELD, BUTTON = "words.method.ppmi_svd.n_components", "words.train"


@dataclass(frozen=True)
class Pressed:
    """What became of it. accepted: different jobs that were entered. told: visitors who were refused, with why."""

    seen: Seen
    accepted: int
    told: int
    done: int

    @property
    def sound(self) -> bool:
        """Whether nobody saw an error, and whatever was accepted was done."""
        return not self.seen.errors and self.done == self.accepted


def queued_at_once(n: int) -> list[float]:
    """Seconds until each of n askers of the queue has its answer: a place, or why there is none. No page is drawn."""
    gate, took = threading.Barrier(n), []

    def ask(number: int) -> None:
        recipe = Recipe(ToyWorld(), PPMISVD(n_components=10 + number))
        gate.wait()
        begun = time.perf_counter()
        with suppress(InputError):  # which is an answer
            jobs.submit(recipe, f"asker {number}")
        took.append(time.perf_counter() - begun)

    with tempfile.TemporaryDirectory() as folder, in_home(Path(folder)):
        jobs.recent("")  # the catalogue is made by the first who comes
        askers = [threading.Thread(target=ask, args=(number,)) for number in range(n)]
        for each in askers:
            each.start()
        for each in askers:
            each.join()
    return took


def press_train(site: Site, values: list[int]) -> Pressed:
    """A visitor for each number of dimensions, all of whom press the button together; their jobs are waited for."""
    seen = asyncio.run(_press(site, values))
    with site.at_home():
        runs = {Recipe(ToyWorld(), PPMISVD(n_components=value)).run_id for value in values}
        accepted = [run for run in runs if jobs.status(run) is not None]
        waited(lambda: not any((found := jobs.status(run)) is not None and found.active for run in accepted), 300)
        done = sum((found := jobs.status(run)) is not None and found.state == "done" for run in accepted)
    told = sum(any("busy" in said or "limit" in said for said in answer.said) for answer in seen.answers)
    return Pressed(seen, len(accepted), told, done)


async def _press(site: Site, values: list[int]) -> Seen:
    visitors = [await _ready(site, value) for value in values]
    seen = Seen()
    answers = await asyncio.gather(*(visitor.press(BUTTON) for visitor in visitors), return_exceptions=True)
    for answer in answers:
        if isinstance(answer, Answer):
            seen.add(answer)
        else:
            seen.errors.append(f"{type(answer).__name__}: {answer}")
    seen.seconds = max((answer.seconds for answer in seen.answers), default=0.0)
    await asyncio.gather(*(visitor.close() for visitor in visitors))
    return seen


async def _ready(site: Site, value: int) -> Visitor:
    """A visitor before whom the button stands."""
    visitor = Visitor(site.server.url)
    await visitor.open(TOY_PAGE)
    await visitor.enter(FIELD, value)
    for _ in range(40):
        if visitor.elements[BUTTON].proto.label == "Train":
            return visitor
        await asyncio.sleep(0.2)
        await visitor.look()
    raise AssertionError("the page offers no training")
