"""The one list of exercises, in order: only those that can be done here."""

from collections.abc import Collection, Mapping

from pages.lessons.exercises import films, graphs, maps, pictures, words
from pages.lessons.exercises.exercise import Exercise

EXERCISES: tuple[Exercise, ...] = tuple(
    sorted(
        (*words.EXERCISES, *films.EXERCISES, *pictures.EXERCISES, *graphs.EXERCISES, *maps.EXERCISES),
        key=lambda one: one.number,
    )
)
GROUPS: Mapping[str, Collection[int]] = {
    "Words": {one.number for one in words.EXERCISES},
    "Films": {one.number for one in films.EXERCISES},
    "Pictures and tables": {one.number for one in pictures.EXERCISES},
    "Graphs": {one.number for one in graphs.EXERCISES},
    "Maps": {one.number for one in maps.EXERCISES},
}
