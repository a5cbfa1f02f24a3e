"""Recommend: for a viewer of the data or a list of one's own, with the films that caused each recommendation."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.evaluation.films.ranking import best_unseen
from engine.evaluation.films.recommending import history_of
from engine.fit import Fit
from engine.insight.films.why import MOST_TRIED, causes, intersection, lists_by_film
from engine.learners.films.contract import BASELINES, Baseline, Recommender
from pages.movies.films import data_of, recommender_of, siblings
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

SHOWN = 10
PER_FILM = 5
FILMS_LISTED = 12
EXAMPLES = 3
SEEN = "What was seen is left out."


def show(view: View) -> None:
    """Ask for whom, and recommend."""
    ratings = data_of(view)
    if ratings is None:
        return
    history, held = _history(view, ratings)
    if not len(history.items):
        st.caption("Choose films that you like; the recommendations follow at once, without training again.")
        return
    learner, fit = recommender_of(view), view.fit
    top = best_unseen(learner.scores(fit, ratings, history), history, SHOWN)[0]
    left, right = beside(3, wide=2)
    with left:
        st.markdown(f"**{plain(learner.title)}** recommends")
        _own_ranking(view, ratings, history, learner, fit, [int(row) for row in top], held)
    with right:
        _by_film(view, ratings, history, fit)
    _compared(view, ratings, history)


def _history(view: View, ratings: Ratings) -> tuple[Histories, set[int]]:
    """What the viewer has watched: one of the data, with their held-out likings, or a list made here."""
    key = f"{view.page}.for"
    kind = st.segmented_control(
        "Recommend to", ["A viewer of the data", "My own list"], default="A viewer of the data", required=True,
        key=key, persist_state="session",
    )  # fmt: skip
    if kind == "My own list":
        return _own_list(view, ratings), set()
    place = _viewer(view, ratings)
    history = history_of(ratings, place)
    _watched(ratings, history, ratings.test.of(place))
    return history, set(ratings.test.of(place).tolist())


def _viewer(view: View, ratings: Ratings) -> int:
    """The viewer asked for, at first the one chosen on the map, if it is one."""
    names = ratings.user_names
    label = view.selected_label.removeprefix("viewer ") if view.selected_label not in ratings.index else ""
    first = names.index(label) if label in names else 0
    name = st.selectbox("Viewer", names, index=first, key=f"{view.page}.viewer.{view.run_id}.{first}", width=320)
    return names.index(name) if name else 0


def _own_list(view: View, ratings: Ratings) -> Histories:
    names = st.multiselect(
        "Films you have watched",
        ratings.item_names,
        default=ratings.item_names[:EXAMPLES],
        key=f"{view.page}.own.{view.dataset_id}",
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
        key=f"{view.page}.own_stars.{hash(tuple(names))}",
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


def _own_ranking(
    view: View, ratings: Ratings, history: Histories, learner: Recommender, fit: Fit, top: list[int], held: set[int]
) -> None:
    scores = learner.scores(fit, ratings, history)[0, top]
    reasons = causes(learner, fit, ratings, history, top)
    table = pd.DataFrame(
        {
            "": ["✓" if row in held else "" for row in top],
            "Film": [ratings.item_names[row] for row in top],
            "Score": scores,
            "Because of": [
                ", ".join(ratings.item_names[cause] for cause in found) or "popularity" for found in reasons
            ],
        }
    )
    columns = {"": st.column_config.TextColumn(width=30), "Score": st.column_config.NumberColumn(format="%.3f")}
    picked = st.dataframe(
        table, hide_index=True, column_config=columns, on_select="rerun", selection_mode="single-row",
        key=f"{view.page}.recommended.{view.run_id}.{top[:3]}",
    )  # fmt: skip
    st.caption(f"Because of: the watched films without which the score would fall most{_tried(history)}. {SEEN}")
    if picked.selection.rows and view.embedding.labels == ratings.item_names:
        view.select(top[picked.selection.rows[0]])
        st.rerun(scope="fragment")


def _tried(history: Histories) -> str:
    n = len(history.items)
    return f" (of the {n:,} watched, the {MOST_TRIED} nearest to these were tried)" if n > MOST_TRIED else ""


def _by_film(view: View, ratings: Ratings, history: Histories, fit: Fit) -> None:
    """The lecture's way: the films with the largest inner product with each watched one, and what the lists share."""
    liked = history.items[history.stars >= ratings.liked_from].tolist() or history.items.tolist()
    lists = lists_by_film(fit.main, fit.embeddings.get("output", fit.main), liked, PER_FILM)
    names = ratings.item_names
    st.markdown(f"**The {PER_FILM} nearest of each film** by inner product, and their intersection")
    both = intersection(lists)[:SHOWN]
    table = pd.DataFrame({"In several lists": [names[row] for row, _ in both], "Lists": [n for _, n in both]})
    if both:
        st.dataframe(table, hide_index=True, key=f"{view.page}.intersection")
    else:
        st.caption("No film stands in two of the lists.")
    with st.expander("The lists"):
        for row, found in list(zip(liked, lists, strict=True))[:FILMS_LISTED]:
            st.caption(f"**{plain(names[row])}**: {plain(', '.join(names[item] for item in found)) or 'not trained'}")


def _compared(view: View, ratings: Ratings, history: Histories) -> None:
    """The same viewer's list by every method that was trained on these data, and by popularity."""
    methods = {recommender_of(view).title: (recommender_of(view), view.fit)}
    for row in siblings(view).values():
        try:
            learner, fit = state.recipe_of(row.run_id).learner, state.fit(row.run_id)
        except InputError:
            continue
        if isinstance(learner, Recommender):
            methods[learner.title] = (learner, fit)
    scores = {title: learner.scores(fit, ratings, history) for title, (learner, fit) in methods.items()}
    scores[BASELINES["popular"]] = Baseline("popular").scores(ratings, history)
    names = ratings.item_names
    lists = {title: [names[row] for row in best_unseen(each, history, SHOWN)[0]] for title, each in scores.items()}
    with st.expander(f"The lists of {len(lists)} methods side by side", icon=":material/compare:"):
        st.dataframe(pd.DataFrame(lists), hide_index=True, key=f"{view.page}.compared")
        st.caption("Train other methods on the same data to see their lists here.")
