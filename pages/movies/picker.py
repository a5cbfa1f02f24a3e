"""Ratings to choose from: built in, downloaded or uploaded, and what was understood of them."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.ratings import liking
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import SETS, MovieLens, UploadedRatings
from engine.datasets.ratings.splits import Split
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.fields import specs
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood, downloads
from pages.parts.write.plain import plain

ROWS = 30


def understood(ratings: Ratings, source: Source) -> Understood:
    """Sizes, how the ratings are parted, how the file was read, and the first rows."""
    unknown = 1 - len(ratings.users) / max(ratings.n_users * ratings.n_items, 1)
    held_out = int(ratings.held_out.sum())
    details = {name: _shown(value) for name, value in (ratings.details or {}).items() if isinstance(value, str | bool)}
    return Understood(
        (
            f"**{len(ratings.users):,}** ratings of **{ratings.n_items:,}** items by **{ratings.n_users:,}** viewers; "
            f"{unknown:.1%} of all pairs are unknown",
            f"{len(ratings.users) - held_out:,} for training ({len(ratings.liked.items):,} liked), "
            f"{held_out:,} held out ({len(ratings.test.items):,} liked)",
            *_liked(ratings),
            *_searched(ratings),
        ),
        ratings.notes,
        details,
        as_read=(ratings.details or {}).get("as_read", ()),
        table=_first_rows(ratings),
    )


def _liked(ratings: Ratings) -> tuple[str, ...]:
    """What counts as liked, with a warning where that is everything; nothing of data without grades."""
    if not ratings.explicit:
        return ()
    everything = bool((ratings.stars >= ratings.liked_from).all())
    return (":material/warning: " * everything + liking.told(ratings.stars, ratings.liked_from),)


def _searched(ratings: Ratings) -> tuple[str, ...]:
    """Words that viewers searched for; nothing of data without searches."""
    if not ratings.terms:
        return ()
    words = plain(", ".join(ratings.terms[:5]))
    return (f"**{len(ratings.terms):,}** words searched for in the training part ({words}, …)",)


def _shown(value: str | bool) -> str:
    return {"\t": "tab", " ": "blanks", True: "yes", False: "no"}.get(value, str(value))


def _first_rows(ratings: Ratings) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "User": [ratings.user_names[user] for user in ratings.users[:ROWS]],
            "Item": [ratings.item_names[item] for item in ratings.items[:ROWS]],
        }
    )
    if ratings.explicit:
        table["Rating"] = ratings.stars[:ROWS]
    if len(ratings.times):
        table["Time"] = pd.to_datetime(ratings.times[:ROWS], unit="s")
    table["Held out"] = ratings.held_out[:ROWS]
    return table


OWN = Choice(
    "Your own ratings…",
    UploadedRatings,
    files=(
        File("sha256", "Ratings, or who had what: a table, baskets, JSON lines, or the .zip of MovieLens"),
        File(
            "items_sha256",
            "Identifier, title, categories, year, other numbers: a table or JSON lines",
            Fold("A table of the items", "movie"),
            columns="What the columns of the item table are",
        ),
    ),
    hint="A row for each rating (user, item, and if there are any, rating and time, in columns of any name), a row for "
    "each user with a column for each item, a basket of items in each line, or blocks as of the Netflix Prize. A "
    "column called search or query holds what was searched for. It stays on this machine.",
)
PICKER = Picker(
    "ratings",
    "Ratings",
    "The built-in films are real; who watched them is simulated from tastes stated in advance.",
    {"toy_viewers": Choice("Real films, simulated viewers (built in)", ToyViewers)}
    | downloads(MovieLens, SETS)
    | {"upload": OWN},
    understood,
    Fold("What is held out for the scores", "content_cut", tuple(specs(Split))),
)
