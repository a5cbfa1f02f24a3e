"""Rows L1-L18. What a row promises is for two cores of which the load generator takes its share."""

import time

import numpy as np

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.skipgram import SkipGram
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from tests.robustness.loads.crowd import Seen, crowd, openings
from tests.robustness.loads.extremes import cold_start, endless, uploads_at_once
from tests.robustness.loads.pressing import press_train, queued_at_once
from tests.robustness.loads.site import N_POINTS, site, waited
from tests.robustness.row import Found, Row

_undisturbed: dict[str, float] = {}
"""Answers a second of 25 visitors without a training, to which those with one are compared."""


def within(seen: Seen, milliseconds: float, more: bool = True) -> Found:
    """Whether 95 % of the answers came in time, and without an error."""
    return Found(seen.told(), f"p95 {seen.at(0.95):.0f} ms", more and not seen.errors and seen.at(0.95) <= milliseconds)


def one_visitor(quick: bool) -> Found:
    """L1."""
    return within(crowd(site(), 1, 0.2, 15 if quick else 60, site().large_page, "vectors_map"), 150)


def class_at_rest(quick: bool) -> Found:
    """L2."""
    seen = crowd(site(), 25, 3.0, 40 if quick else 120)
    _undisturbed["rate"] = seen.rate
    return within(seen, 700)


def class_and_training(quick: bool) -> Found:
    """L3: also in comparison with L2."""
    seen = crowd(site(), 25, 3.0, 40 if quick else 120, busy=True)
    share = seen.rate / _undisturbed.get("rate", seen.rate)
    found = within(seen, 700, share >= 0.9)
    return Found(f"{found.seen}; {share:.0%} of the answers without a training", found.figure, found.ok)


def fifty(quick: bool) -> Found:
    """L4."""
    return within(crowd(site(), 50, 10.0, 40 if quick else 120), 400)


def a_hundred(quick: bool) -> Found:
    """L5."""
    return within(crowd(site(), 100, 20.0, 60 if quick else 180), 600)


def fifty_openings(quick: bool) -> Found:
    """L6."""
    seen = openings(site(), 50)
    slowest = seen.at(1.0) / 1000
    return Found(seen.told(), f"slowest {slowest:.1f} s", not seen.errors and slowest <= 5)


def ceiling(quick: bool) -> Found:
    """L7."""
    seen = crowd(site(), 25, 0.0, 15 if quick else 60)
    return Found(
        seen.told(), f"{seen.rate:.0f} answers/s", not seen.errors and seen.rate >= 12 and seen.at(0.95) < 2000
    )


def bytes_of_a_click(quick: bool) -> Found:
    """L8."""
    seen = crowd(site(), 1, 0.0, 5, site().large_page, "vectors_map")
    most = max(answer.n_bytes for answer in seen.answers) / 1000
    return Found(f"{len(seen.answers)} clicks on a map of {N_POINTS:,} points", f"{most:.0f} kB", most <= 300)


def fifty_trainings(quick: bool) -> Found:
    """L9."""
    answer = 1000 * float(np.quantile(queued_at_once(50), 0.95))
    found = press_train(site(), list(range(10, 60)))
    seen = f"{found.accepted} accepted and done, {found.told} told to wait; whole pages: {found.seen.told()}"
    sound = found.sound and found.accepted + found.told == 50 and found.accepted <= jobs.QUEUE_LENGTH + 4
    return Found(seen, f"p95 {answer:.0f} ms", sound and answer <= 300 and found.seen.at(0.95) <= 5_000)


def one_training(quick: bool) -> Found:
    """L10."""
    found = press_train(site(), [77] * 50)
    seen = f"{found.accepted} training, done: {found.done}; answers: {found.seen.told()}"
    return Found(seen, f"{found.accepted}", found.sound and found.accepted == 1)


def cancels(quick: bool) -> Found:
    """L11."""
    took = []
    with site().at_home():
        for seed in range(5 if quick else 50):
            recipe = Recipe(ToyWorld(), SkipGram(n_epochs=200, seed=1_000 + seed))
            jobs.submit(recipe, "load")
            waited(lambda run=recipe.run_id: (s := jobs.status(run)) is not None and s.state == "running")  # type: ignore[misc]
            time.sleep(0.3)
            jobs.cancel(recipe.run_id, "load")
            took.append(waited(lambda run=recipe.run_id: (s := jobs.status(run)) is None or not s.active))  # type: ignore[misc]
            assert not store.exists(recipe.run_id)
    return Found(f"{len(took)} trainings cancelled", f"slowest {max(took):.2f} s", max(took) <= 3)


