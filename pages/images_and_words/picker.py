"""Pictures with captions to choose from, and what was understood of them."""

import numpy as np
import pandas as pd

from engine.datasets.base import Source
from engine.datasets.images.sources import IMAGE_SETS, Digits, DownloadedImages
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.datasets.joint.captions.uploaded import UploadedCaptions
from pages.parts.data.choices import Choice, File, Picker, Understood
from pages.parts.write import pictures

PREVIEW = 24
DOWNLOADS = ("mnist", "fashion_mnist")


def understood(dataset: CaptionedImages, source: Source) -> Understood:
    """Sizes, some of the pictures, and the first captions."""
    images = dataset.images
    rows = dataset.pictures[np.linspace(0, len(dataset.captions) - 1, min(PREVIEW, len(dataset.captions))).astype(int)]
    shown = pictures.smaller(pictures.as_bytes(images.pixels(rows), images.shape), 64)
    n_different = len(set(dataset.captions))
    return Understood(
        (
            f"**{images.n_train:,}** pictures for training, **{images.n_test:,}** for testing; "
            f"**{len(dataset.captions):,}** captions, {n_different:,} of them different",
        ),
        dataset.notes,
        picture=pictures.grid(shown, 8, side=28),
        table=pd.DataFrame({
            "Picture": [images.names[row] for row in dataset.pictures[:PREVIEW]],
            "Caption": dataset.captions[:PREVIEW],
        }),
    )  # fmt: skip


def _downloads() -> dict[str, Choice]:
    return {
        name: Choice(
            f"{IMAGE_SETS[name].title}, captions made of measures", MeasuredCaptions,
            {"images": DownloadedImages(entry=name)}, IMAGE_SETS[name],
        )
        for name in DOWNLOADS
    }  # fmt: skip


PICKER = Picker(
    "captions",
    "Pictures and captions",
    "The built-in digits need no network. Their captions say what can be measured: the class, how thick the strokes "
    "are, how slanted, how wide and how bright.",
    {"digits": Choice("Digits 8 x 8, captions made of measures (built in)", MeasuredCaptions, {"images": Digits()})}
    | _downloads()
    | {
        "upload": Choice(
            "Your own pictures and captions…",
            UploadedCaptions,
            files=(
                File("sha256", "Pictures: a .zip of them"),
                File("captions_sha256", "Captions: a table (.csv, .tsv, ...) with a row for each, file,caption"),
            ),
            hint="Pictures are found by the names of their files; one may have several captions. Both files stay on "
            "this machine.",
        )
    },
    understood,
)
