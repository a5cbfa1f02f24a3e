"""Charts: the numbers they carry are those that came in, hostile labels are inert, nothing opens a door outside."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.evaluation.words.analogies import AnalogyScores
from engine.figures import (
    analogy,
    association,
    colors,
    lookup,
    map_quality,
    matrices,
    mini_corpus,
    relation,
    score_bars,
    spectrum,
    training,
)
from engine.figures.coloring import Ramp, color_by
from engine.figures.points import points
from engine.figures.style import CONFIG, LABEL_LENGTH, escaped
from engine.insight.words.one_hot import one_hot_product

HOSTILE = "<img src=x onerror=alert(1)> & $x$"


@pytest.fixture
def hostile() -> Embedding:
    return Embedding(np.random.default_rng(0).normal(size=(40, 6)), [HOSTILE, *(f"word {row}" for row in range(39))])


def score_table() -> AnalogyScores:
    counts = {"total": [9, 9, 9], "covered": [8, 0, 5], "correct": [6, 0, 1], "baseline_correct": [2, 0, 0]}
    arrays = {name: np.array(values) for name, values in counts.items()}
    return AnalogyScores(
        ("first", "nothing", HOSTILE), **arrays, question=np.zeros(13), answer=np.zeros(13), n_candidates=9
    )


def all_figures(embedding: Embedding) -> list[go.Figure]:
    return [
        analogy.arrows(embedding, 0, 1, 2, 3),
        association.leanings(
            (HOSTILE, HOSTILE), ([HOSTILE], [HOSTILE, HOSTILE]), (np.ones(1), np.ones(2)), (HOSTILE, HOSTILE)
        ),
        mini_corpus.places(np.eye(2), [HOSTILE, HOSTILE], 0.5),
        mini_corpus.ways(np.zeros((3, 2, 2)), [HOSTILE, HOSTILE], HOSTILE),
        matrices.matrix(np.eye(2), [HOSTILE, "a"], [HOSTILE, "a"], lit=HOSTILE),
        lookup.windows([HOSTILE, "a", HOSTILE], 1),
        lookup.one_hot(one_hot_product(embedding.vectors, 0), [HOSTILE] * 9, 6),
        relation.arrows(embedding, np.array([[0, 1], [2, 3], [4, 5]])),
        score_bars.by_section(score_table()),
        spectrum.scree(np.array([0.6, 0.3, 0.1])),
        spectrum.singular_values(np.array([3.0, 2, 0]), kept=1),
        training.loss_curve({"step": [1, 2], "loss": [3, 2], "words_per_second": [10, 20]}),
    ]


def test_pairs_of_the_shepard_plot_are_those_measured() -> None:
    distances = np.array([[1.0, 2.0, 3.0], [10.0, 5.0, 7.0]])
    drawn = map_quality.shepard(distances, -0.5)
    assert_allclose([drawn.data[0].x, drawn.data[0].y], distances)
    assert "3 pairs of items" in drawn.layout.title.text and "-0.500" in drawn.layout.title.text


def test_labels_are_inert_and_grounds_transparent(hostile: Embedding) -> None:
    for figure in all_figures(hostile):
        text = figure.to_json()
        assert "<img" not in text and "\\u003cimg" not in text and "$x$" not in text
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert not figure.layout.template.layout.to_plotly_json()
        json.loads(text)
    assert CONFIG["showSendToCloud"] is False


def test_escaped() -> None:
    assert escaped("a < b & c") == "a &lt; b &amp; c"
    assert escaped("costs $5 or $6") == "costs &#36;5 or &#36;6"
    assert escaped("two\nlines") == "two lines"
    assert escaped("x" * 500) == "x" * (LABEL_LENGTH - 1) + "…"


def test_cells_without_a_number_stay_empty() -> None:
    (drawn,) = matrices.matrix(np.array([[1.0, np.nan]]), ["row"], ["a", "b"], ".1f").data
    assert [list(row) for row in drawn.text] == [["1.0", ""]] and drawn.hoverongaps is False


def test_scree_shows_each_share_and_their_sum() -> None:
    ratios = np.array([0.5, 0.25, 0.125, 0.125])
    bars, line = spectrum.scree(ratios, n_shown=3).data
    assert_array_equal(bars.x, [1, 2, 3])
    assert_allclose(bars.y, ratios[:3])
    assert_allclose(line.y, [0.5, 0.75, 0.875])


def test_scree_says_how_many_components_95_percent_take() -> None:
    figure = spectrum.scree(np.array([0.9, 0.05, 0.05]), n_shown=1)
    assert figure.layout.shapes[0].y0 == 0.95
    assert figure.layout.annotations[0].text == "95%: 2 components"
    assert spectrum.n_for_share(np.array([0.5, 0.2])) is None
    assert not spectrum.scree(np.array([0.5, 0.2])).layout.shapes


def test_singular_values_leave_out_what_has_no_logarithm() -> None:
    figure = spectrum.singular_values(np.array([4.0, 0, 2]), kept=2)
    assert_array_equal(figure.data[0].x, [1, 3])
    assert_array_equal(figure.data[0].y, [4, 2])
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 2.5


def test_loss_curve() -> None:
    (loss,) = training.loss_curve({"loss": [3.0, 2.0, 1.5]}).data
    assert_array_equal(loss.x, [1, 2, 3])
    loss, speed = training.loss_curve({"step": [10, 20], "loss": [3, 2], "words_per_second": [7, 9]}).data
    assert (list(loss.x), list(loss.y), list(speed.y), speed.yaxis) == ([10, 20], [3, 2], [7, 9], "y2")


def test_accuracy_stands_over_what_it_is_compared_with() -> None:
    figure = training.accuracy_curve({"step": [10, 20], "accuracy": [0.4, 0.9]}, {"counts": 0.8, "chance": 0.5})
    assert list(figure.data[0].y) == [0.4, 0.9]
    assert [(line.y0, line.y1) for line in figure.layout.shapes] == [(0.8, 0.8), (0.5, 0.5)]
    assert [note.text for note in figure.layout.annotations] == ["counts", "chance"]
    assert figure.layout.yaxis.range[0] < 0.4 and figure.layout.yaxis.range[1] > 1


def test_arrows_of_a_true_parallelogram_are_parallel() -> None:
    generator = np.random.default_rng(1)
    center, p, q = np.linalg.qr(generator.normal(size=(8, 3)))[0].T
    corners = np.array([-p - q, p - q, -p + q, p + q]) * 0.3 + center  # all of one length: still so as unit vectors
    figure = analogy.arrows(Embedding(corners, list("abcd")), 0, 1, 2, 3)
    first, second = (np.array([note.x - note.ax, note.y - note.ay]) for note in figure.layout.annotations)
    assert_allclose(first, second, atol=1e-5)
    assert_allclose(np.linalg.norm(first), 0.6 / np.sqrt(1 + 2 * 0.09), rtol=1e-5)  # distances are kept
    places, cross = figure.data
    assert_allclose([cross.x[0], cross.y[0]], [places.x[3], places.y[3]], atol=1e-5)
    assert "100%" in figure.layout.xaxis.title.text
    assert places.x[1] >= places.x[0] and places.y[1] >= places.y[0] - 1e-6


@pytest.mark.parametrize("vectors", [np.ones((4, 3)), np.array([[1.0], [2], [-1], [3]])], ids=["equal", "one column"])
def test_arrows_of_degenerate_vectors(vectors: np.ndarray) -> None:
    figure = analogy.arrows(Embedding(vectors, list("abcd")), 0, 1, 2, 3)
    assert np.isfinite(figure.data[0].x).all() and np.isfinite(figure.data[0].y).all()


def test_sections_carry_their_baselines() -> None:
    bars, baseline = score_bars.by_section(score_table()).data
    assert_allclose(bars.x, [6 / 8, 1 / 5])
    assert_allclose(baseline.x, [2 / 8, 0])
    assert list(bars.text) == ["6 of 8", "1 of 5"]
    assert bars.customdata[0] == "first"


def luminance(color: str) -> float:
    """Relative luminance of an sRGB color (WCAG 2)."""
    channels = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_color_tables() -> None:
    assert len(set(colors.OKABE_ITO)) == 8 and len(set(colors.TEN)) == 10
    assert colors.categorical(3) == colors.OKABE_ITO[:3]
    assert colors.categorical(9) == colors.TEN[:9]
    assert colors.categorical(12) == (*colors.TEN, colors.OTHER, colors.OTHER)
    for ramp in (colors.CIVIDIS, colors.VIRIDIS):
        assert (np.diff([luminance(color) for color in ramp]) > 0).all()
    assert colors.scale(colors.VIRIDIS)[0] == [0.0, "#440154"] and colors.scale()[-1][0] == 1.0


def test_points_are_split_by_class_and_labels_are_inert() -> None:
    coordinates = np.arange(9, dtype=np.float32).reshape(3, 3)
    result = points(coordinates, ["<b>", "b", "c"], color_by("", np.array(["x", "y", "x"])))
    assert [(trace.name, len(trace.x)) for trace in result.data] == [("x", 2), ("y", 1)]
    assert result.data[0].text[0] == "&lt;b&gt;"
    assert result.data[0].type == "scatter3d"
    counts = Ramp(np.array([1, 10, 100]), log=True, ends=(1, 1000))
    marker = points(coordinates[:, :2], ["a", "b", "c"], counts).data[0].marker
    assert marker.color.tolist() == [0, 1, 2] and (marker.cmin, marker.cmax) == (0, 3)


def test_the_film_shows_each_share_and_where_the_slider_stands() -> None:
    chart = training.film_curves([10, 20], {"right": [0, 1], "same": [0.5, 1], "baseline": [0.1, 0.2]}, 20, "tokens")
    assert [(line.name, line.line.dash, list(line.y)) for line in chart.data] == [
        ("right", "solid", [0, 1]),
        ("same", "dash", [0.5, 1]),
        ("baseline", "dot", [0.1, 0.2]),
    ]
    assert chart.layout.shapes[0].x0 == chart.layout.shapes[0].x1 == 20
    assert chart.layout.xaxis.title.text == "tokens"
