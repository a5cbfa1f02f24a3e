"""The sheet of ticked runs: each with its settings, seed and figures, and one script for those trained on data."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.lab_sheet import page
from engine.projections.pca import PCA
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.tabs import hand_in
from pages.runs.listing import TICKED
from tests import ROOT
from tests.pages.compare.test_hand_in import Make
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open

TRAINED = [RECIPES[name] for name in ("skipgram", "image_pca", "pair_spectrum")]
MAP = Recipe(EmbeddingOf(TRAINED[0].run_id), PCA())


def test_ticked_runs_become_one_sheet(at_rest: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Make] = []
    monkeypatch.setattr(hand_in, "buttons", lambda make, stem: made.append(make))
    app = at_rest("runs", "")
    app.session_state[TICKED] = {recipe.run_id for recipe in (*TRAINED, MAP)}
    app.session_state["kind"] = "dataset"  # so that none of them is listed, and the ticks are all
    app.session_state["runs.sheet"] = True
    app.run()
    assert not app.exception
    assert any("trains 3 of them again" in one.value for one in app.caption)
    sheet = made[-1]()
    written = page(sheet).decode()
    assert "4 runs" in written and all(recipe.run_id in written for recipe in (*TRAINED, MAP))
    assert "1. Method: settings" in written and "<td>Seed</td>" in written and "<th>seconds</th>" in written
    for run in (TRAINED[0], TRAINED[2]):
        figures = store.load(run.run_id).summary
        assert figures and all(f"<td>{name}</td>" in written for name in figures)
    script = tmp_path / "reproduce.py"
    script.write_text(sheet.script, encoding="utf-8")
    ran = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert all(recipe.run_id in ran.stdout for recipe in TRAINED) and MAP.run_id not in ran.stdout
