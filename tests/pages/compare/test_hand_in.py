"""The sheet of a comparison: what it holds, and that its script finds the same again."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.evaluation.neighbor_drift import Drift
from engine.lab_sheet import Sheet, page
from engine.runs import store
from pages.compare.hand_in import address_of
from pages.parts.tabs import hand_in
from tests import ROOT
from tests.pages.compare.test_page import DRIFT, MAPS, ON_MAPS, A, B, done
from tests.pages.opening import Open

Make = Callable[[], Sheet]


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[Make]:
    """What the buttons of the pages would save, the last one last."""
    made: list[Make] = []
    monkeypatch.setattr(hand_in, "buttons", lambda make, stem: made.append(make))
    return made


def sheet_of(compare: Open, asked_for: list[Make], **query: str) -> Sheet:
    app = compare("compare", "king", a=A, b=B, map_a="pca", map_b="pca", **query)
    app.session_state["compare.sheet"] = True
    app.run()
    app.text_input(key="lab_sheet.student").set_value("Ada").run()
    app.text_area(key="lab_sheet.compare.answers").set_value("They <b>differ</b>.").run()
    assert not app.exception
    return asked_for[-1]()


@pytest.mark.parametrize("by", ["vectors", "maps"])
def test_the_sheet_of_a_comparison_and_its_script(
    at_rest: Open, asked_for: list[Make], tmp_path: Path, by: str
) -> None:
    done(*MAPS, DRIFT, ON_MAPS)
    sheet = sheet_of(at_rest, asked_for, by=by)
    found = Drift.from_fit(store.load((DRIFT if by == "vectors" else ON_MAPS).run_id))
    agreed = 1 - float(found.by_item(10).mean())
    written = page(sheet).decode()
    assert "Ada" in written and "They &lt;b&gt;differ&lt;/b&gt;." in written
    assert f"Run {A}" in written and f"Run {B}" in written and f"{agreed:.6g}" in written
    assert re.search(r"<figcaption>Two maps of [\d,]+ items, A and B, colored by drift[.] Mean drift", written)
    assert "A, Method: settings" in written and "Seed" in written and "of neighbors agree; chance is" in written
    script = tmp_path / "reproduce.py"
    script.write_text(sheet.script, encoding="utf-8")
    ran = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert f"{agreed:.4%} of their 10 nearest neighbors agree" in ran.stdout


def test_the_address_names_runs_that_the_page_chose_itself() -> None:
    assert address_of("compare", "a0", "b0", {}) == "/compare?a=a0&b=b0"
    assert address_of("compare", "a0", "b0", {"a": "a0", "b": "b0", "item": "x"}) == "/compare?a=a0&b=b0&item=x"
