"""What augmentation and pooling buy: accuracy on changed test images, and where in the network a shift gets lost."""

import dataclasses

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.robustness import CHANGES, SHIFTS, Robustness, RobustnessTest
from engine.figures import learning as figure
from engine.fit import Fit
from pages.images.sister_runs import Trained, learner_of, measured, of_run, trained_on
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """A row for each change, a column for each classifier on these images."""
    st.markdown("**The robustness that it buys**")
    if not learner_of(view).tells_classes:
        st.caption("This is measured of classifiers; this run is none.")
        return
    if tested(of_run(view.run_id, RobustnessTest()), "Ask about changed images", "rotate_right") is None:
        return
    runs = [run for run in trained_on(view) if run.learner.tells_classes]
    runs = [dataclasses.replace(run, title=_short(run)) for run in runs]
    table(runs, measured([(f"Changed images: {run.title}", of_run(run.run_id, RobustnessTest())) for run in runs]))


def _short(run: Trained) -> str:
    """What tells the run from others, without what they share: columns are narrow."""
    rest = run.title.replace(f"{run.learner.title} {run.learner.code_size}", "").strip(", ")
    return "plain" if not rest else f"plain {rest}" if rest.startswith("(") else rest


def table(runs: list[Trained], fits: list[Fit | None]) -> None:
    """Accuracies by change of the runs that are measured."""
    columns: dict[str, list[str] | np.ndarray] = {"Test images": list(CHANGES)}
    n_images = 0
    for run, fit in zip(runs, fits, strict=True):
        if fit is not None:
            found = Robustness.from_fit(fit)
            title = run.title if run.title not in columns else f"{run.title} {run.run_id[:4]}"
            columns[title], n_images = 100 * found.accuracy, found.n_images
    percent = st.column_config.NumberColumn(format="%.1f %%")
    st.dataframe(pd.DataFrame(columns), hide_index=True, column_config=dict.fromkeys(list(columns)[1:], percent))
    st.caption(
        f"Accuracy on {n_images:,} test images, each changed in a direction of its own, the same for all runs. Train "
        "with another augmentation (the sidebar, under More settings) and compare. What was never seen in training is "
        "told worse. A mirrored digit mostly is another sign: there, mirrors in training blur what they should sharpen."
    )


def shifted(view: View) -> None:
    """How far shifts move the answers of each layer, and how often the class stays."""
    st.markdown("**What becomes of a shift**")
    if not learner_of(view).tells_classes:
        st.caption("This is measured of classifiers; this run is none.")
        return
    fit = tested(of_run(view.run_id, RobustnessTest()), "Shift the test images", "east")
    if fit is None:
        return
    found = Robustness.from_fit(fit)
    network = learner_of(view).vision(view.fit, view.images.shape)
    assert network is not None
    titles = ["Image", *(network.titles[place] for place in found.places)]
    st.plotly_chart(figure.forgotten_shifts(titles, found.moved, SHIFTS), key=view.key("shifts"))
    kept = ", ".join(f"{share:.1%} after {shift}" for share, shift in zip(found.kept, SHIFTS, strict=True))
    pools = [at for at, title in enumerate(titles) if "pooling" in title]
    told = "; ".join(
        plain(f"{titles[at]} takes it from {found.moved[at - 1, 0]:.2f} to {found.moved[at, 0]:.2f}") for at in pools
    )
    st.caption(
        f"Mean of |answer to the shifted image - answer to the image| over |answer to the image|, {found.n_images:,} "
        f"test images moved to the right. Of a shift by one pixel: {told or 'this network has no pooling'}. The class "
        f"stays for {kept} pixels. Inside the CNN, Experiments compares kinds of pooling."
    )
