"""Lesson 1: from features to encodings."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures.lessons import cells
from engine.figures.matrices import matrix
from engine.insight.films.feature_codes import (
    GENRES,
    SERVICES,
    Categories,
    Category,
    Encoded,
    Number,
    Table,
    integer_codes,
    lecture_table,
    multi_hot,
    one_hot,
)
from engine.insight.lessons.encodings import (
    EDUCATION,
    code_distances,
    expected_zeros,
    least_zeros,
    one_hot_distances,
    table_like,
    values_of,
)
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LONGEST = 400
"""Characters of a typed list."""
SHOWN = 8
"""Values in a table of distances."""
MOST_FILMS = 8
WAYS = {"Integer": integer_codes, "One-hot": one_hot, "Multi-hot": multi_hot}


def _kinds(place: Place) -> None:
    for block, (name, usual) in zip(
        beside(2, narrowest=300), {"ordinal": EDUCATION, "nominal": SERVICES}.items(), strict=True
    ):
        with block:
            typed = st.text_input(
                f"{name.capitalize()} values", ", ".join(usual), max_chars=LONGEST, key=place.key(name),
                disabled=place.locked,
                persist_state="session",
            )  # fmt: skip
            values = values_of(typed)[:SHOWN]
            if len(values) < 2:
                st.warning("Type at least two different values, with commas between them.")
                continue
            distances = code_distances(len(values))
            st.markdown("Distances of the codes " + ", ".join(str(code) for code in range(len(values))))
            draw(
                matrix(distances, values, values, ".0f"), place.key(name, "codes"),
                f"Distances of integer codes: {cells.told(distances, values, '.0f')}.",
            )  # fmt: skip
            first, last = plain(values[0]), plain(values[-1])
            st.caption(
                f"{first} is {len(values) - 1} times as far from {last} as from {plain(values[1])}"
                + (
                    ": there is an order, the size of the steps is still a guess."
                    if name == "ordinal"
                    else ": says who?"
                )
            )


def _one_hot(place: Place) -> None:
    typed = st.text_input(
        "Words",
        "good, great, bad, motel, hotel",
        max_chars=LONGEST,
        key=place.key("words"),
        disabled=place.locked,
        persist_state="session",
    )
    words = values_of(typed)[:SHOWN]
    if len(words) < 2:
        st.warning("Type at least two different words, with commas between them.")
        return
    vectors, distances = np.eye(len(words)), one_hot_distances(len(words))
    left, right = beside(2, narrowest=300)
    with left:
        st.markdown("**The vectors**")
        draw(
            matrix(vectors, words, [str(n + 1) for n in range(len(words))], ".0f"),
            place.key("vectors"), f"One-hot vectors: {cells.told(vectors, words, '.0f')}.",
        )  # fmt: skip
    with right:
        st.markdown("**Their distances**")
        draw(
            matrix(distances, words, words, ".3f"), place.key("distances"),
            f"Distances of one-hot vectors: {cells.told(distances, words, '.3f')}.",
        )  # fmt: skip
    one, other = words[-2:]
    products = r" + ".join(rf"{a:.0f} \cdot {b:.0f}" for a, b in zip(vectors[-2], vectors[-1], strict=True))
    product = f"{vectors[-2] @ vectors[-1]:.0f}"
    st.latex(rf"x_{{\text{{{_latex(one)}}}}} \cdot x_{{\text{{{_latex(other)}}}}} = {products} = {product}")


def _latex(word: str) -> str:
    return "".join(character for character in word if character.isalnum() or character in " -")


def _films(place: Place) -> None:
    table = _edited(place)
    made = {way: encode(table) for way, encode in WAYS.items()}
    added = _with_another(table)
    n_columns = multi_hot(added).matrix.shape[1]
    if not place.number(
        "columns",
        f"Out of {1 + len(table.columns)} columns, how many does multi-hot make, once a film of one more service, with "
        "two of the 28 genres, is added? The title stays one code.",
        n_columns, 0.5, ".0f",
        f"One for the title, {n_columns - 3 - len(GENRES)} for the services, {len(GENRES)} for the genres, whichever "
        f"the new film has, and one each for year and rating: {n_columns}. Before it was added: "
        f"{made['Multi-hot'].matrix.shape[1]}. Titles as one-hot columns would add thousands.",
    ):  # fmt: skip
        return
    with st.container(horizontal=True):
        for way, one in made.items():
            st.metric(f"{way}: columns ({one.share_of_zeros:.0%} zeros)", one.matrix.shape[1])
    way = st.segmented_control(
        "Encoding", list(WAYS), default="Multi-hot", required=True, key=place.key("way"), disabled=place.locked
    )
    _encoded(place, table, made[way], way)


def _encoded(place: Place, table: Table, encoded: Encoded, way: str) -> None:
    names = [name.split(": ")[-1] for name in encoded.columns]
    shades = encoded.matrix / abs(encoded.matrix).max(axis=0).clip(1e-12)
    drawn = matrix(encoded.matrix, table.labels, names, "g").update_xaxes(tickangle=-90)
    drawn.update_traces(z=shades, hovertemplate="%{customdata}: %{text}<extra></extra>")
    ones = (
        f"{title}: " + ", ".join(f"{name} {value:g}" for name, value in zip(names, row, strict=True) if value)
        for title, row in zip(table.labels, encoded.matrix, strict=True)
    )
    draw(drawn, place.key("encoded", way), f"{way}, what is not 0. {'; '.join(ones)}.")
    distances = encoded.distances()
    st.markdown("**Distances** by service and genres")
    draw(
        matrix(distances, table.labels, table.labels, ".2f"), place.key("far", way),
        f"Distances under {way}: {cells.told(distances, table.labels)}.",
    )  # fmt: skip


def _edited(place: Place) -> Table:
    """The lecture's films as they were changed."""
    example = lecture_table()
    service, genres, year, rating = example.columns
    assert isinstance(service, Category) and isinstance(genres, Categories)
    assert isinstance(year, Number) and isinstance(rating, Number)
    frame = pd.DataFrame(
        {
            "title": example.labels, "service": service.rows, "genres": [list(some) for some in genres.rows],
            "year": year.rows, "rating": rating.rows,
        }
    )  # fmt: skip
    edited = place.edit(
        frame, num_rows="dynamic", hide_index=True, height="content", key=place.key("films"),
        alt="Titles with service, genres, year and rating, to be changed.",
        column_config={
            "title": st.column_config.TextColumn("Title", max_chars=40),
            "service": st.column_config.TextColumn("Service", max_chars=30),
            "genres": st.column_config.MultiselectColumn("Genres", options=GENRES, width="large"),
            "year": st.column_config.NumberColumn("Year", format="%d", min_value=1800, max_value=2200),
            "rating": st.column_config.NumberColumn("Rating", format="%.1f", min_value=0.0, max_value=10.0),
        },
    )  # fmt: skip
    whole = edited.dropna(subset=["title", "service", "year", "rating"]).head(MOST_FILMS)
    if len(whole) < len(edited):
        st.caption(f"Rows that lack a field are left out, and so is what comes after {MOST_FILMS} films.")
    if whole.empty:
        st.warning("No film is complete; the example is used instead.")
        whole = frame
    kinds = [tuple(some) if isinstance(some, list | tuple) else () for some in whole["genres"]]
    titles = [
        f"{title} ({n})" if list(whole["title"][:n]).count(title) else title for n, title in enumerate(whole["title"])
    ]
    return table_like(titles, [*whole["service"]], kinds, [*whole["year"]], [*whole["rating"]])


