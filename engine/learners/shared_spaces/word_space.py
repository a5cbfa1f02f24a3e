"""Images into a space of words: a network maps pictures to vectors of their classes' names (Socher et al., 2013)."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.algorithms.counting.pmi import ppmi
from engine.algorithms.decompositions import truncated_svd
from engine.algorithms.networks.training import Examples
from engine.algorithms.towers.captions import SpaceSettings, unit
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import class_words, words_of
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.descriptions import sentences
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, line_of, names_in, real, several, text
from engine.fit import Fit
from engine.insight.captions.class_names import given_names, name_vectors
from engine.insight.captions.retrieval import shots_among
from engine.insight.captions.zero_shot import confusion, lowering_that_keeps, told, zero_shot
from engine.insight.explanation import Explanation
from engine.learners.base import Advice, Estimate
from engine.learners.given_vectors import GivenVectors
from engine.learners.shared_spaces.captions_contract import SharedSpaceLearner, embeddings, filmed, scores
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SIZE, WINDOW = 50, 8
"""Of the vectors of the built-in descriptions."""
MOST_WORDS = 5_000
ASIDE = 10
"""Every so many-th picture of the training part is kept aside, to weigh seen against unseen classes."""
Data = CaptionedImages | GivenVectors


@dataclass(frozen=True)
class WordSpace(SharedSpaceLearner):
    """A convolutional network whose answer to a picture is to lie where the name of its class lies among words.

    Word vectors are taken at length 1, less the mean of the seen classes' names, and at length 1 again. Pictures of
    held-out classes take no part; they are recognized by the nearest name all the same. The scores of seen classes are
    lowered then (Chao et al., 2016), as far as a share of pictures of seen classes kept aside allows.
    Fit: see `SharedSpaceLearner`; embedding "name" of the classes; arrays zero_shot (the fields of `ZeroShot`),
    confusion and unseen_shots (see `shots_among`) where classes were held out; history step, loss, own_name_nearest.
    """

    name = "word_space"
    version = 2
    title = "Images into a space of words"
    papers = (
        Paper("Socher et al.", 2013, "Zero-shot learning through cross-modal transfer", "arXiv:1301.3666"),
        Paper(
            "Frome et al.", 2013, "DeViSE: A deep visual-semantic embedding model",
            "neurips:2013/hash/7cce53cf90577442771720a370c3c723",
        ),
        Paper(
            "Chao et al.", 2016, "An empirical study and analysis of generalized zero-shot learning for object "
            "recognition in the wild", "arXiv:1605.04253",
        ),
    )  # fmt: skip
    step_unit: ClassVar[str] = "images"

    held_out: str = several(
        lambda dataset: dataset.images.class_names, label="Held-out classes",
        help="No picture of these takes part in the training: the network is to know them by their names alone.",
    )  # fmt: skip
    vectors: str = text(
        "", 32, label="Word vectors", help="Of the built-in descriptions, or those of another run of Words or Vectors: "
        "skip-gram of a text that has the classes' names, or a file of GloVe.", pattern="([0-9a-f]{32})?",
        runs_of=("word", "vector"), zero="of the built-in descriptions",
    )  # fmt: skip
    names: str = text(
        "", 2_000, label="Further names", advanced=True,
        help="What the text calls the classes, as in Trouser: pants, jeans; Coat: jacket. Several are averaged, each "
        "as often as the text has it, where that is known.",
    )  # fmt: skip
    loss: Literal["squared", "rank"] = choice(
        "squared", {"squared": "Squared distance", "rank": "Ranking, with a margin"}, label="Loss", advanced=True,
        help="How near a picture is to come to its name: as near as can be, or nearer than to other names.",
    )  # fmt: skip
    margin: float = real(
        0.1, 0.01, 1.0, label="Margin", step=0.05, advanced=True, help="Of the ranking loss, in cosines."
    )
    kept: float = real(
        0.8, 0.0, 1.0, label="Seen pictures kept", step=0.05, advanced=True,
        help="Scores of seen classes are lowered as long as this share of the pictures kept aside is told right.",
    )  # fmt: skip

    @property
    def begins_from(self) -> str:
        """The run of the words."""
        return self.vectors

    @classmethod
    def offered(cls, dataset: CaptionedImages) -> bool:
        """For pictures whose classes are known."""
        return dataset.images.has_classes

    @classmethod
    def suited(cls, dataset: CaptionedImages) -> Mapping[str, Any]:
        """Two classes held out, where there are enough."""
        names = dataset.images.class_names
        held = [names[2], names[7]] if len(names) >= 8 else [names[-1]] if len(names) >= 4 else []
        return {**super().suited(dataset), "held_out": line_of(held)}

    def n_pairs(self, dataset: CaptionedImages) -> int:
        """Pictures to learn from."""
        return len(self._learned(dataset)[0])

    def estimate(self, dataset: Data) -> Estimate:
        """As of every learner here."""
        return super().estimate(_pictures(dataset))

    def advice(self, dataset: Data) -> list[Advice]:
        """As of every learner here."""
        return super().advice(_pictures(dataset))

    def require(self, dataset: CaptionedImages) -> None:
        """Raise InputError if there are no classes, or too few are left."""
        if not dataset.images.has_classes:
            raise InputError(
                "This method learns from the names of classes, and these pictures have none (or not all).", "E-CAP-10"
            )
        names = dataset.images.class_names
        if strange := sorted(set(names_in(self.held_out)) - set(names)):
            raise InputError(
                f"Held-out classes: there is no class {', '.join(strange):.100}; choose among {', '.join(names):.300}.",
                "E-CAP-11",
            )
        if len(names) - len(set(names_in(self.held_out))) < 2:
            raise InputError("Fewer than two classes are left to learn from. Hold fewer out.", "E-CAP-12")
        given_names(self.names, names)
        super().require(dataset)

    def _unseen(self, dataset: CaptionedImages) -> np.ndarray:
        """Which classes are held out, bool (n_classes,)."""
        return np.isin(np.array(dataset.images.class_names, dtype=str), names_in(self.held_out))

    def _learned(self, dataset: CaptionedImages) -> tuple[np.ndarray, np.ndarray]:
        """Rows to learn from, and rows of the same classes that are kept aside. Neither has a held-out class."""
        images = dataset.images
        rows = np.flatnonzero(~self._unseen(dataset)[images.targets[: images.n_train]])
        aside = np.arange(len(rows)) % ASIDE == ASIDE - 1
        return rows[~aside], rows[aside]

    def fit(self, dataset: Data, report: Report = Silent()) -> Fit:
        """Train on the classes that are not held out; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        given = dataset.vectors if isinstance(dataset, GivenVectors) else described()
        pictures = _pictures(dataset)
        self.require(pictures)
        words, vectors, counts = _lower_words(given)
        index = {word: row for row, word in enumerate(words)}
        class_names, unseen = pictures.images.class_names, self._unseen(pictures)
        raw, used = name_vectors(class_names, given_names(self.names, class_names), index, vectors, counts)
        center = unit(raw)[~unseen].mean(axis=0)
        targets = unit(unit(raw) - center)
        learned, aside = self._learned(pictures)
        from engine.algorithms.networks.word_space_torch import train_into_space

        images = pictures.images
        data = Examples(images.pixels(), images.targets, images.shape, images.n_train)
        layers = self.image_layers(images.shape, targets.shape[1])
        settings = SpaceSettings(self.schedule, self.loss, self.margin)
        found = train_into_space(layers, data, learned, targets, settings, report)
        named = _said(class_names, used, words)
        own = Embedding(unit(unit(vectors[named]) - center), [words[row] for row in named])
        draft = Fit({"word": own}, found.weights)
        arrays, summary = self._zero_shot(pictures, found.codes, targets, unseen, aside)
        parts = {"training": np.where(unseen, "held out", "learned")[images.targets]} if unseen.any() else {}
        of_classes = [", ".join(names) for names in used]
        shown = [row for row in range(min(300, own.n_items)) if own.labels[row] not in (*class_names, *of_classes)]
        texts = [*of_classes, *(own.labels[row] for row in shown)]
        made = embeddings(pictures, found.codes, own, texts, np.vstack([targets, own.vectors[shown]]), parts)
        labels = {
            "names": np.array([", ".join(names) for names in used]),
            "training": np.where(unseen, "held out", "learned"),
        }
        made["name"] = Embedding(targets, class_names, labels)
        earned, numbers = scores(self, replace(draft, embeddings=made), pictures, found.codes, attributes=False)
        return replace(
            draft, embeddings=made, arrays={**found.weights, **earned, **arrays}, history=found.history,
            snapshots=filmed(found.film, made["together"], pictures),
            summary={
                **summary, **numbers, "pictures": len(learned), "words": len(words),
                "seconds": round(time.monotonic() - begun, 2),
            },
            notes=self._notes(pictures, unseen, used),
        )  # fmt: skip

    def _zero_shot(
        self, dataset: CaptionedImages, codes: np.ndarray, names: np.ndarray, unseen: np.ndarray, aside: np.ndarray
    ) -> tuple[dict[str, np.ndarray], dict[str, float]]:
        """Arrays zero_shot, confusion, unseen_shots, and summary numbers; empty where none is held out or tested."""
        targets = dataset.images.targets
        rows = np.arange(dataset.images.n_images)[dataset.images.test_rows]
        is_new = unseen[targets[rows]]
        if is_new.all() or not is_new.any():
            return {}, {}
        lowering = lowering_that_keeps(codes[aside] @ names.T, targets[aside], unseen, self.kept)
        similarities = codes[rows] @ names.T
        found = zero_shot(similarities, targets[rows], unseen, lowering)
        arrays = {
            "zero_shot": np.array(list(asdict(found).values()), dtype=float),
            "confusion": confusion(told(similarities, unseen, lowering), targets[rows], len(names)),
            "unseen_shots": np.array(shots_among(dataset, codes, np.flatnonzero(unseen), self.seed)),
        }
        return arrays, {
            "between_unseen": found.between, "unseen": found.unseen_lowered, "seen": found.seen_lowered,
        }  # fmt: skip

    def _notes(self, dataset: CaptionedImages, unseen: np.ndarray, used: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        names = dataset.images.class_names
        listed = "; ".join(f"{name}: {', '.join(found)}" for name, found in zip(names, used, strict=True))
        held = ", ".join(name for name, is_new in zip(names, unseen, strict=True) if is_new)
        notes = [f"Names of the classes among the words: {listed}."]
        return (*notes, f"No picture of these classes took part in the training: {held}.") if held else tuple(notes)

    def encode_texts(self, fit: Fit, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """The mean of the vectors of the words, at length 1; a class's name stands for all its names."""
        word, names = fit.embeddings["word"], fit.embeddings.get("name")
        labels = () if names is None else names.labels
        classes = {" ".join(words_of(class_words(label))): row for row, label in enumerate(labels)}
        found = np.zeros((len(texts), word.n_components), dtype=np.float32)
        for place, said in enumerate(texts):
            whole = classes.get(" ".join(said))
            rows = [word.index[one] for one in said if one in word.index]
            if whole is not None and names is not None:
                found[place] = names.vectors[whole]
            elif rows:
                found[place] = unit(word.unit[rows].mean(axis=0)[None])[0]
        return found

    def explain(self, fit: Fit, dataset: CaptionedImages, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The cosines of the chosen picture with the names of all classes, and its loss."""
        row, names = chosen["picture"], fit.embeddings["name"]
        cosines = names.vectors @ fit.embeddings["picture"].vectors[row]
        own = int(dataset.images.targets[row])
        order = np.argsort(-cosines, kind="stable")
        unseen = self._unseen(dataset)
        table = {
            "names": [str(names.metadata["names"][at]) for at in order],
            "in the training": ["no" if unseen[at] else "yes" for at in order],
            "cosine": cosines[order].astype(float),
        }
        away = 2 - 2 * cosines[own]
        formula = rf"\lVert f(x) - w \rVert^2 = 2 - 2 \cos(f(x), w) = 2 - 2 \cdot ({cosines[own]:.4f}) = {away:.4f}"
        caption = (
            "f(x): the answer of the network at length 1. w: the mean of the vectors of the class's names, less the "
            "mean of those of all seen classes, at length 1."
        )
        order_names = tuple(names.labels[at] for at in order)
        return (Explanation("The picture among the names", "", (formula,), table, order_names, caption),)


def described() -> Embedding:
    """Vectors of the words of the built-in descriptions, by PPMI-SVD."""
    corpus = Corpus.from_sentences(sentences())
    counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, WINDOW, "linear")
    left, values, _ = truncated_svd(ppmi(counts, 0.75, 1), SIZE)
    return Embedding(left * np.sqrt(values), corpus.words, {"count": corpus.counts})


def _pictures(dataset: Data) -> CaptionedImages:
    found: CaptionedImages = dataset.dataset if isinstance(dataset, GivenVectors) else dataset
    return found


def _lower_words(given: Embedding) -> tuple[list[str], np.ndarray, np.ndarray | None]:
    """The words in small letters, each once, with the vector of the first that is not 0, and how often each occurs."""
    place: dict[str, int] = {}
    for row, label in enumerate(given.labels):
        if given.norms[row] > 0:
            place.setdefault(label.casefold(), row)
    rows, counts = list(place.values()), given.metadata.get("count")
    known = counts is not None and counts.dtype.kind in "iuf"
    return list(place), given.unit[rows], counts[rows] if counts is not None and known else None


def _said(class_names: Sequence[str], used: Sequence[tuple[str, ...]], words: Sequence[str]) -> list[int]:
    """Rows of the words that are kept: those of the names first, then the first ones."""
    index = {word: row for row, word in enumerate(words)}
    named = [index[word] for names in used for name in names for word in name.split() if word in index]
    return list(dict.fromkeys([*named, *range(min(MOST_WORDS, len(words)))]))
