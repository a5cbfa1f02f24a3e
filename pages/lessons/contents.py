"""The one list of lessons, in order: only those that are there."""

from pages.lessons import (
    autoencoders,
    cooccurrence,
    encodings,
    frame_of_learning,
    hidden_numbers,
    matching,
    networks,
    pictures,
    svd,
    task_embeddings,
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
    hidden_numbers.LESSON,
)
