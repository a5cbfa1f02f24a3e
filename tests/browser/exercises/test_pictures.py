"""Exercises 21, 22, 23, 26, 29: pictures, tables and maps of known shapes, done as their texts say."""

import io
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image
from playwright.sync_api import FilePayload

from pages.lessons.exercises import pictures
from tests.browser.conftest import made, wait_for_app_run
from tests.browser.driving import choose, press
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import cells, figure, fit_of, metric, numbers, said, slide, until, values

pytestmark = pytest.mark.browser


def test_21_heartbeats_that_come_back_badly(do: Do) -> None:
    page = do(21, 2)
    recipe = pictures.heartbeats()
    table, fit = made(recipe)
    normal, seen = table.attributes["kind"] == "normal", recipe.learner.seen(table)
    errors = recipe.learner.errors(fit, table)
    for deviations in (1.0, 3.0):
        slide(page, "Threshold: deviations above the mean", deviations)
        threshold = errors[seen].mean() + deviations * errors[seen].std()
        above = (errors > threshold)[~seen]
        hits, right = (above & ~normal[~seen]).sum(), above.sum()
        until(page, lambda threshold=threshold: metric(page, "Threshold") == f"{threshold:.4g}")
        assert metric(page, "Precision") == f"{hits / right:.1%}"
        assert metric(page, "Recall") == f"{hits / (~normal).sum():.1%}"
    assert hits / (~normal).sum() > 0.9 and hits / right > 0.8
    page = do(21, 0)
    assert min(numbers(page, "MSE")) > 0


def test_22_accuracy_by_the_number_of_components(do: Do) -> None:
    page = do(22, 0)
    press(page, "Measure it")
    until(page, lambda: len(cells(page, "Components", "logistic regression")) > 3)
    right = numbers(page, "logistic regression", "Components")
    assert numbers(page, "Components", "logistic regression")[0] == 1 and right[0] < 60 < 90 < max(right)
    curves = {one["name"]: one for one in figure(page, "images.by_rank")["data"]}
    assert_allclose(100 * values(curves["logistic regression"], "y")[:4], right[:4], atol=0.06)


def test_23_the_line_at_95_percent_and_two_losses_in_one_plot(do: Do) -> None:
    page = do(23, 0)
    ratios = fit_of(pictures.components()).arrays["explained_variance_ratio"]
    n = int(np.argmax(np.cumsum(ratios) >= 0.95 - 1e-9)) + 1
    told = [one["text"] for one in figure(page, "images.rank_scree")["layout"]["annotations"]]
    assert told == [f"95%: {n} components"]
    page = do(23, 2)
    page.get_by_role("button", name=re.compile(r"^Run \d")).click()
    until(page, lambda: cells(page, "Done") == ["1 of 1"] * 2)
    plots = page.locator(".js-plotly-plot").evaluate_all("plots => plots.map(one => one.data.map(line => line.name))")
    assert any({"2", "15"} <= set(names) for names in plots)


def test_26_perplexities_side_by_side(do: Do) -> None:
    page = do(26, 0)
    page.get_by_role("button", name=re.compile(r"^Run \d")).click()
    until(page, lambda: cells(page, "Perplexity", "Done") == ["2", "5", "30", "50"])
    until(page, lambda: cells(page, "Done") == ["1 of 1"] * 4)


def test_29_layers_of_a_picture_of_ones_own(do: Do) -> None:
    page = do(29)
    ramp = 0.5 * np.outer(np.linspace(0.2, 1, 40), np.linspace(0.3, 1, 60)) + 0.3 * (np.mgrid[0:40, 0:60][0] > 20)
    pixels, stream = np.rint(255 * ramp).astype(np.uint8), io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    choose(page, "Matrix", "Another picture or table")
    choose(page, "Picture or table", "Your own picture or table")
    payload = FilePayload(name="picture.png", mimeType="image/png", buffer=stream.getvalue())
    page.get_by_test_id("stMain").locator("input[type=file]").first.set_input_files(payload)
    wait_for_app_run(page)
    squares = np.linalg.svd(pixels / 255, compute_uv=False) ** 2
    said(page, re.compile(f"1: {squares[0] / squares.sum():.2%}, 2: {squares[1] / squares.sum():.2%}"))
    press(page, "Measure SVD and randomized SVD")
    said(page, re.compile(f"the least possible is {squares[5:].sum() / squares.sum():.4%}"))
    assert metric(page, "SVD of all").endswith(" ms")