def uploads(quick: bool) -> Found:
    """L12."""
    taken, refused, grown = uploads_at_once(site(), 20)
    total = site().megabytes()
    seen = f"{taken} taken, {refused} told to wait; the server at {total:,.0f} MB"
    return Found(seen, f"+{grown:,.0f} MB", taken + refused == 20 and total <= 1_500)


def memory(quick: bool) -> Found:
    """L14: after all loads before it, whose sessions are not forgotten yet. Uploads stay as long, and come later."""
    now = site().megabytes()
    return Found("after all loads above it", f"{now:,.0f} MB", now <= 600)


def soak(quick: bool) -> Found:
    """L15."""
    return endless(site(), 90 if quick else 7_200)


def start(quick: bool) -> Found:
    """L16."""
    server, page = cold_start(site())
    return Found(f"server answers after {server:.1f} s, first page {page:.1f} s later", f"{server + page:.1f} s",
                 server + page <= 5)  # fmt: skip


def health(quick: bool) -> Found:
    """L17."""
    answers = site().health
    slow = sum(seconds >= 1 for seconds in answers)
    return Found(f"{len(answers):,} questions, {slow} took longer than 1 s", f"slowest {max(answers):.2f} s", not slow)


def loads(quick: bool) -> Found:
    """L18."""
    n = 200 if quick else 1_000
    openings(site(), 50, 4)
    before, files = site().megabytes(), site().process.num_fds()
    seen = openings(site(), n, 4)
    grown, more = site().megabytes() - before, site().process.num_fds() - files
    sound = not seen.errors and not site().tracebacks() and more <= 20 and grown <= 0.1 * before + 20
    return Found(f"{seen.told()}; {more:+} open files", f"{grown:+.0f} MB of {before:.0f}", sound)


JOBS = "engine/runs/test_jobs.py::test_"
CHAOS = "engine/runs/test_chaos.py::test_"
CLASS = "p95 of clicks 700 ms, no errors"
LOADS = (
    Row("L1", "one visitor clicks on a map of 5,000 points", "p95 150 ms", measure=one_visitor),
    Row("L2", "25 visitors who think for 3 s", CLASS, measure=class_at_rest),
    Row("L3", "the same while a training runs", f"{CLASS}; 90 % of the answers of L2", measure=class_and_training),
    Row("L4", "50 visitors who think for 10 s", "p95 400 ms, no errors", measure=fifty),
    Row("L5", "100 visitors who think for 20 s", "p95 600 ms, no errors", measure=a_hundred),
    Row("L6", "50 open the page at the same moment", "all within 5 s, no errors", measure=fifty_openings),
    Row("L7", "as many clicks as it can: 25 visitors who never think", "12 answers/s, p95 below 2 s", measure=ceiling),
    Row("L8", "bytes of a click on 5,000 points", "300 kB", measure=bytes_of_a_click),
    Row("L9", "50 press Train, all different",
        "about 20 wait, the others are told; the queue answers within 300 ms, "
        "pages are drawn within 5 s (p95); all accepted are done",
        measure=fifty_trainings),
    Row("L10", "50 press Train on the same", "one training", measure=one_training),
    Row("L11", "cancel", "within 3 s", measure=cancels),
    Row("L13", "limits of a training: memory, 15 minutes, niceness", "kept",
        (f"{JOBS}a_child_that_takes_too_much", f"{CHAOS}a_child_that_takes_too_long", f"{CHAOS}a_child_steps_back")),
    Row("L15", "visitors who click and open without end (2 hours; quick: 90 s)",
        "memory and open files flat (10 %), no tracebacks", measure=soak),
    Row("L18", "1,000 page loads (quick: 200)", "memory and open files flat, no errors", measure=loads),
    Row("L14", "memory of the server", "600 MB after all above", measure=memory),
    Row("L12", "20 uploads of 49 MB at once", "none lost, the server below 1.5 GB, the others are told",
        measure=uploads),
    Row("L16", "cold start", "the first page within 5 s", measure=start),
    Row("L17", "health, asked for during everything", "answers within 1 s", measure=health),
)  # fmt: skip
