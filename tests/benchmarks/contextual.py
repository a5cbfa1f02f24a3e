"""Words in their sentences: what a small transformer and two LSTMs tell, and whether they tell meanings apart.

No peer: on the ambiguous toy world every occurrence has a known meaning, and counts of neighbors are the baseline. Each
network has at most two minutes on one thread. Words are told in sentences that were held out, each masked alone (or
told from one side). The quick version has a tenth of the text and few epochs: it only catches a broken training.
"""

import time
from typing import cast

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.corpus import Corpus
from engine.evaluation.trained_run import TrainedRun
from engine.evaluation.words.sense_scores import SenseScores, SenseTest
from engine.fit import Fit
from engine.learners.words.bilstm import BiLSTMLanguageModel
from engine.learners.words.contextual_contract import ContextualLearner
from engine.learners.words.masked_transformer import MaskedTransformer

GOAL = (
    "200,000 tokens in <= 120 s: masked words >= 70 %; meanings >= 98 % by the nearest occurrence in every layer and "
    ">= 95 % by 3 examples; next and previous words >= 58 %."
)
PEER = "counts of neighbors"
SECONDS = 120
GOALS = {"masked": 0.70, "nearest": 0.98, "few": 0.95, "two_way": 0.58}
QUICK_GOALS = {"masked": 0.40, "nearest": 0.90, "few": 0.75, "two_way": 0.40}
QUICK_TOKENS, QUICK_EPOCHS = 60_000, 8


def run(quick: bool) -> dict[str, object]:
    """Ratio: masked words told, over those told by counts of both neighbors."""
    corpus = AmbiguousWorld(n_tokens=QUICK_TOKENS if quick else 200_000).load()
    few = {"n_epochs": QUICK_EPOCHS} if quick else {}
    transformer, lstm = MaskedTransformer(**few), BiLSTMLanguageModel(**few)
    (seconds, fit), (lstm_seconds, lstm_fit) = (_timed(learner, corpus) for learner in (transformer, lstm))
    senses = _senses(transformer, fit, corpus)
    _senses(lstm, lstm_fit, corpus)
    layers = slice(1, 1 + transformer.n_layers)
    nearest, by_few = senses.mean(senses.nearest)[layers], senses.mean(senses.few)[layers]
    told = cast(float, fit.summary["accuracy"])
    two_way = (lstm_fit.summary["next"] + lstm_fit.summary["previous"]) / 2
    quality = {"masked": told, "nearest": float(nearest.min()), "few": float(by_few.min()), "two_way": float(two_way)}
    goals = QUICK_GOALS if quick else GOALS
    missed = [f"{name} {quality[name]:.4f} < {goal}" for name, goal in goals.items() if quality[name] < goal]
    if not quick and max(seconds, lstm_seconds) > SECONDS:
        missed.append(f"{max(seconds, lstm_seconds):.0f} s > {SECONDS} s")
    print("all goals met" if not missed else f"missed: {'; '.join(missed)}")
    rounded = {name: round(value, 4) for name, value in quality.items()}
    return {
        "ratio": round(told / fit.summary["accuracy_of_counts"], 2),
        "goal": GOAL,
        "quality": rounded | {"seconds": round(seconds), "lstm_seconds": round(lstm_seconds)},
        "ok": not missed,
    }


def _timed(learner: ContextualLearner, corpus: Corpus) -> tuple[float, Fit]:
    """Seconds of the whole fit, and what it made; prints what it tells beside counts."""
    begun = time.perf_counter()
    fit = learner.fit(corpus)
    seconds = time.perf_counter() - begun
    print(f"{learner.title}: {seconds:.0f} s for {corpus.n_tokens:,} tokens")
    for name in learner.told:
        print(f"  {name:10} {fit.summary[name]:.4f}   by counts {fit.summary[f'{name}_of_counts']:.4f}")
    print(f"  always the most frequent {fit.summary['of_unigram']:.4f}", flush=True)
    return seconds, fit


def _senses(learner: ContextualLearner, fit: Fit, corpus: Corpus) -> SenseScores:
    """Meanings told apart; prints a line for each kind of vector."""
    found = SenseScores.from_fit(SenseTest().fit(TrainedRun(learner, fit, corpus)))
    print(f"  {'meanings':42}{'nearest':>9}{f'{found.n_labelled} examples':>12}")
    for row, near, few in zip(found.rows, found.mean(found.nearest), found.mean(found.few), strict=True):
        print(f"  {row:42}{near:9.4f}{few:12.4f}", flush=True)
    return found
