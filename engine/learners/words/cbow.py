"""CBOW with negative sampling (Mikolov et al., 2013): words that are predicted by all their neighbors together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.algorithms.skipgram.negative_sampling import Settings
from engine.datasets.text.corpus import Corpus
from engine.fields import choice, real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.words.cbow import explained_step
from engine.insight.words.pmi import Target
from engine.learners.words.sampling_contract import NegativeSamplingLearner
from engine.papers import Paper


@dataclass(frozen=True)
class CBOW(NegativeSamplingLearner):
    """The mean or the sum of a window's vectors predicts the word in its middle.

    Fit: see `NegativeSamplingLearner`; the loss is per window. Each vector of a window moves by the gradient itself:
    where the mean predicts, by its share, which the published programs leave out (Irsoy, Benton and Stratos, 2021).
    """

    name = "cbow"
    called = "CBOW"
    title = "CBOW with negative sampling"
    papers = (
        Paper("Mikolov et al.", 2013, "Efficient estimation of word representations in vector space",
              "arXiv:1301.3781"),
        Paper("Irsoy, Benton and Stratos", 2021, "Corrected CBOW performs as well as skip-gram",
              "doi:10.18653/v1/2021.insights-1.1"),
    )  # fmt: skip
    context = "each word as one that is predicted from its neighbors"

    learning_rate: float = real(
        0.05, 0.0001, 1.0, label="Learning rate", help="Length of the first steps; it falls to 0.0001. A sum needs a "
        "lower one than a mean, such as 0.03.", step=0.005, advanced=True,
    )  # fmt: skip
    combine: Literal["mean", "sum"] = choice(
        "mean", {"mean": "Mean of the context", "sum": "Sum of the context"}, label="Predicts by",
        help="How the vectors of a window become the one that predicts.",
    )  # fmt: skip

    def settings(self) -> Settings:
        """The hyper-parameters of the training itself."""
        return replace(super().settings(), inputs=self.combine)

    def target(self) -> Target:
        """Pairs as the training meets them."""
        return Target(self.window_weights(), sample=self.sample)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """One step of the training, at a place of the text where the context stands near the word."""
        corpus = self.trained_on(dataset)
        return explained_step(fit, corpus, chosen["word"], chosen["context"], self.settings())
