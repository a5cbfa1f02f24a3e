"""Places of relatives: against neighbors counted one by one, and in a planted world."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.datasets.text.questions import AnalogyQuestions
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words import relatives as module
from engine.evaluation.words.relatives import RelativesScores, RelativesTest, relatives
from engine.files import uploads
from engine.fit import Fit
from engine.neighbors import nearest

QUESTIONS = AnalogyQuestions.of(
    [
        ("first", ("w1", "w2", "W3", "w4")),
        ("first", ("w1", "w2", "w5", "w6")),
        ("second", ("w7", "zebra", "w8", "w9")),
        ("nobody", ("p", "q", "r", "s")),
        ("nowhere", ("w1", "w29", "w4", "w4")),
    ]
)


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    vectors = np.random.default_rng(0).normal(0.4, 1, (30, 4))
    vectors[29] = 0
    return Embedding(vectors, [f"w{row}" for row in range(30)])


def test_places_are_those_among_the_neighbors(cloud: Embedding, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each pair once though a question repeats it, both ways; unknown words, words without direction and twins left
    out."""
    monkeypatch.setattr(module, "TILE_WORDS", 3)
    found = relatives(cloud, QUESTIONS)
    pairs = [(1, 2), (3, 4), (5, 6), (8, 9)]
    expected = [
        1 + nearest(cloud, a, 30).rows.tolist().index(b)
        for a, b in [*pairs, *[(b, a) for a, b in pairs]]
    ]  # fmt: skip
    assert found.place.tolist() == expected
    assert found.count_by_section.tolist() == [3, 1, 0, 0]
    assert_allclose(found.mean, np.mean(expected))
    assert_array_equal(np.isnan(found.mean_by_section), [False, False, True, True])
    assert_allclose(found.near_by_section[0], np.mean(np.array(expected)[[0, 1, 2, 4, 5, 6]] <= 10))
    assert (found.total, found.chance, found.coverage) == (9, 15, 4 / 9)


def test_twins_are_at_place_1_and_strangers_in_the_middle() -> None:
    generator = np.random.default_rng(3)
    half = generator.normal(size=(200, 20))
    embedding = Embedding(np.concatenate([half, half + 1e-3]), [f"{side}{n}" for side in "ab" for n in range(200)])
    twins = AnalogyQuestions.of([("twins", (f"a{n}", f"b{n}", f"a{n + 1}", f"b{n + 1}")) for n in range(0, 200, 2)])
    strangers = AnalogyQuestions.of([("none", (f"a{n}", f"b{n + 1}", f"b{n}", f"a{n + 1}")) for n in range(0, 198, 2)])
    assert relatives(embedding, twins).mean == 1
    by_chance = relatives(embedding, strangers)
    assert abs(by_chance.mean - by_chance.chance) < 25  # standard error: 400 / sqrt(12 * 396) = 6


def test_the_job_keeps_the_scores_and_reads_uploads(cloud: Embedding) -> None:
    key = uploads.keep(QUESTIONS.google_layout().encode(), "relatives.txt").sha256
    fit = RelativesTest(key).fit(cloud)
    kept = RelativesScores.from_fit(Fit.unpack(*fit.pack()))
    assert_array_equal(kept.place, relatives(cloud, QUESTIONS).place)
    assert (kept.mean, kept.near) == (fit.summary["mean"], fit.summary["near"])
    assert "Only 44%" in fit.notes[0]


def test_no_pair_known(cloud: Embedding) -> None:
    with pytest.raises(InputError, match="None of the 2 pairs") as raised:
        relatives(cloud, AnalogyQuestions.of([("none", ("a", "b", "c", "d"))]))
    assert raised.value.code == "E-EVL-06"
