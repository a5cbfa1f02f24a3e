"""Pick ratings: built in, downloaded or uploaded, and see what was understood before training on them."""

import pandas as pd
import streamlit as st

from engine.datasets.base import Source
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import SETS, MovieLens, UploadedRatings
from engine.datasets.ratings.splits import Split
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.fields import specs
from engine.runs import store
from pages.parts.data import picking
from pages.parts.run import controls
from pages.parts.write.plain import plain

UPLOAD, TOY = "upload", "toy_viewers"
KINDS = ["csv", "tsv", "txt", "dat", "data", "item", "zip", "gz"]
SPLIT = tuple(specs(Split))
"""Fields that say what is held out: the same for all ratings."""


def pick(key: str) -> tuple[Source | None, Ratings | None]:
    """The chosen source, and its ratings once they have been read; None while there are none."""
    titles = {TOY: "Real films, simulated viewers (built in)"} | {name: entry.title for name, entry in SETS.items()}
    titles[UPLOAD] = "Your own ratings…"
    choice = picking.Choice(
        "Ratings",
        "The built-in films are real; who watched them is simulated from tastes stated in advance.",
        f"{key}.ratings",
        titles,
    )
    return picking.pick(
        choice,
        lambda chosen: _source(chosen, key),
        ratings_of,
        lambda source: SETS[source.entry] if isinstance(source, MovieLens) else None,
        _preview,
    )


def adopt(source: Source, key: str) -> None:
    """Let the picker show a source that a saved run was made from."""
    if isinstance(source, UploadedRatings):
        st.session_state[f"{key}.ratings"] = UPLOAD
        st.session_state[f"{key}.sha256"] = source.sha256
        st.session_state[f"{key}.items_sha256"] = source.items_sha256
    else:
        st.session_state[f"{key}.ratings"] = source.entry if isinstance(source, MovieLens) else TOY
    controls.adopt(source, f"{key}.{source.name}")


@st.cache_resource(show_spinner=False, max_entries=4)
def ratings_of(run_id: str) -> Ratings:
    """The prepared ratings saved under that run id."""
    found = store.load(run_id)
    assert isinstance(found, Ratings)
    return found


def _source(chosen: str, key: str) -> Source | None:
    if chosen == UPLOAD:
        return _uploaded(key)
    if chosen == TOY:
        return _with_split(ToyViewers, key, {})
    return _with_split(MovieLens, key, {"entry": chosen})


def _with_split(cls: type[Source], key: str, fixed: dict[str, str]) -> Source:
    """The source with its own fields in sight and those of the split folded away."""
    prefix = f"{key}.{cls.name}"
    own = [name for name in specs(cls) if name not in SPLIT and name not in fixed]
    values = controls.values(cls, prefix, own)
    with st.expander("What is held out for the scores", icon=":material/content_cut:"):
        values |= controls.values(cls, prefix, SPLIT)
    return cls(**values, **fixed)


def _uploaded(key: str) -> Source | None:
    sha256 = picking.upload(
        f"{key}.sha256", "Ratings, or who had what: .csv, .tsv, .dat, baskets, or the .zip of MovieLens", KINDS
    )
    if not sha256:
        st.caption(
            "A row for each rating (user, item, and if there are any, rating and time, in columns of any name), or a "
            "basket of items in each line. It stays on this machine."
        )
        return None
    with st.expander("A table of the items", icon=":material/movie:"):
        items = picking.upload(
            f"{key}.items_sha256", "Identifier, title, categories, year, other numbers: .csv, .tsv, .dat", KINDS
        )
    return _with_split(UploadedRatings, key, {"sha256": sha256, "items_sha256": items})


def _preview(ratings: Ratings, source: Source) -> None:
    """What was understood of the ratings, and how they are parted."""
    cells = ratings.n_users * ratings.n_items
    st.caption(
        f"**{len(ratings.users):,}** ratings of **{ratings.n_items:,}** items by **{ratings.n_users:,}** viewers; "
        f"{1 - len(ratings.users) / max(cells, 1):.1%} of all pairs are unknown"
    )
    st.caption(
        f"{int((~ratings.held_out).sum()):,} for training ({len(ratings.liked.items):,} liked), "
        f"{int(ratings.held_out.sum()):,} held out ({len(ratings.test.items):,} liked)"
    )
    with st.expander("What was understood", icon=":material/fact_check:", expanded=source.uploaded):
        for note in ratings.notes:
            st.caption(f":material/info: {plain(note)}")
        details = {name: value for name, value in (ratings.details or {}).items() if isinstance(value, str | bool)}
        st.caption(plain(" · ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in details.items())))
        st.dataframe(_first_rows(ratings), hide_index=True, height=180)


def _shown(value: str | bool) -> str:
    return {"\t": "tab", True: "yes", False: "no"}.get(value, str(value))


def _first_rows(ratings: Ratings, n: int = 30) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "User": [ratings.user_names[user] for user in ratings.users[:n]],
            "Item": [ratings.item_names[item] for item in ratings.items[:n]],
        }
    )
    if ratings.explicit:
        table["Rating"] = ratings.stars[:n]
    if len(ratings.times):
        table["Time"] = pd.to_datetime(ratings.times[:n], unit="s")
    table["Held out"] = ratings.held_out[:n]
    return table
