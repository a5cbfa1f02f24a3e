"""The connection that stands: no call writes the log back, and no new file is mixed with the log of an old one."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine import settings
from engine.runs import catalogue, database, jobs
from engine.runs.recipe import Recipe
from engine.runs.standing import Standing
from tests import ROOT
from tests.engine.runs.job_child import Drawn, Moody, supervised
from tests.engine.runs.test_catalogue import delete_it, fill_with_noise, spoil_its_pages
from tests.saved_runs import empty, saved

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be replaced")


@pytest.fixture
def standing() -> Iterator[Standing]:
    found = Standing()
    found.look()
    yield found
    found.close()


def log() -> Path:
    return database.path().with_name("catalogue.db-wal")


def is_sound() -> bool:
    with closing(sqlite3.connect(database.path())) as db:
        return db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_call_does_not_write_the_log_back_while_a_connection_stands() -> None:
    saved(1)
    assert not log().exists()  # the last one has written it back and removed it: several waits for the disk
    standing = Standing()
    standing.look()
    written = database.path().read_bytes()
    saved(2)
    assert log().stat().st_size > 0 and database.path().read_bytes() == written
    standing.close()
    assert not log().exists() and database.path().read_bytes() != written
    assert catalogue.count() == 2


def test_the_log_is_written_back_when_it_is_due(standing: Standing) -> None:
    saved(1)
    copy = settings.home() / "copy.db"

    def in_the_file() -> int:
        """What is read where there is no log, as on a disk that is full to the last byte."""
        copy.write_bytes(database.path().read_bytes())
        with closing(sqlite3.connect(f"{copy.as_uri()}?immutable=1", uri=True)) as db:
            return db.execute("SELECT count(*) FROM runs").fetchone()[0]

    standing.look()
    assert in_the_file() == 0
    standing._due = 0.0
    standing.look()
    assert in_the_file() == 1
    size = log().stat().st_size
    for seed in range(2, 6):
        saved(seed)
        standing._due = 0.0
        standing.look()
    assert in_the_file() == 5 and log().stat().st_size <= 2 * size  # the log begins anew, in the room that it has


ELSEWHERE = """
import sys, time
from engine.runs.standing import Standing
standing = Standing()
standing.look()
print("stands", flush=True)
while not sys.stdin.closed:
    standing.look()
    time.sleep(0.02)
"""


@pytest.fixture(params=["here", "elsewhere"])
def stands(request: pytest.FixtureRequest) -> Iterator[None]:
    """One in this process that does not look, and one in another process that does."""
    if request.param == "here":
        request.getfixturevalue("standing")
        yield
        return
    other = subprocess.Popen([sys.executable, "-c", ELSEWHERE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None and other.stdout.readline() == b"stands\n"
    yield
    other.kill()
    other.communicate()


@pytest.mark.usefixtures("stands")
@pytest.mark.parametrize("harm", [delete_it, empty, fill_with_noise, spoil_its_pages])
def test_the_catalogue_is_rebuilt_while_a_connection_stands(harm: Callable[[Path], None]) -> None:
    runs = {saved(seed) for seed in range(3)}
    harm(database.path())
    assert {row.run_id for row in catalogue.runs("fit")} == runs
    runs |= {saved(seed) for seed in range(3, 6)}
    time.sleep(0.1)
    assert {row.run_id for row in catalogue.runs("fit")} == runs
    assert is_sound()


@pytest.mark.usefixtures("stands")
def test_the_log_of_a_file_that_is_gone_is_not_played_back_into_the_new_one() -> None:
    run_id = saved(1)
    jobs.submit(Recipe(Drawn(9), Moody()), "me")
    assert log().stat().st_size > 0
    database.path().unlink()
    assert [row.run_id for row in catalogue.runs()] == [run_id]  # made from the runs
    assert jobs.active("me") == []  # which know nothing of that job
    jobs.submit(Recipe(Drawn(8), Moody()), "me")
    assert len(jobs.active("me")) == 1 and is_sound()


def test_an_old_connection_that_ends_takes_nothing_of_the_new_file_along(standing: Standing) -> None:
    saved(1)
    database.path().unlink()
    saved(2)
    other = Standing()
    other.look()
    saved(3)
    size = log().stat().st_size
    assert size > 0
    standing.close()
    assert log().stat().st_size == size and catalogue.count() == 3
    other.close()
    assert catalogue.count() == 3 and is_sound()


def test_a_supervisor_keeps_a_connection_and_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with supervised():
        end = time.monotonic() + 30
        while not log().exists() and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.3)
        saved(1)
        assert log().stat().st_size > 0
    assert not log().exists()
