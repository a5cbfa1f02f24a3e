"""Every tab of every page opens, for every method."""

import re

import pytest

from pages.parts.domains import DOMAINS
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts, turn_to

METHODS = [(domain.name, method) for domain in DOMAINS for method in domain.learners]


@pytest.mark.timeout(900)  # on a busy machine: the first of a fresh tree compiles kernels that its tabs call
@pytest.mark.parametrize(("page", "name"), METHODS, ids=[name for _, name in METHODS])
def test_every_tab_opens(at_rest: Open, page: str, name: str) -> None:
    recipe = RECIPES[name]
    app = at_rest(page, item="", run=recipe.run_id)
    domain = next(domain for domain in DOMAINS if domain.name == page)
    for tab in domain.tabs:
        turn_to(app, tab.title)
        assert not app.exception, (tab.title, app.exception[0].message, app.exception[0].stack_trace)
        assert not app.error, (tab.title, app.error[0].value)
        for chart in app.get("plotly_chart"):
            assert re.search(r"\d", chart.proto.alt), (tab.title, chart.key, "a figure tells its numbers")
    assert recipe.learner is not None and recipe.learner.title in texts(app)


def test_every_method_is_on_a_page_or_is_a_drawing() -> None:
    assert RECIPES.keys() - {name for _, name in METHODS} == {"force_layout"}
