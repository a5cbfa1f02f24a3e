"""fastText: words per second on two threads against the authors' program, with n-grams and without.

Both train on the same sentences of 100 English novels (14 million words) with d = 100, window 5, 5 negatives, sample
1e-3, min_count 5, 3 epochs, learning rate .05 and n-grams of 3 to 6 characters; all else is the default of either side
(of the peer, a wheel of the program in C++: 2,000,000 buckets). Timed is training: of the peer without the seconds in
which it counts words and makes its tables, of ours the whole `fit` on the corpus in memory, n-grams and all, after the
kernels are compiled. Without n-grams the peer is plain skip-gram, and so is ours. Runs alternate.

Scored are the syntactic sections of Google's questions (gram1 to gram9), for which n-grams are made.
"""

import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.questions import parse_analogies
from engine.embedding import Embedding
from engine.evaluation.words.analogies import analogy_accuracy
from engine.learners.words.contract import WordLearner
from engine.learners.words.fasttext import FastText
from engine.learners.words.skipgram import SkipGram
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import peer_python
from tests.benchmarks.words import novels

PEER = "fasttext-wheel 0.9.2"
GOAL = (
    ">= 1.5x the peer's words/s on two threads, syntactic analogies within 1 point; without n-grams >= 2.5x its "
    "skip-gram."
)
GOALS = {"n-grams": 1.5, "words alone": 2.5}
MARGIN, QUICK_MARGIN = 1.0, 5.0
"""Points that our analogies may be below the peer's; a tenth of the text scatters more."""
EPOCHS = 3
QUICK_WORDS = 1_500_000


def run(quick: bool) -> dict[str, object]:
    """Train on both sides, twice (quick: once, and on a part of the text); see the module."""
    text, corpus = novels(QUICK_WORDS if quick else None)
    ours: dict[str, WordLearner] = {
        "n-grams": FastText(mode="fast", n_epochs=EPOCHS, max_words=0),
        "words alone": SkipGram(mode="fast", n_epochs=EPOCHS, max_words=0, learning_rate=FastText().learning_rate),
    }
    _compile(corpus, ours)
    print(f"{corpus.n_tokens:,} words, {EPOCHS} epochs, two threads\n")
    print(f"{'':22}{'seconds':>9}{'M words/s':>11}{'syntactic %':>13}")
    speeds: dict[tuple[str, str], list[float]] = {}
    scores: dict[tuple[str, str], list[float]] = {}
    for seed in range(1, 2 if quick else 3):
        for name, learner in ours.items():
            for side, (seconds, embedding) in {
                "peer": _peer(text, name == "n-grams"),
                "ours": _ours(corpus, learner.replace(seed=seed)),
            }.items():
                speed, score = corpus.n_tokens * EPOCHS / seconds / 1e6, _syntactic(embedding)
                speeds.setdefault((side, name), []).append(speed)
                scores.setdefault((side, name), []).append(score)
                print(f"{side + ', ' + name:22}{seconds:9.1f}{speed:11.3f}{score:13.2f}", flush=True)
    return _verdict(speeds, scores, QUICK_MARGIN if quick else MARGIN)


def _verdict(
    speeds: dict[tuple[str, str], list[float]], scores: dict[tuple[str, str], list[float]], margin: float
) -> dict[str, object]:
    """Ratios of median speeds, mean scores, and whether all goals are met."""
    ratios = {name: statistics.median(speeds["ours", name]) / statistics.median(speeds["peer", name]) for name in GOALS}
    means = {f"{side}_{name}": statistics.mean(found) for (side, name), found in scores.items()}
    print()
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f}x the peer's words/s (goal {GOALS[name]:g}x)")
    return {
        "ratio": round(ratios["n-grams"], 2),
        "goal": GOALS["n-grams"],
        "ratio_alone": round(ratios["words alone"], 2),
        "goal_alone": GOALS["words alone"],
        "quality": {name: round(score, 2) for name, score in means.items()},
        "ok": all(ratios[name] >= goal for name, goal in GOALS.items())
        and all(means[f"ours_{name}"] >= means[f"peer_{name}"] - margin for name in GOALS),
    }


def _compile(corpus: Corpus, ours: dict[str, WordLearner]) -> None:
    """A few sentences by each method."""
    sentences = corpus.sentences[:200]
    few = Corpus(corpus.tokens[: sentences[-1]], sentences, sentences[[0, -1]], corpus.words, corpus.counts)
    for learner in ours.values():
        learner.replace(n_epochs=1, min_count=1, max_words=1_000).fit(few.pruned(1, 0))


def _ours(corpus: Corpus, learner: WordLearner) -> tuple[float, Embedding]:
    begun = time.perf_counter()
    fit = learner.fit(corpus)
    return time.perf_counter() - begun, fit.main


def _peer(text: Path, with_ngrams: bool) -> tuple[float, Embedding]:
    ours = FastText()
    parameters = {"dim": ours.n_components, "ws": ours.window, "neg": ours.negative, "t": ours.sample, "epoch": EPOCHS}
    parameters |= {
        "lr": ours.learning_rate,
        "minCount": ours.min_count,
        "minn": ours.minn,
        "maxn": ours.maxn if with_ngrams else 0,
    }
    script = Path(__file__).with_name("fasttext_words.py")
    with tempfile.TemporaryDirectory() as folder:
        python = str(peer_python("fasttext-wheel==0.9.2", "numpy==2.4.6"))
        # -P: this very file, beside the script, has the name of the peer.
        command = [python, "-P", str(script), str(text), folder, json.dumps(parameters)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        words = (Path(folder) / "words.txt").read_text(encoding="utf-8").split("\n")
        embedding = Embedding(np.load(Path(folder) / "vectors.npy"), words)
    return json.loads(result.stdout.splitlines()[-1])["seconds"], embedding


def _syntactic(embedding: Embedding) -> float:
    """Share of the questions of grammar answered right, in percent."""
    found = analogy_accuracy(embedding, parse_analogies(real_file("questions-words.txt").read_bytes()))
    grammar = np.array([section.startswith("gram") for section in found.sections])
    return 100 * float(found.correct[grammar].sum() / found.covered[grammar].sum())
