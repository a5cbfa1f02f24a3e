"""Relations: pairs of items, each asked by every other one, and drawn as arrows that should be parallel."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.arithmetic.analogy import METHODS
from engine.arithmetic.relation import NEAR, Known, Relation, answered, known, parallel
from engine.datasets.text import relations
from engine.datasets.text.relations import Pair, built_in, parse
from engine.errors import InputError
from engine.figures import relation as figure
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

OWN = "own"
FORMULAS = {name: title.split(":")[0] for name, title in METHODS.items()} | {"nearest": "Nearest to c (baseline)"}
PERCENT = st.column_config.NumberColumn(format="%.1f %%")
LISTED = 12
"""Missing words that are named of a list."""


def show(view: View) -> None:
    """Ask for pairs; the arrows, what each formula answers, and every question."""
    lists = _known(view.run_id, view.name, view.only, view)
    chosen = _choose(view, lists)
    left, right = beside(5, wide=2, narrowest=130)
    with left:
        text = st.text_area(
            "Pairs, one a line", key=_begun(view, chosen), height=260, max_chars=relations.MAX_TEXT,
            placeholder="Paris France\nRome Italy", persist_state="session",
            help="Two words a line; a comma between them where a word has blanks of its own.",
        )  # fmt: skip
        pairs = _read(text)
        found = known(view.embedding, pairs)
        _left_out(view, found)
    with right:
        if len(found.rows) > 1:
            _arrows(view, found)
        else:
            st.caption(f"Write two pairs or more whose {view.items} are known here.")
    _unknown_lists(view, lists)
    if len(found.rows) < 2:
        return
    try:
        _asked(view, _answered(view.run_id, view.name, view.only, pairs, view))
    except InputError as error:
        st.warning(plain(str(error)))


@st.cache_resource(show_spinner=False, max_entries=50)
def _known(run_id: str, name: str, only: str, _view: View) -> Mapping[str, Known]:
    """What is known of each built-in list, those with the most pairs first."""
    found = {relation.name: known(_view.embedding, relation.pairs) for relation in built_in()}
    return dict(sorted(found.items(), key=lambda item: -len(item[1].rows)))


@st.cache_resource(show_spinner="Asking", max_entries=50)
def _answered(run_id: str, name: str, only: str, pairs: tuple[Pair, ...], _view: View) -> Relation:
    return answered(_view.embedding, known(_view.embedding, pairs))


def _choose(view: View, lists: Mapping[str, Known]) -> str:
    """The name of a list of which two pairs or more are known, or `OWN`."""
    relation = {one.name: one for one in built_in()}
    told = {
        name: f"{relation[name].title} ({len(found.rows)} of {len(relation[name].pairs)} pairs known)"
        for name, found in lists.items()
        if len(found.rows) > 1
    } | {OWN: "Your own pairs"}
    key = view.key("relation", view.run_id, view.name, view.only)
    if st.session_state.get(key) not in {None, *told}:  # as a link may ask for a list that these vectors do not know
        del st.session_state[key]
    return st.selectbox(
        "Relation", list(told), format_func=told.__getitem__, key=key, width=420, persist_state="session"
    )


def _begun(view: View, chosen: str) -> str:
    """The key of the text, which begins with the chosen list."""
    key = view.key("relation_pairs", chosen)
    pairs = next((one.pairs for one in built_in() if one.name == chosen), ())
    st.session_state.setdefault(key, "\n".join(f"{a} {b}" for a, b in pairs))
    return key


def _read(text: str) -> tuple[Pair, ...]:
    try:
        pairs, unread = parse(text)
    except InputError as error:
        st.warning(plain(str(error)))
        return ()
    if unread:
        st.caption(f"Not read, as they hold no two words: {_first(unread, '; ')}")
    return pairs


def _first(words: tuple[str, ...], between: str = ", ") -> str:
    more = f" and {len(words) - LISTED:,} more" if len(words) > LISTED else ""
    return plain(between.join(word[:60] for word in words[:LISTED])) + more


def _left_out(view: View, found: Known) -> None:
    n = len(found.rows) + len(found.left_out)
    if found.missing:
        st.caption(
            f"{len(found.rows)} of {n} pairs are known. Not among the {view.embedding.n_items:,} {view.items}: "
            f"{_first(found.missing)}."
        )
    elif found.left_out:
        st.caption(f"{len(found.left_out)} pairs are left out: their two {view.items} are one, or have no direction.")


def _unknown_lists(view: View, lists: Mapping[str, Known]) -> None:
    """The lists that cannot be asked here, and for want of which words."""
    titles = {one.name: one.title for one in built_in()}
    unknown = {name: found for name, found in lists.items() if len(found.rows) < 2}
    if not unknown:
        return
    with st.expander(f"Lists that these vectors do not know: {len(unknown)}"):
        st.caption(
            "They need vectors of a larger text, or of another one: for example GloVe, opened under Vectors. Of each, "
            f"these {view.items} are missing:"
        )
        for name, found in unknown.items():
            st.markdown(f"**{titles[name]}**: {_first(found.missing)}")


def _arrows(view: View, found: Known) -> None:
    st.plotly_chart(figure.arrows(view.embedding, found.rows), key=view.key("relation_arrows"))
    steps = parallel(view.embedding, found.rows)
    st.caption(
        f"In all dimensions, the mean cosine between two arrows is **{steps.steps:.2f}**; it is {steps.exchanged:.2f} "
        "where each first word is joined with the second of another pair. Only what lies above that is the relation: "
        "arrows between two groups are parallel in any case."
    )


def _asked(view: View, found: Relation) -> None:
    """The formulas side by side, then every question."""
    scores = pd.DataFrame(
        {
            "Formula": [FORMULAS[name] for name in found.by],
            "Answered right": [100 * one.accuracy for one in found.by.values()],
            f"Among the {NEAR} best": [100 * one.near for one in found.by.values()],
            "Median place": [one.median for one in found.by.values()],
        }
    )
    st.dataframe(
        scores, hide_index=True, width=620, key=view.key("relation_scores"),
        column_config={"Answered right": PERCENT, f"Among the {NEAR} best": PERCENT},
    )  # fmt: skip
    n_trained = int((view.embedding.norms > 0).sum())
    among = f"all {found.n_candidates:,} {view.items}"
    if found.n_candidates < n_trained:
        among = f"the first {found.n_candidates:,} of {n_trained:,} {view.items}"
    st.caption(
        f"Every pair is asked by every other: a is to b as c is to? {len(found.questions):,} questions, coverage "
        f"{found.coverage:.0%}. Answers are sought among {among}, without a, b and c."
    )
    table = _questions(view, found)
    pickable(
        table, found.questions[:, 3], view.select, view.key("relation_questions", view.run_id, len(table)), {},
        height=fitting(len(table), 380),
    )  # fmt: skip
    columns = {name: table[name].tolist() for name in table.columns}
    st.download_button(
        "Questions (CSV)", lambda: exports.columns_csv(columns), f"relation-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _questions(view: View, found: Relation) -> pd.DataFrame:
    labels = np.array(view.embedding.labels, dtype=object)
    names = ("a", "is to b", "as c", "is to (expected)")
    table = {name: labels[found.questions[:, place]] for place, name in enumerate(names)}
    for name, one in found.by.items():
        title = "Nearest to c" if name == "nearest" else FORMULAS[name]
        table |= {title: labels[one.answer], f"Place by {title}": one.place}
    return pd.DataFrame(table)
