"""The one list of lessons, in order: only those that are there."""

from pages.lessons import (
    autoencoders,
    cooccurrence,
    encodings,
    frame_of_learning,
    graph_walks,
    networks,
    reading_maps,
    svd,
    uses,
    word2vec,
)
from pages.lessons.lesson import Lesson

LESSONS: tuple[Lesson, ...] = (
    frame_of_learning.LESSON,
    encodings.LESSON,
    svd.LESSON,
    networks.LESSON,
    word2vec.LESSON,
    cooccurrence.LESSON,
    autoencoders.LESSON,
    reading_maps.LESSON,
    graph_walks.LESSON,
    uses.LESSON,
)
