"""Why two films are close, and why a film is recommended: the viewers, genres and weights behind the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.embedding import Embedding
from engine.insight.explanation import Explanation
from engine.neighbors import largest

Scorer = Callable[[Histories, np.ndarray], np.ndarray]
"""Histories and items (m,) to the scores of these items, float32 (n_users, m)."""
FEWEST_VIEWERS = 2
DEVIATIONS = 2.0
"""How many standard deviations above chance, of a count that chance makes, are taken for evidence."""
ROUNDING = 1e-5
"""A score that falls by less than this share of the largest score has not fallen: numbers are float32."""
MOST_TRIED = 100
"""Watched items that are left out by turns: each is a viewer to be scored."""


@dataclass(frozen=True)
class Shared:
    """What two items have in common.

    both, first, second: viewers who liked both, and each; active: who liked anything. expected: how many would like
    both by chance, first * second / active. lift = both / expected, nan if nobody liked one of them. genres: those
    of both. viewers: names of those who liked both.
    """

    both: int
    first: int
    second: int
    active: int
    expected: float
    lift: float
    genres: tuple[str, ...]
    viewers: tuple[str, ...]

    @property
    def beyond_chance(self) -> bool:
        """Whether more liked both than chance explains: DEVIATIONS standard deviations of a Poisson count more."""
        return self.both >= FEWEST_VIEWERS and self.both > self.expected + DEVIATIONS * np.sqrt(self.expected)


def shared(ratings: Ratings, first: int, second: int) -> Shared:
    """Compare two items by what viewers liked in training."""
    likings = ratings.liked
    users = [likings.users[likings.items == item] for item in (first, second)]
    both = np.intersect1d(*users)
    active = int((likings.lengths > 0).sum())
    expected = len(users[0]) * len(users[1]) / max(active, 1)
    common = ratings.item_genres[first] & ratings.item_genres[second]
    return Shared(
        len(both),
        len(users[0]),
        len(users[1]),
        active,
        expected,
        len(both) / expected if expected else float("nan"),
        tuple(np.array(ratings.genres)[common].tolist()) if len(ratings.genres) else (),
        tuple(ratings.user_names[user] for user in both),
    )


def explained(found: Shared, first: str, second: str) -> Explanation:
    """What viewers say of the closeness of two films: a reason only where more liked both than chance explains."""
    return Explanation(
        "What viewers say",
        _verdict(found),
        _lift(found),
        caption=f"a = {first}, b = {second}. Viewers who liked both: {found.both:,}, of {found.first:,} and "
        f"{found.second:,} who liked each; N = {found.active:,} viewers liked anything. Common genres: "
        f"{', '.join(found.genres) or 'none'}. All counts are of the training part.",
    )


def _verdict(found: Shared) -> str:
    if not found.first or not found.second:
        return "nothing, as nobody liked one of these films in training"
    by_chance = f"by chance {found.expected:,.1f} would"
    if found.beyond_chance:
        return f"a reason to be close, as {found.both:,} liked both and {by_chance}"
    if found.both:
        return f"no reason to be close, as {found.both:,} liked both and {by_chance}"
    return f"no reason to be close, as nobody liked both ({by_chance})"


def _lift(found: Shared) -> tuple[str, ...]:
    """The formula of the lift with its numbers; nothing where it is not defined."""
    if not found.expected:
        return ()
    fraction = rf"\frac{{{found.both}}}{{{found.first} \cdot {found.second} / {found.active}}}"
    return (rf"\mathrm{{lift}} = \frac{{n(a, b)}}{{n(a)\, n(b) / N}} = {fraction} = {found.lift:.2f}",)


def causes(
    scorer: Scorer, vectors: Embedding, history: Histories, items: Sequence[int], n_causes: int = 3
) -> list[list[int]]:
    """For each recommended item, the watched items without which its score would be lowest, the weightiest first.

    Each watched item is left out once and the viewer scored again: true for any method, linear or not. Of a history
    longer than MOST_TRIED only those nearest to the recommended ones are tried. An item is a cause only if the score
    falls by more than rounding does.
    """
    tried = likeliest(vectors, history.of(0), items)
    watched, asked = history.of(0)[tried], np.array(items)
    full = scorer(history, asked)[0]  # (m,)
    drops = full[:, None] - scorer(_one_left_out(history, tried), asked).T  # (m, n_tried)
    least = ROUNDING * max(float(np.abs(full).max(initial=0)), 1e-30)
    found = []
    for row in drops:
        order = np.argsort(-row, kind="stable")[:n_causes]
        found.append([int(watched[place]) for place in order if row[place] > least])
    return found


def likeliest(embedding: Embedding, watched: np.ndarray, items: Sequence[int]) -> np.ndarray:
    """int64: places in `watched`, rising, of the MOST_TRIED nearest by cosine to any of `items`; all if fewer."""
    if len(watched) <= MOST_TRIED:
        return np.arange(len(watched))
    cosines = (embedding.unit[watched] @ embedding.unit[list(items)].T).max(axis=1)
    return np.sort(np.argsort(-cosines, kind="stable")[:MOST_TRIED])


def _one_left_out(history: Histories, places: np.ndarray) -> Histories:
    """A viewer for each of some places in the history, without the item that stands there."""
    n = len(history.items)
    kept = np.arange(n)[None, :] != places[:, None]
    items, stars = (np.broadcast_to(column, kept.shape)[kept] for column in (history.items, history.stars))
    return Histories(np.arange(len(places) + 1) * (n - 1), items, stars, history.n_items)


def lists_by_film(
    items: Embedding, outputs: Embedding, asked: Sequence[int], left_out: Sequence[int], k: int = 5
) -> list[list[int]]:
    """The k items with the largest inner product with each one asked for, without those that are left out.

    The list of a film whose vector is 0, as it was left out of the training, is empty.
    """
    rows = list(asked)
    products = items.vectors[rows] @ outputs.vectors.T  # (n_asked, n_items)
    products[:, list(left_out)] = -np.inf
    near, _ = largest(products, min(k, outputs.n_items - len(left_out)))
    return [found.tolist() if length > 0 else [] for found, length in zip(near, items.norms[rows], strict=True)]


def intersection(lists: Sequence[Sequence[int]]) -> list[int]:
    """Items that stand in every list that holds anything, in the order of the first of these."""
    filled = [row for row in lists if len(row)]
    return [item for item in filled[0] if all(item in row for row in filled)] if filled else []


def votes(lists: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Items that stand in more than one list, with the number of lists, most lists first, then by place."""
    places: dict[int, list[int]] = {}
    for row in lists:
        for place, item in enumerate(row):
            places.setdefault(item, []).append(place)
    found = [(item, len(at), sum(at) / len(at)) for item, at in places.items() if len(at) > 1]
    return [(item, n) for item, n, _ in sorted(found, key=lambda one: (-one[1], one[2], one[0]))]
