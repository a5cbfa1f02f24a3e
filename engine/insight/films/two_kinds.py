"""Films and viewers in one space: what their inner products say, and how far apart the two kinds lie."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Ratings
from engine.embedding import Embedding

MOST_VIEWERS = 1_000


@dataclass(frozen=True)
class TwoKinds:
    """liked, others: mean inner product of a viewer with a film liked in training, and with any other.

    gap: distance between the mean film and the mean viewer, over the root mean square distance of an item from the
    mean of its own kind.
    """

    liked: float
    others: float
    gap: float

    @property
    def sentence(self) -> str:
        """What to make of it."""
        where = "apart" if self.gap > 1 else "among each other all the same"
        return (
            f"The inner product of a viewer and a film is {self.liked:.3g} for a film liked and {self.others:.3g} for "
            "another, on average: that is what is learned. Nothing asks that both lie at one place: a viewer can be in "
            f"line with a film and far from it. Here the two kinds lie {where}: the distance between their means is "
            f"{self.gap:.1f} times that of an item from the mean of its kind."
        )


def two_kinds(together: Embedding, ratings: Ratings) -> TwoKinds:
    """together: films and viewers as they are multiplied, by their column "kind", in any order."""
    of_films, of_viewers = _in_order(together, ratings)
    liked = ratings.liked.rows(np.arange(len(of_viewers)))
    products = np.einsum("nk,nk->n", of_viewers[liked.users], of_films[liked.items])
    total = float(of_viewers.sum(axis=0) @ of_films.sum(axis=0))
    n_others = max(len(of_viewers) * len(of_films) - len(products), 1)
    means = of_films.mean(axis=0), of_viewers.mean(axis=0)
    spread = [((one - mean) ** 2).sum(axis=1).mean() for one, mean in zip((of_films, of_viewers), means, strict=True)]
    apart = float(np.linalg.norm(means[0] - means[1]) / max(np.sqrt(np.mean(spread)), 1e-12))
    return TwoKinds(float(products.mean()) if len(products) else 0.0, (total - products.sum()) / n_others, apart)


def _in_order(together: Embedding, ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    """float64 films (n_items, k) and the first viewers (at most MOST_VIEWERS, k), each in the order of the ratings."""
    viewers = np.flatnonzero(together.metadata["kind"] == "viewer").tolist()
    place = {together.labels[row]: row for row in viewers}
    films = [together.index[name] for name in ratings.item_names]
    first = [place.get(name, place.get(f"viewer {name}", -1)) for name in ratings.user_names[:MOST_VIEWERS]]
    return together.vectors[films].astype(np.float64), together.vectors[first].astype(np.float64)
