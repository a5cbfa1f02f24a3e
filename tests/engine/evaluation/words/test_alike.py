"""Methods on equal terms: what they share is that of one of them, as far as each allows it."""

from engine.evaluation.words.alike import SHARED, alike
from engine.fields import specs
from engine.learners import LEARNERS
from engine.learners.words.full_softmax import FullSoftmaxLearner
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from tests.examples import corpus

METHODS = {name: cls for name, cls in LEARNERS.items() if cls.embeds == "word"}


def test_all_share_what_they_can() -> None:
    like = SkipGram(n_components=30, min_count=3, max_words=700, seed=9, n_epochs=2, window=7)
    found = alike(like, METHODS, corpus())  # type: ignore[arg-type]
    assert found.keys() == METHODS.keys() and found["skipgram"] is like
    for name, learner in found.items():
        shared = [field for field in SHARED if field in specs(learner)]
        assert {field: getattr(learner, field) for field in shared} == {field: getattr(like, field) for field in shared}
        assert name == "skipgram" or getattr(learner, "window", 0) != 7  # what is each method's own stays its own


def test_no_limit_is_the_most_that_a_method_with_a_limit_allows() -> None:
    most = specs(FullSoftmaxLearner)["max_words"].high
    found = alike(PPMISVD(max_words=0), METHODS, corpus())  # type: ignore[arg-type]
    assert found["full_softmax"].max_words == most and found["glove"].max_words == 0
    assert alike(PPMISVD(max_words=90_000), METHODS, corpus())["full_softmax"].max_words == most  # type: ignore[arg-type]
