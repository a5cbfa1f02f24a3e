"""What the page computes: two maps, the drift between the sides, and the drift between two seeds of one method."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.errors import InputError
from engine.evaluation.neighbor_drift import NeighborDrift
from engine.fields import specs
from engine.runs import catalogue, store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.compare.side import Side
from pages.parts.run import state


@dataclass(frozen=True)
class Asked:
    """The recipes of a comparison. on_maps: whether the neighbors are those on the maps. dims: of the maps."""

    first: Side
    second: Side
    maps: tuple[Recipe, Recipe]
    on_maps: bool
    dims: int = 2

    @property
    def titles(self) -> Mapping[str, Recipe]:
        """The maps by their titles; once if both are the same."""
        both = {"Map A": self.maps[0], "Map B": self.maps[1]}
        return both if self.maps[0].run_id != self.maps[1].run_id else {"Map": self.maps[0]}

    @property
    def drift(self) -> Recipe:
        """The drift between the sides."""
        if self.on_maps:
            return drift_on_maps(self.maps[0].run_id, self.maps[1].run_id, self.dims)
        return drift_between(self.first, self.second)

    def twins(self) -> list["Twin"]:
        """Of either side's method: the same with another seed, where chance plays a part; each method once."""
        sides = zip((self.first, self.second), self.maps, strict=True)
        found = [twin_of(side, recipe if self.on_maps else None, self.dims) for side, recipe in sides]
        return list({twin.title: twin for twin in reversed(found) if twin is not None}.values())[::-1]


@dataclass(frozen=True)
class Twin:
    """A run's method with another seed. title: of the method; drift: between the run and the other."""

    title: str
    other: Recipe
    drift: Recipe

    @property
    def is_here(self) -> bool:
        """Whether the other seed was trained."""
        return store.exists(self.other.run_id)


def drift_on_maps(first: str, second: str, dims: int = 2) -> Recipe:
    """How neighbors on one map, as it is drawn, differ from those on another. first, second: their runs."""
    test = NeighborDrift(first_metric="euclidean", second_metric="euclidean", run=second, columns=dims)
    return Recipe(EmbeddingOf(first), test)


def drift_between(first: Side, second: Side) -> Recipe:
    """How neighbors in the vectors of one side differ from those of the other."""
    test = NeighborDrift(
        first_metric=first.metric, second_metric=second.metric, run=second.run_id, embedding=second.name,
        moment=second.moment,
    )  # fmt: skip
    return Recipe(first.reference(), test)


def twin_of(side: Side, map_recipe: Recipe | None, dims: int = 2) -> Twin | None:
    """The same method with another seed, one that is trained if there is one; None where it has none, or can no longer
    be trained as it was.
    """
    own = map_recipe or side.recipe
    learner = own.learner
    assert learner is not None
    if "seed" not in specs(learner) or own.outdated:
        return None
    other = _trained(own, side) or replace(own, learner=learner.replace(seed=(vars(learner)["seed"] + 1) % 2**32))
    if map_recipe is not None:
        drift = drift_on_maps(own.run_id, other.run_id, dims)
    else:
        drift = drift_between(side, replace(side, run_id=other.run_id))
    return Twin(learner.title, other, drift)


def _trained(own: Recipe, side: Side) -> Recipe | None:
    """A run that is here and differs in nothing but the seed."""
    learner = own.learner
    assert learner is not None
    rows = catalogue.dependents(side.run_id) if own.dataset != side.recipe.dataset else []
    rows = rows or catalogue.on_dataset(side.row.dataset_id, [learner.name], owner=state.owner())
    for row in rows:
        if row.task != learner.name or row.damaged:
            continue
        try:
            found = state.recipe_of(row.run_id)
        except InputError:
            continue
        seed = vars(found.learner).get("seed")
        same = found.dataset == own.dataset and found.learner == learner.replace(seed=seed)
        if same and not found.outdated and found.learner != learner and found.run_id == row.run_id:
            return found
    return None
