"""A disk that is full or cannot be written to: nothing that was saved is lost, and the user reads a sentence."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import limits
from tests import ROOT


def in_a_small_disk(script: str, home: Path, megabytes: int = 2) -> Any:
    """What a script prints as JSON, its home a small file system that nobody else sees."""
    home.mkdir()
    mount = f'mount -t tmpfs -o size={megabytes}m none {home} && exec {sys.executable} -c "$SCRIPT"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount]
    if shutil.which("unshare") is None or subprocess.run([*command[:4], "true"], capture_output=True).returncode:
        pytest.skip("this system allows no private file systems")
    environment = os.environ | {"SCRIPT": script, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


FULL_DISK = """
import json, shutil
import numpy as np
from engine import settings
from engine.errors import InputError
from engine.runs import catalogue, store
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Numbers
saved, refused = [], None
for seed in range(50):
    try:
        store.save(Recipe(Drawn(seed)), Numbers(np.full((20_000, 3), seed, np.float32)), 1.0)
        saved.append(seed)
    except InputError as error:
        refused = [error.code, str(error)]
        break
load = lambda seed: float(store.load(Recipe(Drawn(seed)).run_id).rows[-1, -1])
report = {"saved": saved, "refused": refused, "loaded": [load(seed) for seed in saved]}
report["tmp"] = [path.name for path in (settings.home() / "tmp").iterdir()]
report["listed"] = len(catalogue.runs())
store.delete(Recipe(Drawn(0)).run_id)
store.save(Recipe(Drawn(99)), Numbers(np.full((20_000, 3), 99, np.float32)), 1.0)
report["after"] = load(99)
print(json.dumps(report))
"""


def test_a_full_disk_loses_nothing_that_was_saved(home: Path, tmp_path: Path) -> None:
    report = in_a_small_disk(FULL_DISK, tmp_path / "home")
    assert report["refused"][0] == "E-DSK-01"
    assert "disk is full: 0.2 MB" in report["refused"][1]
    assert len(report["saved"]) >= 3
    assert report["loaded"] == report["saved"]
    assert report["listed"] == len(report["saved"])
    assert report["tmp"] == []
    assert report["after"] == 99


READ_ONLY = """
import json, subprocess
import numpy as np
from engine import settings
from engine.errors import InputError
from engine.runs import catalogue, jobs, store
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Numbers
old, new = Recipe(Drawn(1)), Recipe(Drawn(2))
store.save(old, Numbers(np.ones((2, 3), np.float32)), 1.0)
subprocess.run(["mount", "-o", "remount,ro", str(settings.home())], check=True)
refused = []
attempts = [
    lambda: store.save(new, Numbers(np.ones((2, 3), np.float32)), 1.0),
    lambda: jobs.submit(new, "me"),
    lambda: catalogue.pin(old.run_id),
    lambda: store.delete(old.run_id),
]
for attempt in attempts:
    try:
        attempt()
    except InputError as error:
        refused.append(error.code)
rows = store.load(old.run_id).rows.shape
print(json.dumps({"refused": refused, "rows": rows, "listed": [row.title for row in catalogue.runs()]}))
"""


def test_a_read_only_home_can_be_read(home: Path, tmp_path: Path) -> None:
    report = in_a_small_disk(READ_ONLY, tmp_path / "home")
    assert report == {"refused": ["E-DSK-02"] * 4, "rows": [2, 3], "listed": ["Numbers 1"]}


JOB = """
import json
from engine.runs import jobs
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Moody, supervised, wait_for
wanted = Recipe(Drawn(1), Moody())
with supervised():
    jobs.submit(wanted, "me")
    found = wait_for(wanted.run_id, "failed", "done")
print(json.dumps([found.state, found.error]))
"""


def test_a_job_is_refused_before_it_starts_if_the_disk_is_nearly_full(home: Path, tmp_path: Path) -> None:
    state, error = in_a_small_disk(JOB, tmp_path / "home")
    assert state == "failed"
    assert "500 MB should be free, 2 MB are" in error


LAST_BYTE = """
import json, os
import numpy as np
from engine import settings
from engine.errors import InputError
from engine.files import disk, uploads
from engine.runs import catalogue, jobs, store
from engine.runs.recipe import Recipe
from engine.runs.standing import Standing
from tests.engine.runs.job_child import Drawn, Numbers
runs = [Recipe(Drawn(seed)) for seed in range(3)]
for each in runs:
    store.save(each, Numbers(np.ones((20_000, 3), np.float32)), 1.0)
waiting = Recipe(Drawn(3))
jobs.submit(waiting, "me")
standing = Standing()
if stands:
    standing.look()
disk.hold_room()
held = (settings.home() / "reserve").exists()
with (settings.home() / "fill").open("wb", buffering=0) as fill:
    for size in (1 << 16, 1):
        try:
            while True:
                fill.write(b"x" * size)
        except OSError:
            pass

def told(act):
    try:
        return act()
    except InputError as error:
        return error.code

seen = {
    "free": os.statvfs(settings.home()).f_bavail,
    "held": held,
    "listed": told(lambda: len(catalogue.runs())),
    "loaded": told(lambda: store.load(runs[1].run_id).rows.shape[0]),
    "status": told(lambda: jobs.status(waiting.run_id).state),
    "uploaded": told(lambda: uploads.keep(b"a text", "a.txt").name),
    "cancelled": told(lambda: jobs.cancel(waiting.run_id, "me").state),
    "deleted": told(lambda: store.delete(runs[0].run_id)),
    "left": told(lambda: len(catalogue.runs())),
    "cancelled after that": told(lambda: jobs.cancel(waiting.run_id, "me").state),
    "saved after that": told(lambda: store.save(runs[0], Numbers(np.ones((9_000, 3), np.float32)), 1.0)),
}
print(json.dumps(seen))
"""


@pytest.mark.parametrize("stands", [False, True], ids=["alone", "beside a server"])
@pytest.mark.parametrize("megabytes", [2, 50])
def test_with_the_last_byte_taken_runs_can_be_listed_read_and_deleted(
    home: Path, tmp_path: Path, megabytes: int, stands: bool
) -> None:
    held = megabytes << 20 > 10 * limits.ROOM_HELD_BYTES
    assert in_a_small_disk(f"stands = {stands}\n{LAST_BYTE}", tmp_path / "home", megabytes) == {
        "free": 0,
        "held": held,
        "listed": 3,
        "loaded": 20_000,
        "status": "queued",
        "uploaded": "E-DSK-01",
        "cancelled": "cancelled" if held else "E-DSK-01",  # what was held makes room for this
        "deleted": None,
        "left": 2,
        "cancelled after that": "cancelled",
        "saved after that": None,
    }


FULL_PAGES = """
import json
from engine import settings
from engine.runs import catalogue
from tests.pages.opening import opened, texts
from tests.saved_runs import saved
saved(1), saved(2)
with (settings.home() / "fill").open("wb", buffering=0) as fill:
    for size in (1 << 16, 1):
        try:
            while True:
                fill.write(b"x" * size)
        except OSError:
            pass
seen = {}
for page in ("home", "words", "runs"):
    app = opened(page)
    seen[page] = [error.message for error in app.exception]
print(json.dumps(seen))
"""


def test_with_the_last_byte_taken_the_pages_open(home: Path, tmp_path: Path) -> None:
    assert in_a_small_disk(FULL_PAGES, tmp_path / "home") == {"home": [], "words": [], "runs": []}
