"""Recipes of the exercises of words and languages."""

from collections.abc import Callable
from dataclasses import replace

from engine.datasets.joint.languages.downloaded import DownloadedLanguages
from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.downloaded import DownloadedText
from engine.datasets.text.downloaded_documents import DownloadedDocuments
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.text.toy_world import ToyWorld
from engine.learners.documents.word_mean import WordMean
from engine.learners.shared_spaces.aligned_words import AlignedWords
from engine.learners.words.glove import GloVe
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.runs.recipe import Recipe


def toy() -> Recipe:
    """The toy world by PPMI-SVD."""
    return Recipe(ToyWorld(), PPMISVD())


def counted(n_components: int = 2) -> Recipe:
    """Its raw counts."""
    return Recipe(
        ToyWorld(), PPMISVD(n_components=n_components, window=4, weighting="equal", power=1.0, cells="count")
    )  # fmt: skip


def ambiguous() -> Recipe:
    """A text in which known words stand for two."""
    return Recipe(AmbiguousWorld(), PPMISVD())


def glove() -> Recipe:
    """The toy world by GloVe."""
    return Recipe(ToyWorld(), GloVe(n_components=50))


def many_counts() -> Recipe:
    """Its raw counts in 50 numbers."""
    return counted(50)


def logs() -> Recipe:
    """Logarithms of its counts."""
    return Recipe(ToyWorld(), PPMISVD(power=1.0, cells="log"))


def of_50() -> Recipe:
    """50 numbers a word."""
    return Recipe(ToyWorld(), PPMISVD(n_components=50))


def of_300() -> Recipe:
    """300 numbers a word."""
    return Recipe(ToyWorld(), PPMISVD(n_components=300))


def phrases() -> Recipe:
    """The manuals with phrases joined."""
    return Recipe(LibraryDocs(phrases=True), PPMISVD())


def sampled() -> Recipe:
    """Skip-gram with negative sampling."""
    return Recipe(ToyWorld(), SkipGram(n_components=50))


def wide() -> Recipe:
    """A window of ten."""
    return Recipe(ToyWorld(), PPMISVD(window=10))


def narrow() -> Recipe:
    """A window of two."""
    return Recipe(ToyWorld(), PPMISVD(window=2))


def documents() -> Recipe:
    """Docstrings as means of the vectors of their words."""
    return Recipe(LibraryDocs(), WordMean())


def reviews() -> Recipe:
    """Sentences of film reviews, likewise."""
    return Recipe(DownloadedDocuments(entry="review_sentences"), WordMean())


def french() -> Recipe:
    """Captions in English and French."""
    return Recipe(DownloadedLanguages(entry="multi30k_fr"), AlignedWords())


def on_wikipedia(recipe: Callable[[], Recipe]) -> Callable[[], Recipe]:
    """The same on a Wikipedia of 17 million words."""
    return lambda: replace(recipe(), dataset=DownloadedText(entry="text8"))
