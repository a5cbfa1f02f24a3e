"""How long a job waits: its place in its lane, what those before it will take, and how busy the machine is."""

import heapq
import sqlite3
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from engine.runs import database, lanes, progress
from engine.runs.executors import told
from engine.runs.lanes import LANES, USUAL_SECONDS, Lane


def count(db: sqlite3.Connection, condition: str, *values: str) -> dict[Lane, int]:
    """Jobs of each lane of which a condition in SQL holds."""
    found = dict(db.execute(f"SELECT lane, count(*) FROM jobs WHERE {condition} GROUP BY lane", values).fetchall())
    return {lane: found.get(lane, 0) for lane in LANES}


def position(db: sqlite3.Connection, job_id: int, lane: Lane) -> int:
    """Place in the queue of a lane in order of submission; who was served longest ago may overtake."""
    query = "SELECT count(*) FROM jobs WHERE state = 'queued' AND lane = ? AND id <= ?"
    found: int = db.execute(query, (lane, job_id)).fetchone()[0]
    return found


def seconds(db: sqlite3.Connection, place: int, lane: Lane) -> float:
    """Expected time until the job at a place of a lane starts: what those that run there have left, and the median of
    past durations for each before it, longer where the machine is busy.
    """
    query = "SELECT seconds FROM jobs WHERE state = 'done' AND lane = ? ORDER BY id DESC LIMIT 50"
    past = db.execute(query, (lane,)).fetchall()
    median = statistics.median(row["seconds"] for row in past) if past else USUAL_SECONDS[lane]
    median *= slower()
    running = db.execute("SELECT run_id, started FROM jobs WHERE state = 'running' AND lane = ?", (lane,)).fetchall()
    free_in = [_left(row["run_id"], max(0.0, time.monotonic() - row["started"]), median) for row in running]
    n_places = max(1, lanes.places(lane, count(db, "state = 'running'"), told.places()))
    free_in = sorted(free_in)[-n_places:] + [0.0] * (n_places - len(free_in))
    heapq.heapify(free_in)
    for _ in range(place - 1):
        heapq.heapreplace(free_in, free_in[0] + median)
    return free_in[0]


def _left(run_id: str, taken: float, usual: float) -> float:
    """Expected seconds until a running job ends, by what it tells; before that, the usual less what it has taken."""
    news = progress.read_progress(run_id)
    if "seconds_left" in news.get("metrics", {}):
        return float(news["metrics"]["seconds_left"])
    if news.get("stage") == "fit" and news.get("done") and news.get("total"):
        return taken * max(0.0, news["total"] / news["done"] - 1)
    return max(0.0, usual - taken)


def slower() -> float:
    """By how much longer work takes than on an idle machine, by the programs that have wanted a core in a minute."""
    return max(1.0, (psutil.getloadavg()[0] + 1) / (psutil.cpu_count() or 1))


@dataclass(frozen=True)
class Outlook:
    """What a job that is submitted now would meet.

    wait_seconds: expected until it starts. slower: by how much longer it takes than on an idle machine, as others want
    the cores too; 1 if there is room.
    """

    wait_seconds: float
    slower: float


def outlook(lane: Lane = "light") -> Outlook:
    """From the queue of a lane, and from the programs that have wanted a core in the last minute."""
    wait = database.read(lambda db: seconds(db, 1 + count(db, "state = 'queued'")[lane], lane))
    return Outlook(wait, slower())


@dataclass(frozen=True)
class Traffic:
    """Jobs of a lane: those that run, in so many places, and those that wait."""

    running: int
    waiting: int
    places: int


def traffic() -> Mapping[Lane, Traffic]:
    """How full the lanes are, by the jobs of everybody."""

    def both(db: sqlite3.Connection) -> dict[Lane, Traffic]:
        running, waiting = count(db, "state = 'running'"), count(db, "state = 'queued'")
        return {
            lane: Traffic(running[lane], waiting[lane], lanes.places(lane, running, told.places())) for lane in LANES
        }

    return database.read(both)
