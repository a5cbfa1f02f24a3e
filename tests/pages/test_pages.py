"""The pages by Streamlit's own test client: they open, and no address and no value makes them fail."""

import gc
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from engine.datasets.text.toy_world import ToyWorld
from engine.figures.best_color import best_column
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.report import Silent
from engine.runs import jobs, queue, store, supervisor
from engine.runs.progress import Stopped
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.worker import part_of
from pages.parts import domains, site
from pages.parts.domains import DOMAINS
from pages.parts.map import opening
from pages.words.page import WORDS
from tests import ROOT

TEXT = ToyWorld(n_tokens=20_000)
COUNTED = Recipe(TEXT, PPMISVD(n_components=8))
LEARNED = Recipe(TEXT, SkipGram(n_components=8, n_epochs=1))
PICTURE = Recipe(EmbeddingOf(COUNTED.run_id, "word"), PCA())
NEAR = Recipe(EmbeddingOf(COUNTED.run_id, "word"), TSNE())
SECONDS = 60
OF_SOME = {"Phrases", "Occurrences", "Parts of a word", "Film"}
"""Tabs that only some methods allow."""
TABS = [tab.title for tab in WORDS.tabs if tab.title not in OF_SOME]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "$x$",
    "../../etc/passwd",
    "t-SNE\0",
    "-1",
    "4",
    "",
    "'; DROP TABLE runs; --",
)
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a text, two trainings of it, and their maps."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(folder))
        corpus = TEXT.load(Silent())
        store.save(Recipe(TEXT), corpus, 0.1)
        for recipe in (COUNTED, LEARNED):
            assert recipe.learner is not None
            fit = recipe.learner.fit(corpus)
            store.save(recipe, fit, 0.1)
            for name, embedding in fit.embeddings.items():
                store.save(Recipe(EmbeddingOf(recipe.run_id, name), PCA()), PCA().fit(embedding), 0.1)
    return folder


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing of another home is in memory, and the supervisor is this home's."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def idle(fresh: None, finished: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page by its query on a home where all is finished; no process is there to do jobs."""
    shutil.copytree(finished, home)
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    return opened


