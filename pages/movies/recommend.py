"""Recommend: for a viewer of the data or a list of one's own, with the films that caused each recommendation."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.evaluation.films import one_viewer
from engine.evaluation.films.one_viewer import ListsByFilm, Recommended
from engine.insight.films.why import MOST_TRIED
from engine.learners.films.contract import BASELINES
from pages.movies.films import data_of, learner_of_run, ratings_of_run, recommender_of, siblings
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain

SHOWN = 10
PER_FILM = 5
FILMS_LISTED = 12
EXAMPLES = 3
NO_SINGLE_FILM = "no single film"
KEPT = 300
"""Answers kept in memory, by run and history."""


def show(view: View) -> None:
    """Ask for whom, and recommend."""
    ratings = data_of(view)
    if ratings is None:
        return
    history, held = _history(view, ratings)
    if not len(history.items):
        st.caption("Choose films that you like; the recommendations follow at once, without training again.")
        return
    st.markdown(f"**{plain(recommender_of(view).title)}** recommends")
    _own_ranking(view, ratings, history, held)
    _by_film(view, ratings, _lists(view.run_id, *_key(history)))
    _compared(view, ratings, history)


def _key(history: Histories) -> tuple[bytes, bytes]:
    """What tells a history from others, of which a cache makes its key in a moment."""
    return history.items.tobytes(), history.stars.tobytes()


def _of_key(ratings: Ratings, items: bytes, stars: bytes) -> Histories:
    rows = np.frombuffer(items, dtype=np.int32)
    return Histories(np.array([0, len(rows)]), rows, np.frombuffer(stars, dtype=np.float32), ratings.n_items)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _recommended(run_id: str, items: bytes, stars: bytes) -> Recommended:
    ratings = ratings_of_run(run_id)
    history = _of_key(ratings, items, stars)
    return one_viewer.recommended(learner_of_run(run_id), state.fit(run_id), ratings, history, SHOWN)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _lists(run_id: str, items: bytes, stars: bytes) -> ListsByFilm:
    ratings = ratings_of_run(run_id)
    history = _of_key(ratings, items, stars)
    return one_viewer.by_film(learner_of_run(run_id), state.fit(run_id), ratings, history, PER_FILM)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _first_films(run_id: str, items: bytes, stars: bytes) -> tuple[int, ...]:
    ratings = ratings_of_run(run_id)
    history = _of_key(ratings, items, stars)
    return one_viewer.first_films(learner_of_run(run_id), state.fit(run_id), ratings, history, SHOWN)


def _history(view: View, ratings: Ratings) -> tuple[Histories, set[int]]:
    """What the viewer has watched: one of the data, with their held-out likings, or a list made here."""
    key = view.key("for")
    kind = st.segmented_control(
        "Recommend to", ["A viewer of the data", "My own list"], default="A viewer of the data", required=True,
        key=key, persist_state="session",
    )  # fmt: skip
    if kind == "My own list":
        return _own_list(view, ratings), set()
    place = _viewer(view, ratings)
    history = ratings.history(place)
    _watched(ratings, history, ratings.test.of(place))
    return history, set(ratings.test.of(place).tolist())


def _viewer(view: View, ratings: Ratings) -> int:
    """The viewer asked for, at first the one chosen on the map, if it is one."""
    names = ratings.user_names
    label = view.selected_label.removeprefix("viewer ") if view.selected_label not in ratings.index else ""
    first = names.index(label) if label in names else 0
    name = st.selectbox("Viewer", names, index=first, key=view.key("viewer", view.run_id, first), width=320)
    return names.index(name) if name else 0


def _own_list(view: View, ratings: Ratings) -> Histories:
    names = st.multiselect(
        "Films you have watched",
        ratings.item_names,
        default=ratings.item_names[:EXAMPLES],
        key=view.key("own", view.dataset_id),
        help="Type a part of a title.",
    )
    items = [ratings.index[name] for name in names]
    if not ratings.explicit or not items:
        return Histories.of_one(items, ratings.n_items)
    low, high = float(ratings.stars.min()), float(ratings.stars.max())
    table = pd.DataFrame({"Film": names, "Stars": [high] * len(names)})
    column = st.column_config.NumberColumn(min_value=low, max_value=high, step=0.5, format="%g")
    edited = st.data_editor(
        table, hide_index=True, disabled=["Film"], column_config={"Stars": column}, width=520,
        key=view.key("own_stars", hash(tuple(names))),
    )  # fmt: skip
    return Histories.of_one(items, ratings.n_items, edited["Stars"].fillna(high).tolist())


def _watched(ratings: Ratings, history: Histories, held: np.ndarray) -> None:
    liked = history.items[history.stars >= ratings.liked_from]
    shown = ", ".join(ratings.item_names[row] for row in liked[:FILMS_LISTED])
    more = f" and {len(liked) - FILMS_LISTED:,} more" if len(liked) > FILMS_LISTED else ""
    st.caption(
        f"Watched {len(history.items):,} films of the training part and liked {len(liked):,}: {plain(shown)}{more}. "
        f"{len(held):,} further likings are held out; ✓ marks those that are found."
    )


def _own_ranking(view: View, ratings: Ratings, history: Histories, held: set[int]) -> None:
    found, names = _recommended(view.run_id, *_key(history)), ratings.item_names
    scored = recommender_of(view).scored()
    table = pd.DataFrame(
        {
            "": ["✓" if row in held else "" for row in found.items],
            "Film": [names[row] for row in found.items],
            scored.title: found.scores,
        }
    )
    columns = {
        "": st.column_config.TextColumn(width=30),
        scored.title: st.column_config.NumberColumn(format="%.3f", width=110),
    }
    key = view.key("recommended", view.run_id, found.items[:3])
    if view.embedding.labels == names:
        pickable(table, np.array(found.items), view.select, key, columns, width=620)
    else:
        st.dataframe(table, hide_index=True, column_config=columns, width=620, key=key)
    st.caption(f"{scored.title}: {scored.sentence}")
    with st.expander("Because of which films", icon=":material/help:", expanded=True):
        for row, causes in zip(found.items, found.causes, strict=True):
            reasons = plain(", ".join(names[cause] for cause in causes)) or NO_SINGLE_FILM
            st.caption(f"**{plain(names[row])}**: {reasons}")
        st.caption(_reasons_are(history, all(found.causes)))


def _reasons_are(history: Histories, all_have: bool) -> str:
    n = len(history.items)
    tried = f" (of the {n:,} watched, the {MOST_TRIED} nearest to these were tried)" if n > MOST_TRIED else ""
    found = f"The watched films without which the score would fall most{tried}. "
    if not all_have:
        found += f"Where it says “{NO_SINGLE_FILM}”, leaving out any one of them does not lower the score. "
    return f"{found}What was seen is left out."


def _by_film(view: View, ratings: Ratings, found: ListsByFilm) -> None:
    """The lecture's way: the films with the largest inner product with each watched one, and what the lists share."""
    names = ratings.item_names
    st.markdown(f"**The {PER_FILM} nearest of each film** by inner product, what all lists share, and the votes")
    if found.n_liked > len(found.liked):
        st.caption(f"Of the latest {len(found.liked):,} of the {found.n_liked:,} films liked.")
    n_lists = sum(bool(rows) for rows in found.lists)
    common = plain(", ".join(names[row] for row in found.common)) or "none"
    st.caption(f"Intersection, the films in all of the {n_lists:,} lists: {common}.")
    votes = found.votes[:SHOWN]
    table = pd.DataFrame({"Votes": [n for _, n in votes], "In several lists": [names[row] for row, _ in votes]})
    if votes:
        st.dataframe(
            table,
            hide_index=True,
            width=520,
            key=view.key("votes"),
            column_config={"Votes": st.column_config.NumberColumn(width=70)},
        )
        st.caption(_known_to(ratings, found))
    else:
        st.caption("No film stands in two of the lists.")
    with st.expander("The lists"):
        for row, near in list(zip(found.liked, found.lists, strict=True))[:FILMS_LISTED]:
            st.caption(f"**{plain(names[row])}**: {plain(', '.join(names[item] for item in near)) or 'not trained'}")


