"""A page that is used for hours keeps its memory."""

import gc

import psutil
import pytest

from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, turn_to

pytestmark = pytest.mark.soak

TABS = ("Why close?", "Analogies", "Axes", "Odd one out", "How it works", "Training", "Export")
MEGABYTE = 1_000_000


@pytest.mark.timeout(3_000)
def test_a_thousand_reruns_of_a_page_do_not_grow(at_rest: Open) -> None:
    app = at_rest("words", run=RECIPES["ppmi_svd"].run_id)
    process, seen = psutil.Process(), []
    for place in range(1_000):
        assert turn_to(app, TABS[place % len(TABS)])
        assert not app.exception
        if place % 100 == 99:
            gc.collect()
            seen.append(process.memory_info().rss / MEGABYTE)
    assert seen[-1] - seen[2] < 60, seen  # the first hundreds fill caches
