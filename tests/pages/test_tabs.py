"""Every tab of every page opens, for every method."""

import pytest

from tests.pages.conftest import PAGES, RECIPES
from tests.pages.opening import Open, texts

TABS = {
    "words": ("Why close?", "Analogies", "Axes", "Odd one out", "Scores", "How it works", "Training", "Export"),
    "movies": (
        "Recommend", "Why close?", "Will they watch?", "Cold start", "Encodings", "Arithmetic", "Scores",
        "How it works", "Training", "Export",
    ),
    "images": (
        "Nearest", "Reconstructions", "Rank k", "Latent space", "Uses", "Inside the CNN", "Adversarial", "Scores",
        "How it works", "Training", "Export",
    ),
    "graphs": ("Why close?", "Walks", "Walks = matrix", "Tasks", "p and q", "Training", "Export"),
}  # fmt: skip
DRAWINGS = {"force_layout"}


@pytest.mark.parametrize("name", sorted(RECIPES.keys() - DRAWINGS))
def test_every_tab_opens(at_rest: Open, name: str) -> None:
    recipe = RECIPES[name]
    assert recipe.learner is not None
    page = PAGES[recipe.learner.takes]
    app = at_rest(page, item="", run=recipe.run_id)
    for tab in TABS[page]:
        app.session_state["tab"] = tab
        app.run()
        assert not app.exception, (tab, app.exception[0].message, app.exception[0].stack_trace)
        assert not app.error, (tab, app.error[0].value)
        assert app.session_state["tab"] == tab
    assert recipe.learner.title in texts(app)
