"""Every method of Words on the same 100 English novels: one table of how good their vectors are.

14 million words, of which the 20,000 most frequent that occur five times; 100 dimensions, window 5 (GloVe 15, the
validity network its phrases of 5 words), else the defaults, on one or two threads with the same bytes every time. The
methods that read the text read it five times, the validity network twice; the full softmax goes five times through its
counts, and GloVe 25 times through its. Asked are all pairs and questions whose words are among those, the same of each
method: Spearman with WordSim-353 and MEN, and Google's questions, of meaning and of grammar. Random vectors show what
chance gives.
"""

import time

import numpy as np

from engine.datasets.text.questions import parse_analogies
from engine.embedding import Embedding
from engine.evaluation.words.analogies import AnalogyScores, analogy_accuracy
from engine.learners.words.cbow import CBOW
from engine.learners.words.contract import WordLearner
from engine.learners.words.fasttext import FastText
from engine.learners.words.full_softmax import FullSoftmaxLearner
from engine.learners.words.glove import GloVe
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.learners.words.validity import Validity
from tests.benchmarks.data import real_file
from tests.benchmarks.words import novels, scores

PEER = "each other; random vectors"
GOAL = "WordSim-353 and MEN of each method >= .15 above random vectors; of the best >= .45."
ABOVE_CHANCE, QUICK_ABOVE_CHANCE = 0.15, 0.05
BEST, QUICK_BEST = 0.45, 0.2
WORDS, QUICK_WORDS = 20_000, 1_500_000
EPOCHS = 5


def run(quick: bool) -> dict[str, object]:
    """All methods once (quick: on a tenth of the text); see the module."""
    _, corpus = novels(QUICK_WORDS if quick else None)
    found: dict[str, dict[str, float]] = {}
    print(f"{'':20}{'seconds':>9}{'WordSim':>9}{'MEN':>7}{'meaning %':>11}{'grammar %':>11}{'all %':>8}")
    for name, learner in _methods().items():
        begun = time.perf_counter()
        embedding = learner.fit(corpus).main
        found[name] = _asked(name, time.perf_counter() - begun, embedding)
    chance = np.random.default_rng(1).standard_normal(embedding.vectors.shape)
    random = _asked("random vectors", 0.0, Embedding(chance.astype(np.float32), embedding.labels))
    above, best = (QUICK_ABOVE_CHANCE, QUICK_BEST) if quick else (ABOVE_CHANCE, BEST)
    met = [
        min(each[test] for each in found.values()) >= random[test] + above
        and max(each[test] for each in found.values()) >= best
        for test in ("wordsim", "men")
    ]
    return {"methods": found | {"random": random}, "ok": all(met)}


def _methods() -> dict[str, WordLearner]:
    """By the names of the table."""
    return {
        "PPMI-SVD": PPMISVD(max_words=WORDS),
        "skip-gram": SkipGram(max_words=WORDS, n_epochs=EPOCHS),
        "CBOW": CBOW(max_words=WORDS, n_epochs=EPOCHS),
        "full softmax": FullSoftmaxLearner(max_words=WORDS, n_epochs=EPOCHS),
        "GloVe": GloVe(max_words=WORDS, n_components=100),
        "fastText": FastText(max_words=WORDS, n_epochs=EPOCHS),
        "validity network": Validity(max_words=WORDS, n_epochs=2, n_components=100),
    }


def _asked(name: str, seconds: float, embedding: Embedding) -> dict[str, float]:
    """What the table says of one method; printed, too."""
    result = analogy_accuracy(embedding, parse_analogies(real_file("questions-words.txt").read_bytes()))
    grammar = np.array([section.startswith("gram") for section in result.sections])
    row = {
        **scores(embedding), "meaning": _share(result, ~grammar), "grammar": _share(result, grammar),
        "seconds": round(seconds, 1),
    }  # fmt: skip
    print(
        f"{name:20}{seconds:9.1f}{row['wordsim']:9.3f}{row['men']:7.3f}{row['meaning']:11.1f}{row['grammar']:11.1f}"
        f"{row['analogy']:8.1f}", flush=True,
    )  # fmt: skip
    return {key: round(value, 3) for key, value in row.items()}


def _share(result: AnalogyScores, of: np.ndarray) -> float:
    """Right answers of some sections, in percent of the questions asked."""
    return 100 * float(result.correct[of].sum() / max(result.covered[of].sum(), 1))
