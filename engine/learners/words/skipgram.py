"""Skip-gram with negative sampling (Mikolov et al., 2013): words that predict their neighbors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.algorithms import graphics_card
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.fields import choice
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.words.attention import attention
from engine.insight.words.negative_sampling import explained_step
from engine.insight.words.pmi import Target, of_cell, pmi_cell
from engine.learners.words.sampling_contract import NegativeSamplingLearner
from engine.papers import Paper


@dataclass(frozen=True)
class SkipGram(NegativeSamplingLearner):
    """Skip-gram with negative sampling: each word of a window predicts the one in its middle.

    Fit: see `NegativeSamplingLearner`; the loss is per pair of word and context. The default of the learning rate is
    above word2vec's .025 because equal results need an equal mean rate: gensim's workers on a file each see only their
    part of an epoch, and end it at a higher rate.
    """

    name = "skipgram"
    called = "skip-gram"
    version = 2
    title = "Skip-gram with negative sampling"
    papers = (
        Paper(
            "Mikolov et al.",
            2013,
            "Distributed representations of words and phrases and their compositionality",
            "arXiv:1310.4546",
        ),
    )
    context = "each word as a context of others"

    device: Literal["cpu", "cuda"] = choice(
        "cpu", {"cpu": "Processor", "cuda": "GPU (CUDA)"}, label="Device", help="Where to train.", advanced=True
    )

    def train(self, corpus: Corpus, recorder: Recorder) -> tuple[np.ndarray, np.ndarray]:
        """On the processor or a GPU; see `NegativeSamplingLearner`."""
        if self.device == "cpu":
            return super().train(corpus, recorder)
        from engine.algorithms.skipgram import on_torch

        graphics_card.require(self.device)
        return on_torch.train(corpus.tokens, corpus.sentences, corpus.counts, self.settings(), recorder, "cuda")

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The cell that the inner product of the two words tends to, and one step of the training for the pair."""
        corpus = self.trained_on(dataset)
        word, context = chosen["word"], chosen["context"]
        product = float(fit.main.vectors[word] @ fit.context.vectors[context])
        cell = pmi_cell(corpus, word, context, self.target())
        tends_to = of_cell(cell, corpus.words[word], corpus.words[context], product)
        weights = attention(corpus, fit.main.vectors[word], fit.context.vectors, context, self.ns_exponent, "v_w")
        return tends_to, weights, explained_step(fit, word, context, self.settings())

    def target(self) -> Target:
        """The matrix that the inner products of words and contexts tend to (Levy and Goldberg, 2014).

        The training thins out frequent words, which takes their share from the contexts of every word.
        """
        return Target(
            self.window_weights(), self.ns_exponent, self.negative, clipped=False, by_occurrence=True,
            sample=self.sample,
        )  # fmt: skip

    def products_tend_to(self) -> Target:
        """The same: with dimensions enough, the products would reach it."""
        return self.target()
