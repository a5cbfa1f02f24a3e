"""New images: the run encodes other data or an upload; their map, what the codes are worth, and the codes as files."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.datasets.base import Source
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.resized import in_shape
from engine.embedding import Embedding
from engine.evaluation.images.new_images import CODE, N_NEIGHBORS, PIXELS, NewImages, Transfer, without_margin
from engine.figures.coloring import color_by
from engine.neighbors import nearest
from engine.projections import PROJECTIONS
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.images.picker import PICKER, TO_ENCODE
from pages.images.sister_runs import learner_of, of_run
from pages.parts.data import picker
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map import projection
from pages.parts.map.component import embedding_map
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.write import pictures
from pages.parts.write.plain import plain

FEWEST_ON_MAP, MOST_ON_MAP = 5, 2_000
N_NEAREST = 12
MAP_HEIGHT = 420
FILES: tuple[tuple[str, Callable[[Embedding], bytes], str], ...] = (
    ("Table (CSV)", exports.table_csv, ".csv"),
    ("Vectors (TSV)", exports.vectors_tsv, "-vectors.tsv"),
    ("Metadata (TSV)", exports.metadata_tsv, "-metadata.tsv"),
)
"""Names of the buttons, what makes the files, and how their names end."""


def show(view: View) -> None:
    """Choose images, encode them by the run as it is, and see what came of it."""
    st.caption(
        "The run encodes images that it never saw; nothing is learned anew. Pretrained networks, such as VGG16, are "
        "not offered: this app downloads data, and no weights. What carries over is what a run of yours has learned."
    )
    key = view.key("new")
    other = "upload" if PICKER.choice_of(view.recipe.dataset) != "upload" else next(iter(PICKER.choices))
    st.session_state.setdefault(f"{key}.{TO_ENCODE.name}", other)
    source, new = picker.pick(TO_ENCODE, key)
    if source is None or new is None:
        return
    assert isinstance(new, ImageSet)
    if source == view.recipe.dataset:
        st.caption("These are the run's own images; choose others to see what carries over.")
    asked = controls.values(NewImages, f"{key}.how", ["inverted", "margin"])
    test = NewImages(source, **asked)
    recipe = of_run(view.run_id, test)
    fit = tested(recipe, "Encode", "input")
    if fit is None:
        return
    for note in fit.notes:
        st.caption(f":material/info: {plain(note)}")
    _scores(view, new, Transfer.from_fit(fit))
    _look(view, recipe.run_id, fit.main, new, test)
    _files(view, recipe.run_id, fit.main, source)


def _scores(view: View, new: ImageSet, found: Transfer) -> None:
    """Accuracies by each representation, and without any label of the new images."""
    if found.neighbors:
        table = pd.DataFrame(
            {
                "Vectors": list(found.sizes),
                "Numbers": list(found.sizes.values()),
                f"{N_NEIGHBORS} nearest": [100 * share for share in found.neighbors.values()],
                "Logistic": [100 * share for share in found.linear.values()],
            }
        )
        percent = st.column_config.NumberColumn(format="%.1f %%")
        st.dataframe(table, hide_index=True, column_config=dict.fromkeys(list(table)[2:], percent))
        st.caption(
            f"Learned from the {new.n_train:,} new training images and asked about the {new.n_test:,} of the new test "
            f"part (at most 1,000 for the {N_NEIGHBORS} nearest); the commonest class has {found.chance:.1%}. The old "
            f"images are those that the run learned from. {_verdict(found)}"
        )
    else:
        st.caption("Scores need new images of known classes, and some of them as a test part.")
    if found.unaided:
        told = ", ".join(f"{name.lower()} {share:.1%}" for name, share in found.unaided.items())
        st.caption(
            plain(f"Without any label of the new images, by the {N_NEIGHBORS} nearest old ones or by the run's own ")
            + plain(f"classifier, as far as classes have the same names: {told}.")
        )


def _verdict(found: Transfer) -> str:
    """Whether the code is worth more than pixels, by logistic regression."""
    gained = found.linear[CODE] - found.linear[PIXELS]
    if abs(gained) < 0.005:
        return "By logistic regression the code is worth as much as bare pixels."
    which = "more" if gained > 0 else "fewer"
    return f"By logistic regression the code tells {abs(100 * gained):.1f} in a hundred {which} than bare pixels."


def _look(view: View, run_id: str, codes: Embedding, new: ImageSet, test: NewImages) -> None:
    """The map of the new codes; a click shows the old images that are nearest to a new one."""
    page = PageState(view.key("new_map"))
    clicked = _map(view, page, run_id, codes, new) if codes.n_items >= FEWEST_ON_MAP else _picked(page, codes)
    _nearest_old(view, page, codes, new, test, clicked)


def _picked(page: PageState, codes: Embedding) -> int | None:
    """The row of an image chosen by its name, where there are too few for a map; None where there is no choice."""
    if codes.n_items == 1:
        return None
    names = list(codes.labels)
    chosen = st.segmented_control(
        "New image", names, format_func=plain, default=names[0], required=True, key=page.key("one")
    )
    return names.index(chosen)


def _map(view: View, page: PageState, run_id: str, codes: Embedding, new: ImageSet) -> int | None:
    """Draw the map; the row that was clicked, if one was."""
    methods = {name: cls.title for name, cls in PROJECTIONS.items() if cls.available()}
    method = st.selectbox(
        "Map", list(methods), format_func=methods.__getitem__, key=page.key("method"), width=200,
        label_visibility="collapsed",
    )  # fmt: skip
    learner = PROJECTIONS[method](**PROJECTIONS[method].fixed(2))
    shown = min(codes.n_items, MOST_ON_MAP)
    recipe = Recipe(EmbeddingOf(run_id, "code", shown if shown < codes.n_items else 0), learner)
    found = projection.obtain(View(page, run_id, "code", view.items), recipe, 2, st.container())
    if found is None:
        return None
    part = codes.first(shown)
    column = next(name for name in ("class", "predicted", "part") if name in part.metadata)
    event = embedding_map(
        page.key("points").replace(".", "_"),
        revision=found.revision,
        coordinates=found.coordinates,
        labels=part.labels,
        colors=color_by(column, part.metadata[column]),
        thumbnails=pictures.thumbnails(new, np.arange(shown)),
        height=MAP_HEIGHT,
    )
    st.caption(plain(f"{shown:,} new images by their codes, colored by {column}. {found.caption}"))
    return event.clicked


def _nearest_old(
    view: View, page: PageState, codes: Embedding, new: ImageSet, test: NewImages, clicked: int | None
) -> None:
    """A new image, and the old ones with the nearest codes."""
    chosen = page.key("chosen", view.run_id, codes.n_items)
    if clicked is not None:
        st.session_state[chosen] = clicked
    row = min(int(st.session_state.get(chosen, new.test_rows.start)), codes.n_items - 1)
    old = view.images
    rows = nearest(view.embedding, codes.vectors[row], N_NEAREST, "euclidean").rows
    told = f"class {new.class_of(row)}" if new.class_of(row) else ""
    if "predicted" in codes.metadata:
        told += f"; told as {codes.metadata['predicted'][row]} ({codes.metadata['confidence'][row]:.0%})"
    one = ImageSet(new.raw[row : row + 1], new.targets[row : row + 1], new.class_names, 1, ("",), new.maximum)
    one = without_margin(one, test.margin)
    seen = pictures.as_bytes(in_shape(one, old.shape, test.inverted), old.shape)
    pictures.strip(f"**{plain(codes.labels[row])}**", seen, plain(told.strip("; ")))
    names = list(dict.fromkeys(filter(None, (old.class_of(int(each)) for each in rows))))
    shown = pictures.as_bytes(old.pixels(rows), old.shape)
    pictures.strip("**Nearest of the run's images**", shown, plain(", ".join(names)))
    another = "; another one is chosen above" if codes.n_items > 1 else ""
    st.caption(f"The new image as the run sees it{another}. Nearest by Euclidean distance of the codes.")


def _files(view: View, run_id: str, codes: Embedding, source: Source) -> None:
    """The codes as other programs read them."""
    stem = f"new-{run_id[:8]}"
    st.markdown("**The codes as files**")
    with st.container(horizontal=True):
        for label, make, ending in FILES:
            st.download_button(
                label, partial(make, codes), f"{stem}{ending}", icon=":material/download:", on_click="ignore",
                key=view.key("export_new", ending),
            )  # fmt: skip
    counted = "1 image" if codes.n_items == 1 else f"{codes.n_items:,} images"
    st.caption(
        plain(f"{counted} of “{source.title()}” by {learner_of(view).described}: ")
        + f"{codes.n_components} numbers each, and what is known of each image."
    )
