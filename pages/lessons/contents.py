"""The one list of lessons, in order: only those that are there."""

from pages.lessons import (
    autoencoders,
    cooccurrence,
    encodings,
    frame_of_learning,
    graph_walks,
    hidden_numbers,
    matching,
    networks,
    pictures,
    reading_maps,
    svd,
    task_embeddings,
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
    task_embeddings.LESSON,
    matching.LESSON,
    pictures.LESSON,
    reading_maps.LESSON,
    graph_walks.LESSON,
    hidden_numbers.LESSON,
    uses.LESSON,
)