def _with_another(table: Table) -> Table:
    """The same with a film of a service that is not among the others."""
    service, genres, year, rating = table.columns
    assert isinstance(service, Category) and isinstance(genres, Categories)
    assert isinstance(year, Number) and isinstance(rating, Number)
    another = "another" + " one" * sum(value.startswith("another") for value in service.values)
    return Table(
        (*table.labels, "a fifth film"),
        (
            Category("service", (*service.values, another), (*service.rows, another)),
            Categories("genres", genres.values, (*genres.rows, genres.values[:2])),
            Number("year", (*year.rows, 2024)),
            Number("rating", (*rating.rows, 5.0)),
        ),
    )


def _cost(place: Place) -> None:
    with st.container(horizontal=True):
        n_words = st.select_slider(
            "Words of the vocabulary", [1_000, 10_000, 100_000, 1_000_000], 1_000_000, key=place.key("vocabulary"),
            disabled=place.locked,
            format_func="{:,}".format, width=280,
        )  # fmt: skip
        n_tokens = st.slider(
            "Words of a document", 10, 2_000, 500, step=10, key=place.key("tokens"), disabled=place.locked, width=280
        )
    least, usual = least_zeros(n_words, n_tokens), expected_zeros(n_words, n_tokens)
    with st.container(horizontal=True):
        st.metric("Zeros if all words differ", f"{least:.3%}")
        st.metric("Zeros as words recur in texts", f"{usual:.3%}")
        st.metric("Numbers not 0, at most", f"{min(n_tokens, n_words):,} of {n_words:,}")
    st.caption(
        "In texts words recur: the second number is what is expected if word r of the vocabulary comes up in "
        "proportion to 1 / r (Zipf, 1949)."
    )


def _links(place: Place) -> None:
    links.to_page("Movies: the three encodings beside learned vectors", "movies", "Encodings")


LESSON = Lesson(
    1,
    "From features to encodings",
    "1_encodings",
    "Integer codes, one-hot and multi-hot: what each makes of likeness, and what it costs.",
    ("columns",),
    (
        Step("Four kinds of features", _kinds),
        Step("One-hot: everything equally far", _one_hot),
        Step("A table of films", _films, wide=True),
        Step("What it costs", _cost),
        Step("At full size", _links),
    ),
)
