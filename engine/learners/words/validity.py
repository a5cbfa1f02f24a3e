"""The validity network (Collobert and Weston, 2008): words by what phrases they are at home in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.validity.phrases import Bigrams, HeldOut, Noise, Text, split
from engine.algorithms.validity.recorder import AccuracyRecorder
from engine.algorithms.validity.training import Settings, Trainer
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.validity import explained_phrase
from engine.insight.words.watched import in_the_film, watched
from engine.learners.base import Estimate
from engine.learners.words.contract import WatchedLearner, watched_words, word_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

BLOCK = 16
"""Steps between two looks at the training."""


@dataclass(frozen=True)
class Validity(WatchedLearner):
    """A phrase of the text, "cat sat on the mat", is to score above the same with a word switched, "cat sat song the
    mat", by 1 or more: max(0, 1 - s + s'). s: the vectors of the phrase, one behind the other, through a hidden layer
    of hardtanh units. Where a sentence begins or ends, a vector of its own stands for what lies beyond.

    Fit: embedding "word"; arrays hidden ((2 window + 1) n_components, n_hidden), hidden_bias and output (n_hidden,),
    edge (n_components,); history step (windows), loss (a pair of phrases), learning_rate and accuracy, the share of
    held-out phrases that score above a switched one; snapshots of the most frequent and the watched words. One of 20
    sentences is held out. The same bytes on any number of threads.

    What fits in the same phrases is near, of one kind and inflection, rather than of one topic; analogies hold seldom.
    """

    step_unit: ClassVar[str] = "windows"

    name = "validity"
    title = "Validity network"
    papers = (
        Paper("Collobert and Weston", 2008,
              "A unified architecture for natural language processing: deep neural networks with multitask learning",
              "doi:10.1145/1390156.1390177"),
        Paper("Collobert et al.", 2011, "Natural language processing (almost) from scratch", "arXiv:1103.0398"),
    )  # fmt: skip

    n_components: int = integer(50, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(
        2, 1, 10, label="Window", help="Words on each side of the middle of a phrase: 2 make phrases of five words."
    )
    n_hidden: int = integer(100, 1, 1_000, label="Hidden units", help="Units between vectors and score.", step=10)
    n_switched: int = integer(
        128, 1, 1_024, label="Switched words", help="Random words that are tried in place of each true one.", step=16
    )
    place: Literal["middle", "any"] = choice(
        "middle", {"middle": "The middle word", "any": "One at random"}, label="What is switched",
        help="Which word of a phrase is replaced to make an invalid one.", advanced=True,
    )  # fmt: skip
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    n_epochs: int = integer(20, 1, 500, label="Epochs", help="How often the whole text is read.")
    power: float = real(
        0.5, 0.0, 1.0, label="Power of switched words", help="1 draws them by their count, 0 all words alike.",
        step=0.05, advanced=True,
    )  # fmt: skip
    learning_rate: float = real(
        0.05, 0.0001, 1.0, label="Learning rate", help="Of AdaGrad, which makes the steps of what moved much shorter; "
        "it falls to a tenth.", step=0.01, advanced=True,
    )  # fmt: skip
    watch: str = watched_words()
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Train on the phrases of a corpus; see `Learner.fit`."""
        from threadpoolctl import threadpool_limits

        stop_if_cancelled(report)
        corpus = self.trained_on(dataset)
        rng = np.random.default_rng(self.seed)
        phrases, noise = Text(corpus.tokens, corpus.sentences, corpus.n_words), Noise(corpus.counts, self.power, rng)
        places, held_out = split(phrases, self.size, noise, rng)
        trainer = Trainer(phrases, places, noise, self.settings(), rng)
        rows, notes = watched(corpus, self.watch)
        recorder = AccuracyRecorder(
            report, corpus.words, rows, in_the_film(corpus, rows), trainer.total, "windows", trainer.network, held_out
        )
        recorder.begin(trainer.network.words)
        with compiled_threads(), threadpool_limits(1, "blas"):  # many small products, whose threads would wait
            _train(trainer, recorder)
        network = trainer.network
        arrays = {
            "hidden": network.hidden, "hidden_bias": network.bias, "output": network.output, "edge": network.words[-1],
        }  # fmt: skip
        summary = {
            "words": corpus.n_words, "tokens": corpus.n_tokens,
            "loss": round(recorder.loss, 4) if np.isfinite(recorder.loss) else None,
            "seconds": round(recorder.seconds, 2),
            **_measured(recorder, held_out, Bigrams(phrases, places)),
        }  # fmt: skip
        if held_out is None:
            notes = (*notes, "The text has too few sentences to hold some out, so the accuracy is not measured.")
        embedding = Embedding(network.words[:-1], corpus.words, word_metadata(corpus))
        return Fit({"word": embedding}, arrays, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    @property
    def size(self) -> int:
        """Words of a phrase."""
        return 2 * self.window + 1

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the products with the hidden layer, and the units of each pair of phrases."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        windows, inputs = float(counts.sum()) * self.n_epochs, self.size * self.n_components
        of_window = 3 * inputs * self.n_hidden * costs.VALIDITY_PRODUCT + inputs * costs.VALIDITY_NUMBER
        of_window += self.n_switched * self.n_hidden * costs.VALIDITY_UNIT
        megabytes = (8.0 * self.n_components * len(counts) + 40.0 * dataset.n_tokens) / limits.MB
        return Estimate(costs.KERNELS.seconds + windows * of_window, costs.KERNELS.megabytes + megabytes)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The loss of a phrase of the text around the word, with the context in it where there is one."""
        return (explained_phrase(fit, self.trained_on(dataset), chosen["word"], chosen["context"], self.power),)

    def settings(self) -> Settings:
        """The hyper-parameters of the training itself."""
        return Settings(
            self.size, self.n_components, self.n_hidden, self.n_switched, self.n_epochs, self.learning_rate,
            self.place == "any",
        )  # fmt: skip


def _train(trainer: Trainer, recorder: AccuracyRecorder) -> None:
    """Take all steps, or those until the user wants what there is."""
    done, losses, words = 0, [], trainer.network.words[:-1]
    for step, (n_windows, loss) in enumerate(trainer.steps(), 1):
        done += n_windows
        losses.append(loss)
        if step % BLOCK and done < trainer.total:
            continue
        if recorder(done, float(np.mean(losses)), trainer.rate, words, words):
            return
        losses.clear()


def _measured(recorder: AccuracyRecorder, held_out: HeldOut | None, bigrams: Bigrams) -> dict[str, Any]:
    if held_out is None:
        return {}
    return {
        "held_out_phrases": len(held_out.valid),
        "accuracy": round(recorder.history["accuracy"][-1], 4),
        "accuracy_of_bigram_counts": round(held_out.accuracy(bigrams.scores), 4),
        "chance": 0.5,
    }
