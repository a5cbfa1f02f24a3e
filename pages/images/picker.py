"""Pick images: built in, downloaded or uploaded, and see what was understood before training on them."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import IMAGE_SETS, Digits, DownloadedImages, ImageSource, UploadedImages
from pages.parts.data import picking
from pages.parts.run import controls, state
from pages.parts.write import pictures
from pages.parts.write.plain import plain

UPLOAD = "upload"
DIGITS = "digits"
KINDS = ["zip", "gz", "npy", "npz", "csv", "idx", "idx3-ubyte", "idx1-ubyte"]
PREVIEW = 24


def pick(key: str) -> tuple[ImageSource | None, ImageSet | None]:
    """The chosen source, and its images once they have been read; None while there are none."""
    titles = {DIGITS: "Digits 8 x 8 (built in)"} | {name: entry.title for name, entry in IMAGE_SETS.items()}
    titles[UPLOAD] = "Your own images…"
    choice = picking.Choice(
        "Images",
        "The built-in digits need no network: 1,797 handwritten digits that ship with scikit-learn.",
        f"{key}.images",
        titles,
    )
    return picking.pick(
        choice,
        lambda chosen: _source(chosen, key),
        state.images,
        lambda source: IMAGE_SETS[source.entry] if isinstance(source, DownloadedImages) else None,
        lambda images, source: _preview(images, source.uploaded),
    )


def adopt(source: ImageSource, key: str) -> None:
    """Let the picker show a source that a saved run was made from."""
    if isinstance(source, UploadedImages):
        st.session_state[f"{key}.sha256"] = source.sha256
        st.session_state[f"{key}.labels_sha256"] = source.labels_sha256
    st.session_state[f"{key}.images"] = (
        UPLOAD if isinstance(source, UploadedImages) else getattr(source, "entry", DIGITS)
    )
    controls.adopt(source, f"{key}.{source.name}")


def _source(chosen: str, key: str) -> ImageSource | None:
    if chosen == UPLOAD:
        return _uploaded(key)
    if chosen == DIGITS:
        return controls.draw(Digits, f"{key}.digits")
    return controls.draw(DownloadedImages, f"{key}.downloaded_images", fixed={"entry": chosen})


def _uploaded(key: str) -> ImageSource | None:
    sha256 = picking.upload(
        f"{key}.sha256", "A .zip of pictures (folders are classes), .npy, .npz, IDX (.gz) or a .csv of pixels"
    )
    if not sha256:
        st.caption("Gray or color, any size. It stays on this machine, and no archive is unpacked to disk.")
        return None
    with st.expander("Labels in a file of their own", icon=":material/label:"):
        labels = picking.upload(f"{key}.labels_sha256", "IDX (.gz) or .npy with one label for each image")
    fixed = {"sha256": sha256, "labels_sha256": labels}
    return controls.draw(UploadedImages, f"{key}.uploaded_images", fixed=fixed)


def _preview(images: ImageSet, open_at_first: bool) -> None:
    """What was understood of the files."""
    height, width, channels = images.shape
    colors = "color" if channels == 3 else "gray"
    st.caption(
        f"**{images.n_train:,}** images for training, **{images.n_test:,}** for testing, {height} x {width} {colors}"
        + (f", {len(images.class_names)} classes" if images.class_names else "")
    )
    with st.expander("What was understood", icon=":material/fact_check:", expanded=open_at_first):
        for note in images.notes:
            st.caption(f":material/info: {plain(note)}")
        rows = np.linspace(0, images.n_images - 1, min(PREVIEW, images.n_images)).astype(int)
        shown = pictures.as_bytes(images.pixels(rows), images.shape)
        st.image(pictures.grid(shown, 8, side=28))
        if images.has_classes:
            counts = np.bincount(images.targets, minlength=len(images.class_names))
            st.dataframe(pd.DataFrame({"Class": images.class_names, "Images": counts}), hide_index=True, height=180)
