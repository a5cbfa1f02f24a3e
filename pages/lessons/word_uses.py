"""Word vectors at work, in lesson 13: ten relations, arrows on a map, and words that are tagged by a few others."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.relation import Known, answered, known, parallel
from engine.datasets.text import relations
from engine.datasets.text.relations import Pair, built_in, parse
from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.errors import InputError
from engine.figures import relation as arrows
from engine.figures.lessons import bars
from engine.insight.lessons.word_uses import TEN, Tagging, kinds_of, names_of, tagged, tagging
from engine.learners.words.ppmi_svd import PPMISVD
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write.plain import plain

N_TOKENS, N_COMPONENTS = 60_000, 50
OWN = "Your own pairs"
KINDS, NAMES = "What kind of word (tags)", "Names or not (entities)"
LABELS = (1, 2, 3, 5, 10)
TITLES = {one.name: one.title for one in built_in()}
PAIRS = {one.name: one.pairs for one in built_in()}


@st.cache_resource(show_spinner="Counting the toy world")
def world() -> Embedding:
    """Vectors of a small toy world: counted and factorized in less than a second."""
    return PPMISVD(n_components=N_COMPONENTS).fit(ToyWorld(n_tokens=N_TOKENS).load()).main


class Answers(NamedTuple):
    """Of one relation. example: a, b, c, the answer and what is right; accuracy of b - a + c, and of the word nearest
    to c, in [0, 1].
    """

    example: tuple[str, ...]
    accuracy: float
    nearest: float
    n_pairs: int


def _answers(pairs: tuple[Pair, ...]) -> Answers:
    found = known(world(), pairs)
    made = answered(world(), found)
    labels, (a, b, c, d) = world().labels, made.questions[0]
    example = tuple(labels[row] for row in (a, b, c, made.by["3cosadd"].answer[0], d))
    return Answers(example, made.by["3cosadd"].accuracy, made.by["nearest"].accuracy, len(found.rows))


@st.cache_data(show_spinner=False)
def ten() -> dict[str, Answers]:
    """The ten relations by their names."""
    return {name: _answers(PAIRS[name]) for name in TEN}


def table(place: Place) -> None:
    """The table of ten relations, after the student said which is answered best."""
    question = "Which of these is answered best by b − a + c?"
    titles = [TITLES[name] for name in TEN]
    if not place.answered("best"):
        place.choose("best", question, titles, (), "")
        return
    found = ten()
    scores = np.array([one.accuracy for one in found.values()])
    nearest = np.array([one.nearest for one in found.values()])
    best = [title for title, score in zip(titles, scores, strict=True) if score >= scores.max() - 1e-9]
    place.choose(
        "best", question, titles, best,
        f"{scores.max():.0%} of its questions are answered right, and {scores.min():.0%} of the hardest "
        f"({titles[int(scores.argmin())]}). By the baseline it is "
        f"{nearest.min():.0%} to {nearest.max():.0%}: where it is high, the formula has little left to do.",
    )  # fmt: skip
    draw(
        bars.bars(titles, {"b − a + c": 100 * scores, "nearest to c": 100 * nearest}, "answered right (%)", ".0f", 320),
        place.key("ten"),
        f"Answered right in percent: {bars.told(titles, 100 * scores, '.0f')}; by the word nearest to c: "
        f"{bars.told(titles, 100 * nearest, '.0f')}.",
    )
    rows = [
        (title, f"{a} : {b} = {c} : ?", answer, right, one.n_pairs, 100 * one.accuracy)
        for title, one in zip(titles, found.values(), strict=True)
        for a, b, c, answer, right in (one.example,)
    ]
    columns = ["Relation", "Question", "Answer", "Right", "Pairs", "Answered right"]
    percent = st.column_config.NumberColumn(format="%.0f %%")
    st.dataframe(
        pd.DataFrame(rows, columns=columns), hide_index=True, height="content", key=place.key("relations"),
        column_config={"Answered right": percent},
    )  # fmt: skip


def lines(place: Place) -> None:
    """Arrows of one relation, or of pairs that are typed."""
    chosen = st.selectbox(
        "Relation", [*TEN, OWN], TEN.index("superlative"), key=place.key("relation"), disabled=place.locked, width=260,
        format_func=lambda name: TITLES.get(name, OWN),
    )  # fmt: skip
    pairs = PAIRS.get(chosen, ())
    if chosen == OWN:
        text = st.text_area(
            "Pairs, one a line", "norway oslo\nking queen\ndog puppy", height=130, max_chars=relations.MAX_TEXT,
            key=place.key("pairs"), disabled=place.locked, persist_state="session",
        )  # fmt: skip
        try:
            pairs = parse(text)[0]
        except InputError as error:
            st.warning(plain(str(error)))
    found = known(world(), pairs)
    if len(found.rows) < 2:
        st.warning(f"Two pairs are needed whose words the toy world has. Unknown: {plain(', '.join(found.missing))}.")
        found = known(world(), PAIRS["capital"])
    _drawn(place, found)


def _drawn(place: Place, found: Known) -> None:
    labels, steps = world().labels, parallel(world(), found.rows)
    told = ", ".join(f"{labels[a]} to {labels[b]}" for a, b in found.rows)
    draw(
        arrows.arrows(world(), found.rows, 430), place.key("arrows"),
        f"Arrows: {told}. Mean cosine between two arrows {steps.steps:.2f}; {steps.exchanged:.2f} with exchanged ends.",
    )  # fmt: skip
    st.caption(
        f"In all {N_COMPONENTS} dimensions the mean cosine between two arrows is {steps.steps:.2f}, and "
        f"{steps.exchanged:.2f} where each word is joined with the second of another pair: what lies above that is the "
        "relation."
    )


@st.cache_data(show_spinner=False, max_entries=30)
def _tagging(task: str, n_labels: int) -> Tagging:
    _, classes = _classes(task)
    return tagging(world().unit.astype(float), classes, n_labels)


def _classes(task: str) -> tuple[list[str], np.ndarray]:
    """The names of the classes of a task, and each word's, int (n,)."""
    words = world().labels
    names, classes = np.unique(kinds_of(words) if task == KINDS else names_of(words), return_inverse=True)
    return names.tolist(), classes


