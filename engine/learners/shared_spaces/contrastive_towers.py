"""Two towers with a contrastive loss: a picture and its caption are to find each other in a batch (CLIP's idea)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine.algorithms.networks.layers import Layer, Shape, n_products
from engine.algorithms.towers.captions import Towers, TowerSettings, encode_texts, table_of, text_layers
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import words_of
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, real
from engine.fit import Fit
from engine.insight.captions import pair_loss
from engine.insight.captions.queries import Query, queries
from engine.insight.explanation import Explanation
from engine.learners.shared_spaces.captions_contract import (
    SharedSpaceLearner,
    embeddings,
    examples,
    filmed,
    scores,
    texts_for_map,
)
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

MOST_WORDS = 20_000
ENOUGH = 100
"""Training pictures of a combination that is held out, so that some are left to test."""


@dataclass(frozen=True)
class ContrastiveTowers(SharedSpaceLearner):
    """A convolutional network for pictures; for texts a layer over the mean of learned vectors of their words.

    In each batch every picture is to be nearest to its own caption among all, and every caption to its own picture:
    the mean of two cross-entropies of similarities over a temperature, which is learned. Some captions lose words by
    chance, so that short texts can be asked too.
    Fit: see `SharedSpaceLearner`; arrays text.*, words.weight too; history step, loss, own_text_nearest, temperature;
    summary temperature.
    """

    name = "contrastive_towers"
    title = "Two towers, contrastive"
    papers = (
        Paper(
            "Radford et al.",
            2021,
            "Learning transferable visual models from natural language supervision",
            "arXiv:2103.00020",
        ),
        Paper(
            "van den Oord, Li and Vinyals",
            2018,
            "Representation learning with contrastive predictive coding",
            "arXiv:1807.03748",
        ),
    )  # fmt: skip

    n_components: int = integer(64, 2, 512, label="Dimensions", help="Numbers per picture and text.", step=16)
    unseen: int = integer(
        5, 0, 50, label="Combinations held out", zero="none",
        help="So many of a class and two attributes (in small data one), such as thick, wide and seven, are kept out "
        "of the training, to see whether their words are understood together. For captions made of measures.",
    )  # fmt: skip
    hidden: int = integer(128, 4, 1_024, label="Hidden units", help="Of the tower of texts.", step=32, advanced=True)
    word_size: int = integer(64, 2, 512, label="Numbers per word", help="That texts begin with.", advanced=True)
    shortened: float = real(
        0.5, 0.0, 1.0, label="Shortened captions", step=0.1, advanced=True,
        help="This share of the captions of each step loses some of its words by chance.",
    )  # fmt: skip
    temperature: float = real(
        0.1, 0.01, 1.0, label="Temperature", step=0.01, advanced=True,
        help="What similarities are divided by at first; it is learned. A low one makes near misses count most.",
    )  # fmt: skip

    context: ClassVar[str] = ""

    def towers(self, shape: Shape) -> Towers:
        """The layers that the fields mean for pictures of that shape."""
        return Towers(self.image_layers(shape, self.n_components), self._text_layers)

    @property
    def _text_layers(self) -> tuple[Layer, ...]:
        return text_layers(self.word_size, self.hidden, self.n_components)

    def n_products(self, shape: Shape) -> float:
        """Multiplications for one pair."""
        return n_products(self.image_layers(shape, self.n_components)) + n_products(self._text_layers)

    def held_out(self, dataset: CaptionedImages) -> list[Query]:
        """The combinations that are kept out of the training: as many classes as can be, drawn by the seed.

        A class with two attributes where enough such combinations are of ENOUGH training pictures, else with one.
        """
        n_train = dataset.images.n_train
        common = [
            query for query in queries(dataset, 2) if dataset.with_values(query.told)[:n_train].sum() >= ENOUGH
        ]  # fmt: skip
        asked = common if len(common) >= self.unseen else queries(dataset, 1)
        generator = np.random.default_rng(self.seed)
        drawn = [asked[place] for place in generator.permutation(len(asked))]
        seen: dict[str, int] = {}
        turns = []
        for query in drawn:
            turns.append(seen.get(query.told["class"], 0))
            seen[query.told["class"]] = turns[-1] + 1
        order = np.argsort(turns, kind="stable")[: self.unseen]
        return [drawn[place] for place in order]

    def fit(self, dataset: CaptionedImages, report: Report = Silent()) -> Fit:
        """Train on the captions of the training part; see `Learner.fit`."""
        stop_if_cancelled(report)
        self.require(dataset)
        held = self.held_out(dataset)
        pairs = self._pairs(dataset, held)
        words, counts = _vocabulary(dataset, pairs)
        table = table_of([dataset.tokens[pair] for pair in pairs], {word: row for row, word in enumerate(words)})
        from engine.algorithms.networks.contrastive_torch import train_towers

        settings = TowerSettings(self.schedule, self.shortened, self.temperature)
        found = train_towers(
            self.towers(dataset.images.shape), examples(dataset), dataset.pictures[pairs], table, len(words), settings,
            report,
        )  # fmt: skip
        draft = Fit({"word": Embedding(np.zeros((len(words), 1)), words)}, found.weights)
        own = Embedding(self.encode_texts(draft, [[word] for word in words]), words, {"count": counts})
        texts = texts_for_map(dataset, words, counts)
        vectors = self.encode_texts(draft, [words_of(text) for text in texts])
        made = embeddings(dataset, found.codes, own, texts, vectors)
        arrays, summary = scores(self, draft, dataset, found.codes, held)
        return replace(
            draft, embeddings=made, arrays={**found.weights, **arrays}, history=found.history,
            snapshots=filmed(found.film, made["together"], dataset),
            summary={**summary, **found.measures, "pairs": len(pairs), "seconds": round(found.seconds, 2)},
            notes=_told(held),
        )  # fmt: skip

    def _pairs(self, dataset: CaptionedImages, held: Sequence[Query]) -> np.ndarray:
        """The captions that are learned from, int64; raises InputError if the held-out combinations leave too few."""
        pictures = dataset.pictures
        kept = pictures < dataset.images.n_train
        for query in held:
            kept &= ~dataset.with_values(query.told)[pictures]
        if kept.sum() < 4:
            raise InputError(
                f"{int(kept.sum())} pairs are left to learn from. Hold fewer combinations out.", "E-CAP-04"
            )
        return np.flatnonzero(kept)

    def encode_texts(self, fit: Fit, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """What the tower of texts says; words that no caption had are passed over."""
        table = table_of(texts, fit.embeddings["word"].index)
        return encode_texts(self._text_layers, fit.arrays, table)

    def explain(self, fit: Fit, dataset: CaptionedImages, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The loss of the pair of the chosen picture in a small batch, with its numbers."""
        batch = pair_loss.batch_with(dataset, chosen["picture"], self.seed, alike=True)
        texts = self.encode_texts(fit, [dataset.tokens[at] for at in batch.captions])
        similarities = fit.embeddings["picture"].vectors[batch.pictures] @ texts.T
        return pair_loss.explained(batch, similarities, float(fit.summary["temperature"]), dataset)


def _vocabulary(dataset: CaptionedImages, pairs: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The words of these captions, the most frequent first, at most MOST_WORDS, and how often each occurs."""
    counts: dict[str, int] = {}
    for pair in pairs:
        for word in dataset.tokens[pair]:
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_WORDS]
    if not words:
        raise InputError("The captions have no words in them; please check the file.", "E-CAP-05")
    return words, np.array([counts[word] for word in words])


def _told(held: Sequence[Query]) -> tuple[str, ...]:
    """A note on what the training did not see."""
    if not held:
        return ()
    return (f"Kept out of the training: {', '.join(f'“{query.text}”' for query in held)}.",)
