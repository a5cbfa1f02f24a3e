"""Images to choose from: built in, downloaded or uploaded, and what was understood of them."""

from dataclasses import replace

import numpy as np
import pandas as pd

from engine.datasets.base import Source
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import (
    IMAGE_SETS,
    Digits,
    DownloadedImages,
    ImagesToEncode,
    PhotographTiles,
    UploadedImages,
)
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood, downloads
from pages.parts.write import pictures

PREVIEW = 24


def understood(images: ImageSet, source: Source) -> Understood:
    """Sizes, some of the images, and how many there are of each class."""
    height, width, channels = images.shape
    colors = "color" if channels == 3 else "gray"
    classes = f", {len(images.class_names)} classes" if images.class_names else ""
    rows = np.linspace(0, images.n_images - 1, min(PREVIEW, images.n_images)).astype(int)
    return Understood(
        (f"{_counted(images)}, {height} x {width} {colors}{classes}",),
        images.notes,
        picture=pictures.grid(pictures.as_bytes(images.pixels(rows), images.shape), 8, side=28),
        table=_classes(images) if images.has_classes else None,
    )


def _counted(images: ImageSet) -> str:
    if images.n_images == 1:
        return "**1** image"
    return f"**{images.n_train:,}** images for training, **{images.n_test:,}** for testing"


def _classes(images: ImageSet) -> pd.DataFrame:
    counts = np.bincount(images.targets, minlength=len(images.class_names))
    return pd.DataFrame({"Class": images.class_names, "Images": counts})


OWN = Choice(
    "Your own images…",
    UploadedImages,
    files=(
        File(
            "sha256",
            "Pictures: a .zip of them (with folders or a table of labels), .npy, .npz, IDX (.gz) or a table of pixels",
        ),
        File(
            "labels_sha256",
            "One label for each image: .csv or .txt (in order, or with the names of the files), .npy or IDX (.gz)",
            fold=Fold("Labels in a file of their own", "label"),
        ),
    ),
    hint="Gray or color, any size. It stays on this machine, and no archive is unpacked to disk.",
)
PICKER = Picker(
    "images",
    "Images",
    "The built-in digits need no network: 1,797 handwritten digits that ship with scikit-learn.",
    {
        "digits": Choice("Digits 8 x 8 (built in)", Digits),
        "tiles": Choice("Photograph tiles (built in)", PhotographTiles),
    }
    | downloads(DownloadedImages, IMAGE_SETS)
    | {"upload": OWN},
    understood,
)
TO_ENCODE = replace(
    PICKER,
    choices={
        **PICKER.choices,
        "upload": replace(
            OWN,
            source=ImagesToEncode,
            files=(
                replace(OWN.files[0], label="A picture (PNG, JPEG, ...), a .zip of them, .npy, .npz, IDX or a .csv"),
                *OWN.files[1:],
            ),
        ),
    },
)
"""For a network that has learned already: a single picture will do."""