def opened(page: str = "words", item: str = "king", **query: str) -> AppTest:
    """The page after its first run."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app._page_hash = calc_hash("" if page == "home" else page)  # AppTest.switch_page knows no address but a file's name
    for key, value in ({"item": item} | query).items():
        app.query_params[key] = value
    return app.run()


def texts(app: AppTest) -> str:
    """All sentences of a page in one string, as they are read."""
    kinds = ("caption", "error", "info", "markdown", "warning", "subheader", "header", "title")
    found = [element.value for kind in kinds for element in app.get(kind)]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("page", ["home", *(domain.name for domain in DOMAINS), "runs"])
def test_every_page_opens_on_an_empty_home(fresh: None, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    app = opened(page)
    assert not app.exception
    assert texts(app)
    assert page == "runs" or jobs.active("")  # each asks for what it shows first, by itself


def test_a_reload_while_a_job_runs_shows_its_recipe_in_the_sidebar(idle: Open) -> None:
    running = Recipe(ToyWorld(n_tokens=30_000, seed=5), SkipGram(n_components=33, n_epochs=77))
    jobs.submit(running, "somebody")
    app = idle(run=running.run_id)
    assert not app.exception
    numbers = {field.label: field.value for field in app.sidebar.number_input}
    assert numbers["Dimensions"] == 33 and numbers["Epochs"] == 77
    assert 30_000 in numbers.values() and 5 in numbers.values()


def test_what_was_kept_of_a_training_is_shown_by_a_link_of_its_own_and_is_not_taken_for_the_whole(idle: Open) -> None:
    whole = Recipe(TEXT, SkipGram(n_components=8, n_epochs=30))
    jobs.submit(whole, "somebody")
    stopped = Stopped(12, 30, "epochs")
    kept = stopped.name(whole.run_id)
    part = part_of(SkipGram(n_components=8, n_epochs=1).fit(store.load(Recipe(TEXT).run_id)), stopped)
    store.save(whole, part, 0.1, "", kept)
    queue.finish(whole.run_id, "stopped", 1.0, kept=kept)
    app = idle(run=whole.run_id)
    assert not app.exception and app.query_params["run"] == kept
    assert "Stopped after 12 of 30 epochs" in texts(app)
    assert "Train" in [button.label for button in app.sidebar.button]


def test_the_words_page_computes_its_first_run_and_map_by_itself(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "DOMAINS", (replace(WORDS, default=COUNTED),))
    app = opened()
    wait_for(app, "trustworthiness")
    assert "PPMI-SVD: Toy world (20,000 tokens, synthetic)" in texts(app)
    assert "Opened as t-SNE, which keeps near items together" in texts(app)
    assert store.exists(COUNTED.run_id) and store.exists(NEAR.run_id) and not store.exists(PICTURE.run_id)
    app.session_state["words.dims"] = "3"
    app.run()
    wait_for(app, "trustworthiness")
    assert "Opened as" not in texts(app)
    app.session_state["words.dims"] = "2"
    app.session_state["words.map"] = "pca"
    app.run()
    wait_for(app, "of the vectors' variance")
    assert store.exists(PICTURE.run_id) and "Opened as" not in texts(app)
    supervisor.stop()


def wait_for(app: AppTest, told: str) -> None:
    """Run the page, as it polls, until it says this."""
    end = time.monotonic() + SECONDS
    while told not in texts(app) and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
        assert not app.exception
    assert told in texts(app)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("recipe", [COUNTED, LEARNED], ids=["counted", "learned"])
def test_each_tab_opens(idle: Open, recipe: Recipe, tab: str) -> None:
    app = idle(run=recipe.run_id, tab=tab)
    assert not app.exception and not app.error
    assert app.session_state["tab"] == tab
    assert tab != "Why close?" or "have cosine" in texts(app)


@pytest.mark.parametrize("name", ["word", "context"])
def test_both_vectors_of_a_word_are_shown(idle: Open, name: str) -> None:
    app = idle(run=LEARNED.run_id)
    app.session_state["words.vectors.word.context"] = name
    app.run()
    assert not app.exception
    assert f"8-dimensional {name} vectors" in texts(app)


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        ("0" * 32, "This run is not here"),
        (Recipe(TEXT).run_id, "This run holds data, not a training"),
        (PICTURE.run_id, "This run holds no word vectors"),
    ],
)
def test_a_run_that_cannot_be_shown_gives_a_sentence(idle: Open, run: str, sentence: str) -> None:
    app = idle(run=run)
    assert not app.exception
    assert sentence in texts(app)


@pytest.mark.parametrize("run", [*HOSTILE, COUNTED.run_id.upper(), COUNTED.run_id[:31], f"{COUNTED.run_id}\n"])
def test_an_address_that_names_no_run_is_ignored(idle: Open, monkeypatch: pytest.MonkeyPatch, run: str) -> None:
    monkeypatch.setattr(domains, "DOMAINS", (replace(WORDS, default=COUNTED),))
    app = idle(run=run)
    assert not app.exception
    assert "PPMI-SVD: Toy world" in texts(app)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_parameters_of_an_address_are_ignored(idle: Open, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(opening, "QUICK", 0.0)  # so that a run opens as the map that is there
    app = idle(run=COUNTED.run_id, item=value, map=value, dims=value, items=value, color=value, tab=value)
    assert not app.exception and not app.error
    assert "of the vectors' variance" in texts(app)
    chosen = [app.session_state[f"words.choose_{name}"] for name in ("map", "dims", "items", "color")]
    words = store.load(COUNTED.run_id).main
    assert chosen == ["pca", "2", str(words.n_items), best_column(words)]
    if value:  # empty ones press no button, and the page's own first item is shown
        assert app.session_state["tab"] == TABS[0]
        assert f"“{value}” is not in this embedding" in texts(app)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_parameters_of_the_list_of_runs_are_ignored(idle: Open, value: str) -> None:
    app = idle("runs", kind=value, run=value, find=value)
    assert not app.exception
    assert "Shown here: 2" in texts(app)


@pytest.mark.parametrize(
    ("control", "value"),
    [
        ("words.method.ppmi_svd.n_components", 1),
        ("words.method.ppmi_svd.n_components", 10**9),
        ("words.method.ppmi_svd.smoothing", 7.5),
        ("words.data.toy_world.n_tokens", 3),
        ("words.k", 10**6),
    ],
)
def test_a_value_out_of_bounds_gives_a_sentence_or_the_nearest_sound_one(
    idle: Open, control: str, value: object
) -> None:
    app = idle(run=COUNTED.run_id)
    app.session_state[control] = value
    app.run()
    assert not app.exception
    refused = [element.value for element in (*app.error, *app.warning)]
    assert refused or app.session_state[control] != value


def test_too_many_jobs_are_refused_with_a_sentence_and_no_endless_rerun(idle: Open) -> None:
    app = idle(run=COUNTED.run_id, map="pca")
    app.session_state["owner"] = owner = "someone"
    for seed in range(jobs.OWNER_JOBS):
        jobs.submit(Recipe(ToyWorld(n_tokens=20_000, seed=seed + 100)), owner)
    app.session_state["words.data.toy_world.n_tokens"] = 30_000
    app.run()
    assert not app.exception
    assert f"You already have {jobs.OWNER_JOBS} jobs" in texts(app)
    assert len(jobs.active(owner)) == jobs.OWNER_JOBS


def test_the_collector_spares_modules_once_and_still_collects_what_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.unfreeze()
    try:
        monkeypatch.setattr(site, "_known_modules", 0)
        site.spare_modules()
        spared = gc.get_freeze_count()
        assert spared > 50_000 > len(gc.get_objects())
        ring: list[object] = []
        ring.append(ring)
        del ring
        site.spare_modules()
        assert gc.get_freeze_count() <= spared
        assert gc.collect() >= 1
    finally:
        gc.unfreeze()
