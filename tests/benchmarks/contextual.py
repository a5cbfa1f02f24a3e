"""Words in their sentences: what a small transformer and two LSTMs tell, and whether they tell meanings apart.

No peer: on the ambiguous toy world every occurrence has a known meaning; counts of neighbors are the baseline, and what
its grammar tells of the same words (`toy_grammar`) is the most that can be reached. Words are told in sentences that
were held out, each masked alone, or from one side.

Each network trains on one thread, in a process of its own, so that two cores train both at once; each has two minutes
of its core. What is held against them is the processor's time: on idle cores it is the time that passes, and where
others use the cores, too, it grows little. Both are printed.

The aims were set on the toy world's first version, with the full stops kept as words: always the most frequent word was
right in .15, counts of both neighbors in .62 (of that version, so counted: .151 and .625). Today's sentences have more
nouns, which nobody can tell. Masked words are held to the aim without the full stops; next and previous words together
with the ends of sentences, as then (a word is told among words, an end among all). Of words alone the grammar tells
.59 and .61.

The quick version has a third of the text and few epochs: it only catches a broken training.
"""

import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.corpus import Corpus
from engine.evaluation.trained_run import TrainedRun
from engine.evaluation.words.sense_scores import BASELINES, SenseScores, SenseTest
from engine.learners.words.bilstm import BiLSTMLanguageModel
from engine.learners.words.contextual_contract import ContextualLearner
from engine.learners.words.masked_transformer import MaskedTransformer
from tests.benchmarks.toy_grammar import Grammar

GOAL = (
    "200,000 tokens in <= 120 s of a core: masked words >= 70 %; next and previous words and ends of sentences >= 58 "
    "%; meanings, in every layer of both networks, >= 98 % by the nearest occurrence and >= 95 % by 3 examples."
)
PEER = "counts of neighbors"
SECONDS = 120
GOALS = {"masked": 0.70, "two_way": 0.58, "nearest": 0.98, "few": 0.95}
QUICK_GOALS = {"masked": 0.40, "two_way": 0.44, "nearest": 0.90, "few": 0.75}
QUICK_TOKENS, QUICK_EPOCHS = 60_000, 8


class Trained(NamedTuple):
    """summary: of the fit. ends: of sentences, told; 0 for a transformer, which is not asked.

    seconds and passed: of the processor, and of the clock. nearest, few: meanings told apart, in the worst layer.
    text: all of it, for reading.
    """

    summary: Mapping[str, Any]
    ends: float
    seconds: float
    passed: float
    nearest: float
    few: float
    text: str


def run(quick: bool) -> dict[str, object]:
    """Ratio: masked words told, over those told by counts of both neighbors."""
    corpus = AmbiguousWorld(n_tokens=QUICK_TOKENS if quick else 200_000).load()
    few = {"n_epochs": QUICK_EPOCHS} if quick else {}
    learners = MaskedTransformer(**few), BiLSTMLanguageModel(**few)
    with ProcessPoolExecutor(2, get_context("spawn")) as cores:
        transformer, lstm = cores.map(_trained, learners, [corpus] * 2)
    print(transformer.text, lstm.text, _by_grammar(learners[0], corpus), sep="\n", flush=True)
    told = float(transformer.summary["accuracy"])
    quality = {
        "masked": told, "two_way": _two_way(lstm, corpus),
        "nearest": min(transformer.nearest, lstm.nearest), "few": min(transformer.few, lstm.few),
    }  # fmt: skip
    goals = QUICK_GOALS if quick else GOALS
    missed = [f"{name} {quality[name]:.4f} < {goal}" for name, goal in goals.items() if quality[name] < goal]
    slowest = max(transformer.seconds, lstm.seconds)
    if not quick and slowest > SECONDS:
        missed.append(f"{slowest:.0f} s > {SECONDS} s")
    print("all goals met" if not missed else f"missed: {'; '.join(missed)}")
    of_words = {name: lstm.summary[name] for name in ("next", "previous")}
    seconds = {"seconds": transformer.seconds, "lstm_seconds": lstm.seconds, "passed": transformer.passed,
               "lstm_passed": lstm.passed}  # fmt: skip
    return {
        "ratio": round(told / transformer.summary["accuracy_of_counts"], 2),
        "goal": GOAL,
        "quality": {name: round(value, 4) for name, value in (quality | of_words).items()}
        | {name: round(value) for name, value in seconds.items()},
        "ok": not missed,
    }


def _trained(learner: ContextualLearner, corpus: Corpus) -> Trained:
    """Fit, and tell meanings apart."""
    begun, used = time.perf_counter(), time.process_time()
    fit = learner.fit(corpus)
    seconds, passed = time.process_time() - used, time.perf_counter() - begun
    found = SenseScores.from_fit(SenseTest().fit(TrainedRun(learner, fit, corpus)))
    nearest, few = found.mean(found.nearest), found.mean(found.few)
    lines = [
        f"{learner.title}: {seconds:.0f} s of the processor, {passed:.0f} s, for {corpus.n_tokens:,} tokens",
        *(f"  {name:10} {fit.summary[name]:.4f}   by counts {fit.summary[f'{name}_of_counts']:.4f}"
          for name in learner.told),
        f"  always the most frequent {fit.summary['of_unigram']:.4f}",
        f"  {'meanings':42}{'nearest':>9}{f'{found.n_labelled} examples':>12}",
        *(f"  {row:42}{near:9.4f}{by_few:12.4f}" for row, near, by_few in zip(found.rows, nearest, few, strict=True)),
    ]  # fmt: skip
    layers = slice(1, -len(BASELINES))
    worst = float(nearest[layers].min()), float(few[layers].min())
    return Trained(fit.summary, fit.history.get("ends", [0.0])[-1], seconds, passed, *worst, "\n".join(lines))


def _two_way(trained: Trained, corpus: Corpus) -> float:
    """Of next and previous words that are told right, the ends of sentences among them: one for each sentence."""
    length = corpus.n_tokens / corpus.n_sentences
    words = (trained.summary["next"] + trained.summary["previous"]) / 2
    return (words * length + trained.ends) / (length + 1)


def _by_grammar(learner: ContextualLearner, corpus: Corpus) -> str:
    """What the grammar tells of the same held-out words."""
    text, pieces = learner.trained_on(corpus), learner.pieces(corpus)
    grammar = Grammar(text.words)
    right = []
    for piece, column in zip(*pieces.asked(pieces.split(np.random.default_rng(learner.seed))[1]), strict=True):
        start, place = pieces.starts[piece], int(column) - 1
        words = text.tokens[start : start + pieces.lengths[piece]].tolist()
        told = grammar.masked(words, place), grammar.next(words[:place]), grammar.previous(words[place + 1 :])
        right.append([int(chances.argmax()) == words[place] for chances in told])
    masked, following, previous = np.mean(right, axis=0)
    return f"By the grammar itself: masked {masked:.4f}, next {following:.4f}, previous {previous:.4f}"
