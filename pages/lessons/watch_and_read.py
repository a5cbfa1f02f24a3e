"""The second half of lesson 7: will this viewer watch this film, and what will this reader read next."""

import streamlit as st

from engine.algorithms.towers.watch_network import Network
from engine.errors import InputError
from engine.figures.lessons import bars
from engine.insight.films import watch_step
from engine.insight.lessons import watching
from engine.insight.lessons.cooccurrence import whole_sentences
from engine.insight.lessons.titles import READ, TITLES, read
from engine.insight.lessons.viewings import Viewings
from engine.insight.words.mini_corpus import MiniCorpus, mini_corpus
from pages.lessons.formulas import inner
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write import explanation
from pages.parts.write.plain import plain

LONGEST = 1_500
"""Characters of typed titles."""


@st.cache_resource(show_spinner=False, max_entries=1)
def _crowd() -> tuple[Viewings, Network]:
    given = watching.crowd()
    return given, watching.network(given)


def watch(place: Place) -> None:
    """The network of the app with the films and words that the student chooses."""
    given, network = _crowd()
    with st.container(horizontal=True):
        watched = st.multiselect(
            "Watched", given.films, ["m1", "m2"], key=place.key("history"), disabled=place.locked, width=280
        )
        words = st.multiselect(
            "Searched for", given.words, ["love"], key=place.key("searched"), disabled=place.locked, width=280
        )
        film = st.selectbox("Film asked about", given.films, 2, key=place.key("film"), disabled=place.locked, width=140)
    at = given.films.index(film)
    silent = watching.asked(given, network, tuple(watched), ())
    told = watching.asked(given, network, tuple(watched), tuple(words))
    before, after = float(silent.chances[at]), float(told.chances[at])
    if not place.choose(
        "searches", f"Without the searches the chance of {film} is {before:.2f}. What do the searches do to it?",
        ("raise it", "lower it", "leave it"),
        ["leave it" if not words else "raise it" if after > before else "lower it"],
        f"It becomes {after:.2f}. The row of a word searched for stands beside those of the films watched, and the "
        "network weighs both.",
    ):  # fmt: skip
        return
    series = {"with the searches": told.chances, "without": silent.chances}
    draw(
        bars.bars(given.films, series, "chance", ".2f"), place.key("watch"),
        "; ".join(f"Chances {name}: {bars.told(given.films, values, '.2f')}" for name, values in series.items()) + ".",
    )  # fmt: skip
    one = watching.way(told.passed, at)
    weights, bias, output = network.tables[3], network.tables[4], network.tables[5]
    for number, each in enumerate(watch_step.explained(one, weights, bias, output)):
        explanation.show(each, place.key("way", number))


def reader(place: Place) -> None:
    """Titles, those of them that were read, and what comes next."""
    text = st.text_area("Titles, one a line", TITLES, height=210, max_chars=LONGEST, key=place.key("titles"),
    disabled=place.locked,
                        persist_state="session")  # fmt: skip
    corpus = _titles(text)
    titles = [" ".join(sentence) for sentence in corpus.sentences]
    usual = [titles[row] for row in READ if row < len(titles)]
    chosen = (
        st.multiselect("Read", titles, usual, key=place.key("read", *titles), disabled=place.locked, format_func=plain)
        or usual
    )
    found = read(corpus, [titles.index(title) for title in chosen])
    rest = [row for row, title in enumerate(titles) if title not in chosen]
    if not rest:
        st.caption("All were read: nothing is left to recommend.")
        return
    best = max(rest, key=lambda row: found.products[row])
    if not place.choose(
        "next", "Which title that was not read has the largest inner product with the reader?",
        [titles[row] for row in rest], [titles[best]],
        f"Its inner product is {found.products[best]:.3f}: its words come up beside those of what was read.",
    ):  # fmt: skip
        return
    numbers = [str(row + 1) for row in range(len(titles))]
    draw(
        bars.bars(numbers, {"inner product": found.products}, "reader · title", ".2f", 260), place.key("products"),
        f"Inner products: {bars.told(titles, found.products, '.2f')}.",
    )  # fmt: skip
    st.latex(
        rf"\text{{reader}} \cdot \text{{title {best + 1}}} = {inner(found.reader, found.titles[best])} = "
        rf"{found.products[best]:.3f}"
    )


def _titles(text: str) -> MiniCorpus:
    """The titles as sentences, equal ones once, with a window as long as the longest."""
    try:
        lines = tuple(dict.fromkeys(mini_corpus(text, 1, ends=False).sentences))
    except InputError as error:
        st.warning(f"{plain(str(error))} The example is used instead.")
        lines = mini_corpus(TITLES, 1, ends=False).sentences
    if len(lines) < 2:
        st.warning("Type at least two different titles; the example is used instead.")
        lines = mini_corpus(TITLES, 1, ends=False).sentences
    return whole_sentences(MiniCorpus(lines, 1))
