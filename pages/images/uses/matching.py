"""Same or not? Pairs of images by a threshold on their distance, and few-shot tasks, on classes that are new."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.verification import Roc
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.matching import N_QUERIES, SHOTS, Matches, MatchingTest
from engine.figures import matching as figure
from engine.learners.images.contract import ImageLearner
from engine.learners.images.triplet import TripletNetwork
from engine.runs.recipe import Recipe
from pages.images.sister_runs import learner_of, of_run
from pages.parts.explore.view import View
from pages.parts.run import controls, method
from pages.parts.run.obtain import tested
from pages.parts.write import pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

N_SHOWN = 8
MOST_NAMED = 12


def show(view: View) -> None:
    """Which classes are new to the run; then the pairs and the tasks, once they are measured."""
    images, learner = view.images, learner_of(view)
    if not images.has_classes or not images.n_test:
        st.caption("This needs classes and a test part; these images lack one of them.")
        return
    _what_is_new(images, learner)
    _hold_out(view, learner)
    with st.popover("Settings", icon=":material/tune:"):
        test = controls.draw(MatchingTest, view.key("matching"))
    fit = tested(of_run(view.run_id, test), "Ask about pairs", "compare")
    if fit is not None:
        found = Matches.from_fit(fit)
        _pairs(view, found)
        _tasks(found)


def _what_is_new(images: ImageSet, learner: ImageLearner) -> None:
    known = learner.known(images)
    if not known.all():
        new = [images.class_names[target] for target in np.unique(images.targets[~known])]
        st.caption(plain(f"No image of {_listed(new)} took part in the training: these classes are new to the run."))
    elif learner.from_classes:
        st.caption("This run learned from all classes, so that none is new to it: only the images asked about are.")
    else:
        st.caption("This run read no classes; the images asked about, those of the test part, are new to it.")


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _hold_out(view: View, learner: ImageLearner) -> None:
    """Offer the same training (or, for what reads no classes, triplets) with classes held out."""
    names = view.images.class_names
    usual = list(names[-max(2, len(names) // 4) :])
    with st.expander("Train with classes held out", icon=":material/visibility_off:"):
        chosen = st.multiselect("Held-out classes", names, usual, key=view.key("hold_out", len(names)))
        base = learner if learner.from_classes else TripletNetwork()
        found = base.holding_out(chosen)
        assert found is not None
        problems = [each.sentence for each in found.advice(view.images) if each.severity == "error"]
        for sentence in problems:
            st.caption(plain(sentence))
        few = len(chosen) < 2
        if few:
            st.caption("Choose two classes or more, so that there are pairs of different ones.")
        label = f"Train: {found.title.lower()}"
        with st.container(key="a_step.hold_out"):
            if st.button(plain(label), icon=":material/play_arrow:", disabled=few or bool(problems)):
                method.start(view.page, Recipe(view.recipe.dataset, found))


def _pairs(view: View, found: Matches) -> None:
    """The curves, the threshold, and pairs that it judges wrongly."""
    curves = {name: found.curve(place) for place, name in enumerate(found.names)}
    own, distances = curves[found.names[-1]], found.distances[-1]
    rate, usual = own.equal_error
    low, high = float(distances.min()), float(distances.max())
    step = (high - low) / 200
    threshold = st.slider(
        "Threshold", low, high, usual, step, format="%.3f", key=view.key("threshold", view.run_id, low, high),
        help="Two images at most so far apart are taken for the same class.",
    )  # fmt: skip
    hits, alarms = own.at(threshold)
    left, right = beside(2)
    left.plotly_chart(figure.curves(curves, (alarms, hits)), key=view.key("roc"))
    right.plotly_chart(figure.apart(distances, found.same, threshold), key=view.key("apart"))
    n_pairs = int(found.same.sum())
    st.caption(
        f"{n_pairs:,} pairs of one class and {len(found.same) - n_pairs:,} of two, drawn by chance. At {threshold:.3f} "
        f"this run recognizes {hits:.1%} of the same, and takes {alarms:.1%} of the others for it. Where both errors "
        f"are equal, at {usual:.3f}, they are {rate:.1%} (the equal error rate); a coin has 50 %."
    )
    _table(curves)
    _wrong(view.images, found, threshold)


def _table(curves: dict[str, Roc]) -> None:
    table = pd.DataFrame(
        {
            "Distance by": list(curves),
            "Equal error rate": [curve.equal_error[0] * 100 for curve in curves.values()],
            "Area under the curve": [curve.area for curve in curves.values()],
        }
    )
    percent, three = st.column_config.NumberColumn(format="%.1f %%"), st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"Equal error rate": percent, "Area under the curve": three})


def _wrong(images: ImageSet, found: Matches, threshold: float) -> None:
    """The clearest mistakes of either sort, each pair one above the other."""
    distances, near = found.distances[-1], found.distances[-1] <= threshold
    for name, wrong, order in (
        ("**Same, but held apart**", found.same & ~near, -distances),
        ("**Different, but taken for the same**", ~found.same & near, distances),
    ):
        places = np.flatnonzero(wrong)
        places = places[np.argsort(order[places], kind="stable")][:N_SHOWN]
        if len(places):
            stacked = _stacked(images, found.pairs[places])
            told = f"{int(wrong.sum()):,} pairs; these at {distances[places[0]]:.2f} to {distances[places[-1]]:.2f}"
            pictures.strip(name, stacked, told, side=150)


def _stacked(images: ImageSet, pairs: np.ndarray) -> np.ndarray:
    """Pairs of images, the second below the first with gray between: uint8 (m, height of all, width, channels)."""
    first, second = (pictures.as_bytes(images.pixels(pairs[:, side]), images.shape) for side in (0, 1))
    gap = np.full((len(pairs), max(1, images.shape[0] // 12), *images.shape[1:]), 128, dtype=np.uint8)
    return np.concatenate([first, gap, second], axis=1)


def _tasks(found: Matches) -> None:
    """Accuracy of tasks with few examples, with the error of their mean."""
    st.markdown(f"**{found.n_ways} classes, few examples of each**")
    n = found.accuracies.shape[2]
    rows = []
    for name, each in zip(found.names, found.accuracies, strict=True):
        cells = [f"{row.mean():.1%} ± {1.96 * row.std(ddof=1) / np.sqrt(n):.1%}" for row in each]
        rows.append((name, *cells))
    columns = ["Told by the nearest mean of", *(f"{shots} example{'s' * (shots > 1)} each" for shots in SHOTS)]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)
    st.caption(
        f"{n:,} tasks: {found.n_ways} of the {len(found.classes)} classes, so many images of each as examples, and up "
        f"to {N_QUERIES} others of each to ask about; mean and 95 % interval. Guessing gives {1 / found.n_ways:.0%}. "
        "PCA has as many numbers as the run's code and saw the same training images. Networks carry over to new "
        "classes if they learned from many: with a handful of digits, bare pixels are often better."
    )
