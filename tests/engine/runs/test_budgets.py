"""Methods on equal terms: what they share, how many rounds fit into a budget, and vectors that know nothing."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.evaluation.random_vectors import RandomVectors
from engine.learners import LEARNERS
from engine.learners.films.truncated_svd import RatingSVD
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.pca import ImagePCA
from engine.learners.words.glove import GloVe
from engine.learners.words.skipgram import SkipGram
from engine.runs.budgets import alike, budgets_in, pace, trial, within
from tests import examples


def test_methods_of_a_kind_get_the_same_size_and_vocabulary() -> None:
    like = SkipGram(n_components=24, min_count=3, window=9, seed=7)
    found = alike(like, {name: cls for name, cls in LEARNERS.items() if cls.embeds == "word"}, examples.corpus())
    assert found["skipgram"] is like and len(found) > 5
    for name, learner in found.items():
        assert vars(learner)["n_components"] == 24 and vars(learner)["min_count"] == 3, name
    assert vars(found["glove"])["window"] == GloVe().window  # what is usual for each stays
    assert vars(found["glove"])["seed"] == 7


def test_every_autoencoder_and_pca_share_the_code_size() -> None:
    found = alike(ImagePCA(n_components=5), {each.name: each for each in (ImagePCA, Autoencoder)}, examples.images())
    assert [vars(learner)["n_components"] for learner in found.values()] == [5, 5]


def test_rounds_are_reckoned_from_the_pace_of_a_short_training() -> None:
    learner = SkipGram(n_epochs=16)
    tried = trial(learner)
    assert isinstance(tried, SkipGram) and tried.n_epochs == 20 // 8 and tried.replace(n_epochs=16) == learner
    longer = within(learner, (1.0, 4.0, 4.1, 1e6), tried, taken=1.0)  # two epochs took a second
    assert [vars(each)["n_epochs"] for each in longer] == [2, 8, 500]
    assert [vars(each)["n_epochs"] for each in within(learner, (0.01,), tried, taken=1.0)] == [1]


def test_a_method_without_rounds_is_one_point() -> None:
    learner = RatingSVD()
    assert pace(learner) == "" and trial(learner) is learner and within(learner, (1.0, 2.0), learner, 0.5) == []


@pytest.mark.parametrize("line", ["", "0", "-1, 2", "soon", "1, 2, 3, 4, 5", "nan", "99999"])
def test_budgets_that_are_none_are_refused(line: str) -> None:
    with pytest.raises(InputError) as refused:
        budgets_in(line)
    assert refused.value.code == "E-SWP-03"


def test_budgets_rise() -> None:
    assert budgets_in("4, 1,0.5 , 4") == (0.5, 1.0, 4.0)


def test_random_vectors_know_nothing_and_come_again() -> None:
    shown = examples.embedding(500)
    found = RandomVectors(n_components=64).fit(shown).main
    assert found.labels == shown.labels and found.metadata.keys() == shown.metadata.keys()
    np.testing.assert_array_equal(found.vectors, RandomVectors(n_components=64).fit(shown).main.vectors)
    cosines = (found.unit @ found.unit.T)[np.triu_indices(500, 1)]
    assert abs(cosines.mean()) < 0.005 and cosines.std() == pytest.approx(1 / 8, rel=0.03)
