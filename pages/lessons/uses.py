"""Lesson 13: where embeddings are used, each use as a figure or as a link to the page that does it."""

from pathlib import Path

import streamlit as st

from engine import settings
from engine.datasets.text.downloaded_documents import DOCUMENTS, DownloadedDocuments
from engine.datasets.text.toy_world import ToyWorld
from engine.datasets.vectors.sources import UploadedVectors
from engine.files import local, uploads
from engine.files.downloads.fetch import missing
from engine.learners.documents.lsa import LSA
from engine.learners.vectors.as_given import AsGiven
from engine.learners.words.ppmi_svd import PPMISVD
from engine.limits import MB
from engine.runs import catalogue
from engine.runs.recipe import Recipe
from pages.lessons import links, reading_list, word_uses
from pages.lessons.lesson import Lesson, Step
from pages.lessons.question import Place

QUERY = "curve fitting"
PICTURE_TEXT = "thick slanted seven"
REVIEWS = "review_sentences"
VECTOR_FILES = ("glove", "word2vec", "googlenews", "crawl-300d", "wiki-news")
"""What files of word vectors of large texts are usually called."""
ENDINGS = (".txt", ".vec", ".bin", ".gz")


def _near(place: Place) -> None:
    documents = links.domain("documents").first.run_id
    links.to_page("Words: the nearest words of “eigenvalues”, and why", "words", "Why close?", item="eigenvalues")
    links.to_page("Images: pictures nearest to a 3, by code and by pixels", "images", "Nearest", item="3 (train 2)")
    links.to_tab("Movies: films for your own list", "movies", "Recommend", {"for": "My own list"}, place.key("films"))
    links.to_tab(
        f"Documents: search for “{QUERY}”, by vectors and by words", "documents", "Search",
        {f"query.{documents}": QUERY}, place.key("search"),
    )  # fmt: skip


def _relations(place: Place) -> None:
    for name, title in (("superlative", "superlatives as arrows"), ("capital", "capitals as arrows")):
        links.to_run(
            f"Words: the toy world, {title}", "words", lambda: Recipe(ToyWorld(), PPMISVD()), place.key(name),
            "Relations", {"relation.{run}.word.": name},
        )  # fmt: skip
    links.to_run(
        "Words: the toy world, all of its analogies scored", "words", lambda: Recipe(ToyWorld(), PPMISVD()),
        place.key("scores"), "Scores",
    )  # fmt: skip
    path = _large_vectors()
    if path is not None:
        links.to_run(
            f"Vectors: companies and their chiefs, by {path.name}", "vectors",
            lambda: Recipe(UploadedVectors(sha256=uploads.keep_local(path).sha256), AsGiven()), place.key("chief"),
            "Relations", {"relation.{run}.given.": "chief"},
        )  # fmt: skip
        return
    links.to_page("Vectors: open a file of GloVe or word2vec, and see Company and chief", "vectors", "Relations")
    st.caption(
        ":material/download: Needs a file that is not built in, such as GloVe 6B (822 MB, "
        "nlp.stanford.edu/projects/glove)."
    )


@st.cache_data(show_spinner=False, ttl=60)
def _files(folders: tuple[str, ...]) -> list[Path]:
    """Files on this machine that are called like vectors of a large text, the largest first."""
    found = [
        path for path in local.files().values()
        if path.name.lower().endswith(ENDINGS) and any(word in path.name.lower() for word in VECTOR_FILES)
    ]  # fmt: skip
    return sorted(found, key=lambda path: -path.stat().st_size)


def _large_vectors() -> Path | None:
    if settings.shared_mode():
        return None
    return next(iter(_files(tuple(map(str, settings.data_folders())))), None)


def _few_labels(place: Place) -> None:
    links.to_tab(
        "Images: classes by 1 to 20 examples each", "images", "Uses", {"use": "Few labels"}, place.key("one_shot")
    )
    row = catalogue.get(links.domain("images_and_words").first.run_id)
    text = {f"search_text.{row.dataset_id}": PICTURE_TEXT} if row is not None else {}
    links.to_tab(
        f"Images and words: pictures by a text, “{PICTURE_TEXT}”", "images_and_words", "Search by text", text,
        place.key("by_text"),
    )  # fmt: skip
    links.to_tab(
        "Documents: few labels, and word vectors of another text", "documents", "Pre-training pays?",
        {"without_labels": "Another text"}, place.key("transfer"),
    )  # fmt: skip
    entry = DOCUMENTS[REVIEWS]
    size = f" (downloads {entry.size / MB:.1f} MB)" if missing(entry) else ""
    links.to_run(
        f"Documents: praise and blame in reviews from few labels{size}", "documents",
        lambda: Recipe(DownloadedDocuments(REVIEWS), LSA()), place.key("reviews"), "Pre-training pays?",
    )  # fmt: skip
    st.caption(
        "For a filter of spam open your own mails on Documents, a table with a column of texts and one of labels, and "
        "choose the encyclopedia as “Another text”."
    )


def _languages(place: Place) -> None:
    links.to_page("Two languages: what “norway” is called in the other one", "languages", "Translations", item="norway")
    links.to_page("Two languages: translations of pairs that were held out", "languages", "Scores")


LESSON = Lesson(
    13,
    "Where embeddings are used",
    "13_uses",
    "Ten relations, lines on a map, tags from a few labels; and every use of the course, a click away.",
    ("best", "tagged"),
    (
        Step("Ten relations", word_uses.table),
        Step("Lines on a map", word_uses.lines),
        Step("Tags and names", word_uses.tags),
        Step("Look: near, alike, recommended", _near),
        Step("Relations at full size", _relations),
        Step("Few labels, and none", _few_labels),
        Step("Two languages", _languages),
        Step("Reading list", reading_list.show),
    ),
)
