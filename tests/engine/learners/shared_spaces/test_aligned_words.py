"""Two languages trained apart find each other's words; the dictionary is parted so that nothing tested was learned."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.alignment.maps import unit
from engine.algorithms.alignment.scoring import by_chance, precision, split
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.fit import Fit
from engine.insight.shared_spaces.two_languages import TwoLanguages, how_tested
from engine.learners.shared_spaces.aligned_words import AlignedWords
from engine.openings import LANGUAGES
from tests.engine.learners.test_contract import digest
from tests.examples import languages, quick

N, D = 120, 12


def planted(second_d: int = D, shared: bool = False, n_pairs: int = N) -> Languages:
    """Vectors, and the same turned with a little noise; word i of the one is word i of the other."""
    rng = np.random.default_rng(0)
    first = unit(rng.normal(size=(N, D)))
    turn, _ = np.linalg.qr(rng.normal(size=(max(D, second_d), max(D, second_d))))
    second = np.pad(first, ((0, 0), (0, max(0, second_d - D)))) @ turn + 0.01 * rng.normal(size=(N, max(D, second_d)))
    one = tuple(f"a{row}" for row in range(N))
    other = tuple(f"{'a' if shared and row < 20 else 'b'}{row}" for row in range(N))
    pairs = tuple((f"a{row}", other[row]) for row in range(n_pairs))
    return Languages(("A", "B"), Vectors(first.astype(np.float32), one),
                     Vectors(second.astype(np.float32), other), pairs)  # fmt: skip


@cache
def toy() -> tuple[Languages, Fit]:
    """What the page opens with."""
    data, learner = LANGUAGES.dataset.load(), LANGUAGES.learner  # type: ignore[attr-defined]
    assert learner is not None
    return data, learner.fit(data)


def test_toy_languages_find_each_other() -> None:
    data, fit = toy()
    found = how_tested(fit)
    assert found is not None and found.precision.shape == (5, 3, 2, 2)
    mean = found.precision.mean(axis=0)
    assert mean[1, 1, 0] > 0.7 and mean[1, 1, 1] > 0.88  # refined, CSLS
    assert (mean[:, 1, 0] >= mean[:, 0, 0]).all()  # CSLS is no worse than the cosine
    assert found.chance[0] < 0.002 and found.same_spelling == 0
    spaces = TwoLanguages.of(fit)
    asked = [spaces.place[0][row] for row in spaces.held_out]
    right = np.mean([spaces.translations(row, 1, fair=True).known[0] for row in asked])
    assert_allclose(right, found.precision[0, 1, 1, 0])  # the map that is kept is that of the first split
    names = dict(data.pairs)
    row = spaces.embedding.index["norway"]
    assert [spaces.embedding.labels[other] for other in spaces.known(row)] == [names["norway"]]


def test_what_is_asked_was_not_learned_from_and_changes_nothing_in_the_map() -> None:
    _, fit = toy()
    spaces = TwoLanguages.of(fit)
    assert not set(spaces.seeds[:, 0]) & set(spaces.held_out)
    data = planted()
    learner = AlignedWords(n_seeds=30, n_held_out=40, n_splits=1, n_rounds=0, matrix="orthogonal")
    whole = learner.fit(data)
    held_out = {int(row) for row in whole.arrays["held_out"]}
    wrong = tuple((a, "b0") if int(a[1:]) in held_out else (a, b) for a, b in data.pairs)
    again = learner.fit(replace(data, pairs=wrong))
    assert_array_equal(again.arrays["map"], whole.arrays["map"])
    assert again.arrays["precision"][0, 0, 0, 0] < 0.1 < whole.arrays["precision"][0, 0, 0, 0]


@pytest.mark.parametrize("matrix", ["refined", "orthogonal", "least_squares"])
def test_a_planted_turn_is_found_by_each_map(matrix: str) -> None:
    fit = AlignedWords(n_seeds=40, n_held_out=50, n_splits=2, matrix=matrix, center=False).fit(planted())
    assert fit.arrays["precision"].min() > 0.95
    spaces = TwoLanguages.of(fit)
    for row in (0, 7):
        for fair in (False, True):
            found = spaces.translations(spaces.embedding.index[f"a{row}"], 3, fair)
            assert spaces.embedding.labels[found.rows[0]] == f"b{row}" and found.known.tolist() == [True, False, False]
            back = spaces.translations(spaces.embedding.index[f"b{row}"], 1, fair)
            assert spaces.embedding.labels[back.rows[0]] == f"a{row}"


def test_spaces_of_other_sizes_are_joined_with_axes_of_zeros() -> None:
    fit = AlignedWords(n_seeds=60, n_held_out=50, n_splits=1, center=False).fit(planted(second_d=20))
    assert fit.main.n_components == 20 and fit.arrays["precision"].min() > 0.9


def test_words_of_one_spelling_can_be_learned_from_and_are_told_apart() -> None:
    data = planted(shared=True)
    fit = AlignedWords(dictionary="spelling", n_held_out=50, n_splits=1, center=False).fit(data)
    assert len(fit.arrays["seeds"]) < 20 and {"a0 (A)", "a0 (B)", "a30", "b30"} <= set(fit.main.labels)
    assert (fit.arrays["seeds"][:, 0] == fit.arrays["seeds"][:, 1]).all()
    alike = {int(row) for row in fit.arrays["held_out"]} & set(range(20))
    assert_allclose(fit.arrays["same_spelling"], len(alike) / 50)


def test_sentences_with_their_translations_need_no_list() -> None:
    data = languages()
    first = data.first
    parallel = Languages(("One", "Other"), first, replace(first, words=tuple(f"y{w}" for w in first.words)), (), True)
    fit = quick(AlignedWords, dictionary="sentences", n_splits=1).fit(parallel)
    pairs = fit.arrays["pairs"]
    assert len(pairs) > 30 and (pairs[:, 0] == pairs[:, 1]).mean() > 0.9
    assert any("No list of pairs" in note for note in fit.notes)
    assert AlignedWords.suited(parallel)["dictionary"] == "sentences"
    assert AlignedWords.suited(data)["dictionary"] == "list"
    assert AlignedWords.suited(replace(data, pairs=()))["dictionary"] == "spelling"


def test_the_controls_begin_with_what_the_page_opens_with_and_with_the_defaults_for_other_data() -> None:
    suited = AlignedWords.suited(toy()[0])
    assert {name: getattr(LANGUAGES.learner, name) for name in suited} == suited
    usual = AlignedWords.suited(planted())
    assert usual == {name: getattr(AlignedWords, name) for name in usual}


@pytest.mark.parametrize(
    ("data", "changes", "code"),
    [
        (lambda: planted(n_pairs=0), {}, "E-TRN-32"),
        (lambda: planted(n_pairs=1), {}, "E-TRN-32"),
        (planted, {"dictionary": "spelling"}, "E-TRN-32"),
        (planted, {"dictionary": "sentences"}, "E-TRN-33"),
        (languages, {"min_count": 5_000}, "E-TRN-31"),
    ],
)
def test_what_cannot_serve_is_said_before_and_refused(data: object, changes: dict[str, object], code: str) -> None:
    found = data()  # type: ignore[operator]
    learner = AlignedWords(**changes)
    with pytest.raises(InputError) as error:
        learner.fit(found)
    assert error.value.code == code
    advice = learner.advice(found)[0]
    assert advice.severity == "error" and advice.sentence == str(error.value)


def test_both_threads_and_both_processes_give_the_same_bytes() -> None:
    data = languages()
    assert digest(quick(AlignedWords).fit(data)) == digest(quick(AlignedWords).fit(languages()))


def test_a_split_holds_out_words_and_no_pair_of_them_is_left() -> None:
    known = np.array([(a, b) for a in range(10) for b in (a, a + 10)])
    part = split(known, known, 0, 4, seed=1)
    assert len(part.held_out) == 4 and len(part.seeds) == 12
    assert not set(part.seeds[:, 0]) & set(part.held_out)
    assert len(split(known, known, 5, 400, seed=1).seeds) == 5
    assert len(split(known, known, 5, 400, seed=1).held_out) == 5  # half of the words at most


def test_precision_and_chance_by_hand() -> None:
    known = np.array([(0, 3), (0, 4), (1, 2)])
    found = np.array([[4, 0, 1, 2, 3], [3, 0, 1, 4, 2], [0, 1, 2, 3, 4]])
    assert_allclose(precision(found, np.array([0, 1, 2]), known), [1 / 3, 2 / 3])
    chance = by_chance(np.array([0, 1]), known, 10)
    assert_allclose(chance, [(2 / 10 + 1 / 10) / 2, (1 - (8 * 7 * 6 * 5 * 4) / (10 * 9 * 8 * 7 * 6) + 0.5) / 2])
    assert np.isnan(precision(found, np.zeros(0, int), known)).all()


def test_of_given_vectors_it_is_said_that_nothing_is_trained() -> None:
    told = [advice.sentence for advice in AlignedWords(n_components=50).advice(planted())]
    assert any(sentence.startswith("The vectors are taken as they are") for sentence in told)
    assert not any("taken as they are" in advice.sentence for advice in AlignedWords().advice(toy()[0]))
