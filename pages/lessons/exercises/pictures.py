"""Exercises of pictures and tables."""

import csv
import io

import numpy as np

from engine.datasets.images.sources import FACES, IMAGE_SETS, Digits, DownloadedImages
from engine.datasets.tables.sources import UploadedTable
from engine.files import uploads
from engine.insight.lessons.heartbeats import beats
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.pca import ImagePCA
from engine.learners.rows.row_autoencoder import RowAutoencoder
from engine.runs.recipe import Recipe
from pages.lessons.exercises.exercise import Exercise, InLesson, Preset

GARMENTS = "fashion_mnist"
SIZES = '{"of": "method", "field": "n_components", "values": "2, 15", "seeds": 1}'


def components() -> Recipe:
    """Digits by their principal components."""
    return Recipe(Digits(), ImagePCA(n_components=64))


def autoencoder() -> Recipe:
    """Digits by a dense autoencoder."""
    return Recipe(Digits(), Autoencoder(n_components=15))


def linear() -> Recipe:
    """The same without a bend."""
    return Recipe(Digits(), Autoencoder(n_components=15, architecture="linear"))


def faces() -> Recipe:
    """Eigenfaces."""
    return Recipe(DownloadedImages(entry=FACES), ImagePCA(n_components=64))


def garments() -> Recipe:
    """Garments by a dense autoencoder of 64 numbers, as in the tutorial."""
    return Recipe(DownloadedImages(entry=GARMENTS, n_images=10_000), Autoencoder(n_components=64))


def mnist_components() -> Recipe:
    """MNIST by its principal components."""
    return Recipe(DownloadedImages(entry="mnist"), ImagePCA(n_components=64))


def mnist_codes() -> Recipe:
    """MNIST by a dense autoencoder."""
    return Recipe(DownloadedImages(entry="mnist", n_images=10_000), Autoencoder(n_components=15))


def heartbeats() -> Recipe:
    """Simulated heartbeats, by an autoencoder that learns from the normal ones."""
    values, normal = beats()
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["beat", "kind", *(f"t{place + 1}" for place in range(values.shape[1]))])
    for number, (row, is_normal) in enumerate(zip(values, normal, strict=True), 1):
        kind = "normal" if is_normal else "irregular"
        table.writerow([f"beat {number}", kind, *(f"{value:.4f}" for value in np.asarray(row))])
    upload = uploads.keep(text.getvalue().encode(), "simulated heartbeats.csv")
    return Recipe(UploadedTable(sha256=upload.sha256), RowAutoencoder(n_components=8, hidden="32-16", only="normal"))


EXERCISES = (
    Exercise(
        21,
        (
            Preset("Reconstructions", "images", autoencoder, "Reconstructions"),
            Preset("Denoising", "images", autoencoder, "Uses", {"use": "Denoising"}),
            Preset("Heartbeats, simulated", "tables", heartbeats, "Anomalies"),
            Preset(
                "Garments given back",
                "images",
                garments,
                "Reconstructions",
                entry=IMAGE_SETS[GARMENTS],
            ),
            Preset(
                "Noise taken off garments",
                "images",
                garments,
                "Uses",
                {"use": "Denoising"},
                entry=IMAGE_SETS[GARMENTS],
            ),
        ),
    ),
    Exercise(
        22,
        (
            Preset("Accuracy by number of components", "images", components, "Scores"),
            Preset("One image at every rank", "images", components, "Rank k"),
            Preset("Ratings completed by two vectors", "movies", None, "Will they watch?"),
            InLesson("Eigenfaces of drawn faces, in lesson 12", 12),
            Preset("Eigenfaces", "images", faces, "Rank k", {"matrix": "Components"}, entry=IMAGE_SETS[FACES]),
            Preset("One face at every rank", "images", faces, "Rank k", entry=IMAGE_SETS[FACES]),
            Preset("Who is it, by components", "images", faces, "Scores", entry=IMAGE_SETS[FACES]),
        ),
    ),
    Exercise(
        23,
        (
            Preset("Scree and reconstructions", "images", components, "Rank k"),
            Preset("A linear autoencoder on its way", "images", linear, "How it works"),
            Preset("Codes of 2 and 15 numbers", "images", autoencoder, "Sweep", query={"sweep": SIZES}),
            Preset("Scree of MNIST", "images", mnist_components, "Rank k", entry=IMAGE_SETS["mnist"]),
            Preset(
                "MNIST in 2 and 15 numbers",
                "images",
                mnist_codes,
                "Sweep",
                query={"sweep": SIZES},
                entry=IMAGE_SETS["mnist"],
            ),
        ),
    ),
    Exercise(
        29,
        (Preset("Another picture or table", "images", None, "Rank k", {"matrix": "Another picture or table"}),),
        "Needs a picture of your own, or the frames of a video as a ZIP; a simulated table is built in.",
    ),
)
