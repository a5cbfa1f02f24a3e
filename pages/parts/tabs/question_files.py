"""A file of questions with known answers: chosen from the list, or uploaded, and read at once when it is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from engine.arithmetic.lookup import find
from engine.datasets.text.questions import AnalogyQuestions, WordPairs, parse_analogies, parse_pairs
from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words.analogies import TOY_WORLD
from engine.files.downloads.entries import CATALOGUE
from engine.runs import visitors
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain

UPLOAD = "upload"


@dataclass(frozen=True)
class Kind:
    """A kind of file. known: the kind of catalogue entries; parse: bytes to what it holds; rows: what it holds."""

    label: str
    known: str
    parse: Callable[[bytes], AnalogyQuestions | WordPairs]
    rows: str
    layout: str
    toy_world: str = ""
    """What the toy world's own are called; empty if it has none."""


ANALOGIES = Kind(
    "Questions",
    "analogies",
    parse_analogies,
    "questions",
    "four words a line (a b c d), lines “: name” between sections; pairs (BATS); or CSV",
    "Toy world's own questions",
)
RELATIVES = Kind(
    "Pairs of relatives",
    "analogies",
    parse_analogies,
    "questions",
    "four words a line (a b c d), from which the pairs a, b and c, d are taken; or two",
    "Toy world's own relations",
)
PAIRS = Kind("Word pairs", "word_pairs", parse_pairs, "pairs", "two words and a score a line; or CSV")


def choose(view: View, kind: Kind) -> str:
    """The name of a built-in or public file, or the sha256 of an uploaded one; "" while there is none."""
    options = _options(view, kind)
    chosen = st.selectbox(
        kind.label, list(options), format_func=options.__getitem__, key=view.key(kind.label), width=280
    )
    if chosen != UPLOAD:
        return str(chosen)
    file = st.file_uploader(f"{kind.label}: {kind.layout}", key=view.key(kind.label, "file"), width=380)
    return given(view.embedding, kind, file.getvalue(), file.name) if file is not None else ""


def _options(view: View, kind: Kind) -> Mapping[str, str]:
    """Files in the order in which they suit the run: the toy world's own first on the toy world, last elsewhere."""
    known = {key: entry.title for key, entry in CATALOGUE.items() if entry.kind == kind.known}
    own = {TOY_WORLD: kind.toy_world} if kind.toy_world else {}
    upload = {UPLOAD: "Your own file…"}
    at_home = isinstance(view.recipe.dataset, ToyWorld)
    return own | known | upload if at_home else known | upload | own


def given(embedding: Embedding, kind: Kind, data: bytes, name: str) -> str:
    """The sha256 of a file that holds what is asked for and can be asked here; "" and the reason for any other."""
    try:
        found = kind.parse(data)
        kept = visitors.keep_upload(data, name, state.owner()).sha256
    except InputError as error:
        st.error(plain(f"{name} was not taken: {error}"), icon=":material/error:")
        return ""
    for note in found.notes:
        st.caption(f":material/info: {plain(note)}")
    rows = found.words if isinstance(found, AnalogyQuestions) else found.pairs
    known = {word: find(embedding, word) is not None for word in {word for row in rows for word in row}}
    asked = sum(all(known[word] for word in row) for row in rows)
    told = f"{len(rows):,} {kind.rows}; {asked:,} have all their words among the {embedding.n_items:,} of this run."
    (st.caption if asked else st.error)(plain(f"{name}: {told}"))
    return kept if asked else ""
