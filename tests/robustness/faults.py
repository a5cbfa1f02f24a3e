"""Rows F1-F29: what breaks while the app runs."""

import json
import os
import subprocess
import sys
import tempfile

from tests import ROOT
from tests.robustness.loads.dropping import dropped
from tests.robustness.row import Found, Row

CHAOS, STORE, JOBS, QUEUE, CATALOGUE, OLD, DISK = (
    f"engine/runs/test_{name}.py::test_"
    for name in ("chaos", "store", "jobs", "queue", "catalogue", "old_home", "full_disk")
)
BROWSER = "browser/test_runs.py::test_"
KILLS = 200


def killed_while_saving(quick: bool) -> Found:
    """F5: two writers of the same runs, killed at random moments; then the disk is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.engine.runs.saving_child", str(KILLS), "2", "7"]
        environment = os.environ | {"EMBEDDING_HOME": folder, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    bad = {name: report[name] for name in ("lost", "broken", "rows_without_run", "runs_without_row")}
    seen = f"{report['acknowledged']:,} runs acknowledged, {report['leftovers']} half ones swept; " + ", ".join(
        f"{name.replace('_', ' ')}: {number}" for name, number in bad.items()
    )
    sound = not any(bad.values()) and report["integrity"] == "ok" and report["leftovers_after_sweep"] == 0
    return Found(seen, f"{KILLS} kills", sound and report["acknowledged"] > 20)


def many_runs(quick: bool) -> Found:
    """F28: a catalogue of thousands of runs is opened and listed."""
    n = 1_000 if quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.robustness.many_runs", str(n)]
        environment = os.environ | {"EMBEDDING_HOME": folder, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout.splitlines()[-1])
    seen = f"{n:,} runs: rebuilt from their folders in {report['rebuilt']:.1f} s, a page of them in "
    seen += f"{report['listed']:.2f} s, with a search {report['found']:.2f} s"
    return Found(seen, f"{report['listed']:.2f} s", report["listed"] <= 1 and report["found"] <= 1)


FAULTS = (
    Row("F1", "kill -9 of a training", "failed with its signal, nothing of it is left, the queue goes on",
        (f"{CHAOS}a_killed_child", f"{CHAOS}a_killed_spare")),
    Row("F2", "a segmentation fault in a training", "failed with signal 11, others untouched", (f"{CHAOS}a_crash_is",)),
    Row("F3", "kill -9 of the supervisor", "another takes over; nothing lost, nothing trained twice",
        (f"{CHAOS}a_killed_server", f"{CHAOS}a_job_whose_child_died", f"{CHAOS}another_process_takes_over",
         f"{CHAOS}kills_of_server_and_children")),
    Row("F4", "the server ends during a training", "the training goes on or again; all runs open by their links",
        (f"{BROWSER}a_restart_keeps_the_runs", f"{CHAOS}a_killed_server")),
    Row("F5", "kill -9 at any moment of saving", "no half run, none that was acknowledged lost",
        measure=killed_while_saving),
    Row("F6", "a power cut", "at most what was not acknowledged is lost",
        not_here="it needs a machine whose power can be cut; all is synced before anything is acknowledged"),
    Row("F7", "a full disk, to the last byte", "told; runs can be listed, read and deleted; goes on after",
        (f"{DISK}a_full_disk", f"{DISK}a_job_is_refused", f"{DISK}with_the_last_byte", f"{JOBS}a_nearly_full_disk")),
    Row("F8", "a home that cannot be written to", "can be read; each attempt to write is told",
        (f"{DISK}a_read_only_home", f"{OLD}a_home_that_cannot_be_written_to")),
    Row("F9", "a flipped byte in vectors", "set aside and told; can be made again",
        (f"{STORE}every_damage_is_noticed_and_can_be_mended[data.safetensors", f"{STORE}damage_after",
         f"{BROWSER}a_damaged_run_is_set_aside")),
    Row("F10", "any file of a run cut, emptied, gone, flipped", "that run is set aside, the list stays",
        (f"{STORE}every_damage", f"{CATALOGUE}a_flipped_bit")),
    Row("F11", "the catalogue gone, emptied, noise", "made anew from the runs, the old file kept",
        (f"{CATALOGUE}the_catalogue_is_rebuilt", f"{CHAOS}a_supervisor_outlives")),
    Row("F12", "the catalogue locked", "reading works, writing says busy",
        (f"{CATALOGUE}a_locked_catalogue", f"{QUEUE}who_is_refused_waits_for_no_writer")),
    Row("F13", "processes that start at once on an empty home", "all run", (f"{QUEUE}four_processes_submit",)),
    Row("F14", "two processes that save the same run", "the first wins", (f"{STORE}the_first_writer_wins",)),
    Row("F15", "the same training asked for by many", "one job", (f"{QUEUE}the_same_recipe_is_one_job",)),
    Row("F16", "reload, back, a second tab", "the page as it was; progress goes on",
        ("browser/test_words.py::test_a_training_is_found_again", "browser/test_address.py::test_back_and_forward")),
    Row("F17", "a connection that drops", "the page comes back and shows what it showed",
        measure=dropped),
    Row("F18", "a restart while jobs wait", "queue and order are kept",
        (f"{JOBS}an_orderly_stop", f"{CHAOS}a_killed_server")),
    Row("F19", "a training that needs too much memory", "stopped and told with the limit",
        (f"{JOBS}a_child_that_takes_too_much", f"{JOBS}with_little_memory")),
    Row("F20", "a page that is used for hours", "memory by bytes, not by entries; see also L15 and L18",
        ("pages/parts/run/test_kept.py::",), ("pages/test_soak.py::",)),
    Row("F21", "a download cut off or changed", "never used",
        ("engine/files/downloads/test_fetch.py::test_bad_server[t",
         "engine/files/downloads/test_fetch.py::test_broken_download_is_continued")),
    Row("F22", "a cache that is damaged", "computed again",
        (f"{JOBS}a_damaged_dataset_is_read_again", "pages/runs/test_page.py::test_a_damaged_map")),
    Row("F23", "the clock is set, forth or back", "no training is stopped, order stays",
        (f"{CHAOS}time_limits_do_not_mind", f"{CHAOS}a_clock_that_is_set",
         "engine/runs/test_sweeping.py::test_a_clock")),
    Row("F24", "a training that hangs or takes too long", "stopped and told",
        (f"{CHAOS}a_child_that_hangs", f"{CHAOS}a_child_that_takes_too_long",
         f"{CHAOS}a_dataset_that_is_read_for_ever")),
    Row("F25", "a training that starts programs of its own", "they end with it", (f"{CHAOS}what_a_child_started",)),
    Row("F26", "a home of an older or a newer app", "opened and upgraded; newer: left alone and told",
        (f"{OLD}", f"{CATALOGUE}a_catalogue_of_a_newer_version")),
    Row("F27", "a run deleted while somebody looks at it", "told; what is open stays readable",
        (f"{BROWSER}a_deleted_run_is_missing", "pages/parts/run/test_kept.py::test_a_deleted_run",
         "engine/runs/test_mapped.py::test_a_run_is_the_same_and_outlives")),
    Row("F28", "10,000 runs (quick: 1,000)", "a page of the list within 1 s", measure=many_runs),
    Row("F29", "open files", "as many after loading as before; see also L18", (f"{STORE}loading_leaves_no_file_open",)),
)  # fmt: skip
