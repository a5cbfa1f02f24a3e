"""Byte pairs: words cut into parts that are learned, one merge after the other."""

import re

import pandas as pd
import streamlit as st

from engine.algorithms.byte_pairs import END, Merge, merges, symbols_of
from engine.papers import Paper
from pages.parts.explore.view import View
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain
from pages.words.word_run import is_of_text

PAPER = Paper(
    "Sennrich, Haddow and Birch", 2016, "Neural machine translation of rare words with subword units",
    "doi:10.18653/v1/P16-1162",
)  # fmt: skip
EXAMPLE = "fast 4\nfaster 3\ntall 5\ntaller 4"
OWN, FREQUENT = "Words of your own", "The most frequent of this text"
MOST_WORDS = 200
MOST_MERGES = 300
LONGEST = 4_000
_LINE = re.compile(r"([^\W\d_][^\s:,;]*)\s*[:,;\t ]?\s*(\d{1,9})?\s*$")


def show(view: View) -> None:
    """Ask for words and the number of merges; the merges, what they make of the words, and of any other word."""
    counts = _words(view)
    if not counts:
        st.caption("Write a word a line, and how often it occurs behind it, such as: fast 4.")
        return
    found = _merges(tuple(counts.items()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n = st.slider(
            "Merges", 0, len(found), min(10, len(found)), key=view.key("merges", len(found)), width=320,
            help="How many pairs have become one symbol so far.",
        ) if found else 0  # fmt: skip
        word = st.text_input("A word to cut", "tallest", key=view.key("cut"), max_chars=60, width=220).strip()
    done = found[:n]
    if word:
        st.markdown(f"**{plain(word)}** is cut into **{plain(' · '.join(symbols_of(word, done)))}**")
    left, right = beside(2)
    with left:
        st.markdown(f"**The merges** so far, {n} of {len(found):,}")
        steps = {
            "Step": range(1, n + 1),
            "Pair": [" + ".join(merge.pair) for merge in done],
            "Count": [merge.times for merge in done],
            "New symbol": ["".join(merge.pair) for merge in done],
        }
        st.dataframe(pd.DataFrame(steps), hide_index=True, height=fitting(max(n, 1), 380), key=view.key("merged"))
        if n < len(found):
            following = found[n]
            told = f"“{plain(' + '.join(following.pair))}”, which stand side by side {following.times:,} times"
            st.caption(f"The next merge is {told}.")
    with right:
        st.markdown("**The words** as symbols")
        cut = {name: symbols_of(name, done) for name in counts}
        table = {
            "Word": list(counts),
            "Count": list(counts.values()),
            "Symbols": [" · ".join(symbols) for symbols in cut.values()],
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, height=fitting(len(counts), 380), key=view.key("symbols"))
        different = {symbol for symbols in cut.values() for symbol in symbols}
        n_symbols = sum(len(symbols) * counts[name] for name, symbols in cut.items())
        st.caption(f"{len(different):,} different symbols; the text takes {n_symbols:,} of them.")
    st.caption(
        f"[{PAPER.cited}]({PAPER.url}): begin with letters, and {plain(END)} behind each word; of all symbols that "
        "stand side by side, the pair that occurs most often becomes one, of equal ones the first. A word that was "
        "never seen is cut by the same merges, in the same order."
    )


def _words(view: View) -> dict[str, int]:
    kinds = [OWN, FREQUENT] if is_of_text(view) else [OWN]
    kind = st.segmented_control("Words to merge", kinds, default=OWN, required=True, key=view.key("merge_words"))
    if kind == FREQUENT:
        labels, counts = view.fit.main.labels, view.fit.main.metadata["count"]
        return {labels[row]: int(counts[row]) for row in range(min(MOST_WORDS, len(labels)))}
    text = st.text_area(
        "Words, one a line, with their counts", EXAMPLE, key=view.key("merge_text"), max_chars=LONGEST, height=130
    )
    found: dict[str, int] = {}
    for line in text.split("\n")[:MOST_WORDS]:
        matched = _LINE.match(line.strip())
        if matched:
            found[matched[1]] = found.get(matched[1], 0) + int(matched[2] or 1)
    return {word: count for word, count in found.items() if count}


@st.cache_data(show_spinner=False, max_entries=30)
def _merges(counts: tuple[tuple[str, int], ...]) -> list[Merge]:
    return merges(dict(counts), MOST_MERGES)