def _known_to(ratings: Ratings, found: ListsByFilm) -> str:
    """How well known the films of the lists are: inner products favor long vectors, whatever their films are like."""
    counts = ratings.liked.counts()
    listed = [item for rows in found.lists for item in rows]
    return (
        f"An inner product is large where vectors are long, not only where they are close: half of the films in these "
        f"lists are liked by at most {int(np.median(counts[listed])):,} viewers, half of those liked here by at most "
        f"{int(np.median(counts[list(found.liked)])):,}. The neighbors beside the map are by angle."
    )


def _compared(view: View, ratings: Ratings, history: Histories) -> None:
    """The same viewer's list by every method that was trained on these data, and by popularity."""
    names, lists = ratings.item_names, {}
    for run_id in (view.run_id, *(row.run_id for row in siblings(view).values())):
        try:
            rows = _first_films(run_id, *_key(history))
        except InputError:
            continue
        lists[learner_of_run(run_id).title] = [names[row] for row in rows]
    popular = one_viewer.popular_films(ratings, history, SHOWN)
    lists[BASELINES["popular"]] = [names[row] for row in popular]
    with st.expander(f"The lists of {len(lists)} methods side by side", icon=":material/compare:"):
        st.dataframe(pd.DataFrame(lists), hide_index=True, key=view.key("compared"))
        st.caption("Train other methods on the same data to see their lists here.")
