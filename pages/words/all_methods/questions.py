"""What the methods are asked: the questions and lists of the catalogue, the app's own, and uploaded ones."""

import streamlit as st

from engine import settings
from engine.evaluation.words import analogies, similarity
from engine.evaluation.words.analogies import TOY_WORLD
from engine.evaluation.words.method_scores import LIBRARIES, OWN, MethodScores
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import missing
from pages.parts.explore.view import View
from pages.parts.tabs.question_files import ANALOGIES, PAIRS, Kind, given

YOUR_OWN = "Your own file"
TITLES = {TOY_WORLD: "Toy world", LIBRARIES: "Library words"} | {
    key: CATALOGUE[key].title for key in (*analogies.KNOWN, *similarity.KNOWN)
}


def choose(view: View) -> MethodScores:
    """The test of the questions that the user wants."""
    folders = (str(settings.home()), *map(str, settings.data_folders()))
    here = [*OWN, *_at_hand(folders)]
    chosen = st.multiselect(
        "Questions", list(TITLES), here, format_func=TITLES.__getitem__, key=view.key("all_questions"),
        persist_state="session", help="Chosen at first are those that are on this machine; others are downloaded.",
    )  # fmt: skip
    with st.expander("Your own questions"):
        own = {kind: _own(view, kind) for kind in (ANALOGIES, PAIRS)}
    asked = [name for name in (*OWN, *analogies.KNOWN) if name in chosen] + own[ANALOGIES]
    rated = [name for name in similarity.KNOWN if name in chosen] + own[PAIRS]
    return MethodScores(analogies=",".join(asked), pairs=",".join(rated))


def title(source: str) -> str:
    """What the user calls a file of questions."""
    return TITLES.get(source, YOUR_OWN)


def _own(view: View, kind: Kind) -> list[str]:
    file = st.file_uploader(f"{kind.label}: {kind.layout}", key=view.key("all_methods", kind.label))
    kept = given(view.fit.main, kind, file.getvalue(), file.name) if file is not None else ""
    return [kept] if kept else []


@st.cache_data(show_spinner=False, ttl=30)
def _at_hand(folders: tuple[str, ...]) -> list[str]:
    """Files that need no download; kept for half a minute, as whole folders are searched."""
    return [key for key in (*analogies.KNOWN, *similarity.KNOWN) if not missing(CATALOGUE[key])]
