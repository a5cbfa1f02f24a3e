"""Lengths and biases: which vectors are long, which films please more than all else says; genres and series."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.groups import group_means
from engine.evaluation.words.similarity import spearman
from engine.figures import films as figure
from engine.figures.coloring import Categories
from engine.figures.colors import BASELINE, OTHER
from engine.learners.films.biased_factors import BiasedFactors
from pages.movies import series
from pages.movies.film_runs import run_of
from pages.movies.films import data_of, places_on_map
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.map.component import embedding_map
from pages.parts.write.layout import beside

LISTED = 12
HEIGHT = 420
LENGTHS, BIASES, GENRES, SERIES = "Length by popularity", "Lowest and highest bias", "Means of genres", "Film series"


def show(view: View) -> None:
    """Choose what to see."""
    if data_of(view) is None:
        return
    chosen = st.segmented_control(
        "Of the vectors", [LENGTHS, BIASES, GENRES, SERIES], default=LENGTHS, required=True, key=view.key("lengths"),
        label_visibility="collapsed",
    )  # fmt: skip
    {LENGTHS: _lengths, BIASES: _biases, GENRES: _genres, SERIES: series.show}[str(chosen)](view)


def _lengths(view: View) -> None:
    films = view.fit.main
    counts, lengths = films.metadata["count"], films.norms.astype(float)
    rated = (counts > 0) & (lengths > 0)  # vectors of 0 are of films that the training left out
    rho = spearman(counts[rated], lengths[rated])
    st.markdown(
        f"Ratings and lengths of the vectors have rank correlation **{rho:.3f}** "
        f"(Spearman) over {int(rated.sum()):,} films."
    )
    st.plotly_chart(
        figure.lengths_by_count(counts, lengths, films.labels, films.index.get(view.selected_label)),
        key=view.key("lengths_by_count"),
        alt=f"Length of {int(rated.sum())} films by ratings, rank correlation {rho:.3f}.",
    )
    st.caption(
        "An inner product grows with the length of a vector, a cosine does not: where much rated films have long "
        "vectors, neighbors by inner product are popular ones. Choose the metric beside the map to see both."
    )


def _biases(view: View) -> None:
    found = run_of(view, BiasedFactors())
    if found is None:
        return
    _, _, fit = found
    biases, films = fit.arrays["item_bias"], fit.main
    counts = films.metadata["count"]
    most = max(int(counts.max()), 2)
    least = st.slider("Rated at least so often", 1, most, min(10, most), key=view.key("bias_least"), width=300)
    rows = np.flatnonzero(counts >= least)
    order = rows[np.argsort(biases[rows], kind="stable")]
    for block, title, shown in zip(
        beside(2), ("Lowest bias", "Highest bias"), (order[:LISTED], order[::-1][:LISTED]), strict=True
    ):
        with block:
            st.markdown(f"**{title}**")
            table = {"Film": [films.labels[row] for row in shown], "Bias": biases[shown], "Ratings": counts[shown]}
            if "mean_stars" in films.metadata:
                table["Mean stars"] = films.metadata["mean_stars"][shown]
            forms = {
                "Bias": st.column_config.NumberColumn(format="%+.3f"),
                "Mean stars": st.column_config.NumberColumn(format="%.2f"),
            }
            known = view.rows_here(films.labels[row] for row in shown)
            pickable(pd.DataFrame(table), known, view.select, view.key("biases", title, least), forms)
    st.caption(
        f"Of {len(rows):,} films. Stars = mean ({fit.arrays['mean'][0]:.3f}) + bias of the viewer + bias of the film + "
        "inner product: the bias is how many stars a film has beyond what its viewers' tastes and habits say. A film "
        "of low bias is not liked even by those who like its kind."
    )


def _genres(view: View) -> None:
    """The means of genres where the map has them, among its films."""
    ratings = data_of(view)
    if ratings is None or not ratings.genres:
        st.caption("These films have no genres.")
        return
    places = places_on_map(view)
    if places is None:
        st.caption("Choose a projection of all films above, such as PCA, to see the means of genres on it.")
        return
    films, n = view.fit.main, len(places)
    of_genre = {name: ratings.item_genres[:n, place] for place, name in enumerate(ratings.genres)}
    of_genre = {name: rows for name, rows in of_genre.items() if rows.any()}
    means = np.array([places[rows].mean(axis=0) for rows in of_genre.values()])
    codes = np.concatenate([np.zeros(n, np.int64), np.ones(len(means), np.int64)])
    embedding_map(
        f"{view.page}_genre_means", revision=f"genres.{view.page.mapped}",
        coordinates=np.concatenate([places, means]).astype(np.float32), labels=[*films.labels[:n], *of_genre],
        colors=Categories(codes, ["film", "mean of a genre"], "kind", (OTHER, BASELINE)),
        sizes=np.where(codes, 1.6, 0.7), shapes=np.where(codes, 3, 0), landmarks=range(n, n + len(means)),
        group=str(view.page), choose=lambda row: view.select(row) if row < n else None, height=HEIGHT,
    )  # fmt: skip
    in_space = group_means(films, ratings.genres, ratings.item_genres)
    table = pd.DataFrame(
        {
            "Genre": list(of_genre),
            "Films": [int(rows.sum()) for rows in of_genre.values()],
            "x": means[:, 0],
            "y": means[:, 1],
            "Agreement": [float(np.linalg.norm(in_space[name])) if name in in_space else 0.0 for name in of_genre],
        }
    )
    forms = {name: st.column_config.NumberColumn(format="%.3f") for name in ("x", "y")}
    forms["Agreement"] = st.column_config.NumberColumn(
        format="%.3f", help="Length of the mean of unit vectors: 1 if all films of the genre point one way, 0 if every "
        "way alike.",
    )  # fmt: skip
    st.dataframe(table, hide_index=True, column_config=forms, height=280, key=view.key("genre_means"))
    st.caption(f"Of the {n:,} films on the map; a film of several genres counts for each.")