def tags(place: Place) -> None:
    """How many words are told right by how many labels, and words that are typed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        task = st.segmented_control(
            "Task", [KINDS, NAMES], default=KINDS, required=True, key=place.key("task"), disabled=place.locked
        )
        n_labels = st.select_slider(
            "Labeled words of each class", LABELS, 1, key=place.key("labels"), disabled=place.locked, width=220
        )
    names, classes = _classes(task)
    found = _tagging(task, n_labels)
    if not place.number(
        "tagged", f"Of each of the {len(names)} classes {n_labels} {'word is' if n_labels == 1 else 'words are'} "
        f"labeled. How many percent of the other {len(classes):,} words are told right by the nearest of these?",
        100 * found.accuracy, 10, ".0f",
        f"Mean of ten draws, ± {found.spread:.0%}. The most frequent class is {found.majority:.0%} of the words, and "
        f"with vectors that belong to other words {found.shuffled:.0%} would be right. No task was named when the "
        "vectors were made: this is what transfer means.",
    ):  # fmt: skip
        return
    scores = np.array([100 * _tagging(task, n).accuracy for n in LABELS])
    by_chance = np.array([100 * _tagging(task, n).shuffled for n in LABELS])
    counts = [f"{n} labeled" for n in LABELS]
    draw(
        bars.bars(counts, {"by vectors": scores, "by shuffled vectors": by_chance}, "told right (%)", ".0f", 280),
        place.key("tagged", "bars"),
        f"Told right in percent: {bars.told(counts, scores, '.0f')}; by shuffled vectors "
        f"{bars.told(counts, by_chance, '.0f')}.",
    )
    _typed(place, task, n_labels)


def _typed(place: Place, task: str, n_labels: int) -> None:
    """Words of the student's own, told by one draw of labels."""
    text = st.text_input(
        "Words", "norway, sings, puppy, queen, colder", max_chars=200, key=place.key("words"), disabled=place.locked
    )
    names, classes = _classes(task)
    index = world().index
    asked = [word for word in dict.fromkeys(text.lower().replace(",", " ").split()) if word in index]
    if not asked:
        st.caption(f"None of these is a word of the toy world. Some that are: {', '.join(world().labels[40:60])}.")
        return
    rng = np.random.default_rng(0)
    others = np.setdiff1d(np.arange(len(classes)), [index[word] for word in asked])
    labeled = np.concatenate([
        rng.choice(rows, min(n_labels, len(rows)), replace=False)
        for rows in (others[classes[others] == one] for one in range(len(names))) if len(rows)
    ])  # fmt: skip
    unit = world().unit.astype(float)
    told = tagged(unit, classes, labeled)
    near = labeled[(unit @ unit[labeled].T).argmax(axis=1)]
    rows = [(word, names[told[row]], world().labels[near[row]], names[classes[row]])
            for word, row in ((word, index[word]) for word in asked)]  # fmt: skip
    st.dataframe(
        pd.DataFrame(rows, columns=["Word", "Told to be", "Nearest labeled word", "Is"]), hide_index=True,
        height="content", key=place.key("typed"),
    )  # fmt: skip
