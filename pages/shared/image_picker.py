"""Pick images: built in, downloaded or uploaded, and see what was understood before training on them."""

import numpy as np
import pandas as pd
import streamlit as st

from engine import limits
from engine.datasets import uploads
from engine.datasets.download import missing
from engine.datasets.image_set import ImageSet
from engine.datasets.images import IMAGE_SETS, Digits, DownloadedImages, ImageSource, UploadedImages
from engine.errors import InputError
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.shared import controls, jobs_panel, pictures, state
from pages.shared.plain import plain

UPLOAD = "upload"
DIGITS = "digits"
KINDS = ["zip", "gz", "npy", "csv", "idx", "idx3-ubyte", "idx1-ubyte"]
PREVIEW = 24


def pick(key: str) -> tuple[ImageSource | None, ImageSet | None]:
    """The chosen source, and its images once they have been read; None while there are none."""
    titles = {DIGITS: "Digits 8 x 8 (built in)"} | {name: entry.title for name, entry in IMAGE_SETS.items()}
    titles[UPLOAD] = "Your own images…"
    chosen = st.selectbox(
        "Images",
        list(titles),
        format_func=titles.__getitem__,
        key=f"{key}.images",
        persist_state="session",
        help="The built-in digits need no network: 1,797 handwritten digits that ship with scikit-learn.",
    )
    try:
        source = _source(chosen, key)
    except InputError as error:
        st.error(plain(str(error)))
        return None, None
    return source, None if source is None else _prepared(source)


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
    sha256 = _kept(key, "sha256", "A .zip of pictures (folders are classes), .npy, IDX (.gz) or a .csv of pixels")
    if not sha256:
        st.caption("Gray or color, any size. It stays on this machine, and no archive is unpacked to disk.")
        return None
    with st.expander("Labels in a file of their own", icon=":material/label:"):
        labels = _kept(key, "labels_sha256", "IDX (.gz) or .npy with one label for each image")
    fixed = {"sha256": sha256, "labels_sha256": labels}
    return controls.draw(UploadedImages, f"{key}.uploaded_images", fixed=fixed)


def _kept(key: str, name: str, label: str) -> str:
    """sha256 of the file uploaded last, "" if none was."""
    file = st.file_uploader(label, key=f"{key}.{name}.file", max_upload_size=limits.UPLOAD_BYTES // limits.MB)
    if file is not None:
        st.session_state[f"{key}.{name}"] = uploads.keep(file.getvalue(), file.name).sha256
    sha256 = str(st.session_state.get(f"{key}.{name}", ""))
    if sha256 and file is None:
        st.caption(f"Last upload: {plain(next(iter(uploads.names(sha256)), sha256[:12]))}")
    return sha256


def _prepared(source: ImageSource) -> ImageSet | None:
    """The images if they have been read already; otherwise read them (an upload at once) and show the progress."""
    recipe = Recipe(source)
    if store.exists(recipe.run_id):
        try:
            found = state.images(recipe.run_id)
        except InputError as error:
            st.error(plain(str(error)))
            return None
        _preview(found, source.uploaded)
        return found
    status = jobs.status(recipe.run_id)
    if status is not None and status.active:
        jobs_panel.follow(recipe.run_id, "Reading")
    elif status is not None and status.state in ("failed", "cancelled"):
        jobs_panel.failed(status)
    elif isinstance(source, DownloadedImages) and missing(IMAGE_SETS[source.entry]):
        _offer_download(recipe, source)
    elif jobs_panel.submit(recipe):
        st.rerun()
    return None


def _offer_download(recipe: Recipe, source: DownloadedImages) -> None:
    entry = IMAGE_SETS[source.entry]
    size = sum(file.size for file in missing(entry))
    st.caption(f"{entry.about} Licence: {entry.licence}.")
    pressed = st.button(f"Download {size / limits.MB:,.1f} MB", type="primary", icon=":material/download:")
    if pressed and jobs_panel.submit(recipe):
        st.rerun()


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
