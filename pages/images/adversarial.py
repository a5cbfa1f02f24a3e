"""Adversarial: changes too small to matter to the eye that turn a classifier's answer, beside chance of equal size."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.networks.attacks import ATTACKS
from engine.evaluation.images.adversarial import AdversarialTest, AttackScores
from engine.figures import image_charts as figure
from engine.insight.images.attacked import AS_IT_IS, Changed, fgsm_step, fooled, versions
from pages.images.inside_cnn.tab import offer
from pages.images.sister_runs import learner_of, of_run
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import tested
from pages.parts.write import explanation, pictures
from pages.parts.write.plain import plain

LARGEST, USUAL = 0.5, 0.1
MOST_TRIED = 200


def show(view: View) -> None:
    """The chosen image under attack, and the accuracy of many test images by epsilon."""
    images = view.images
    network = learner_of(view).class_scorer(view.fit, images.shape)
    if network is None:
        offer(view, "classifier to attack")
        return
    row = view.selected if view.selected is not None else _opening(view.run_id)
    epsilon = st.slider(
        "Epsilon", 0.0, LARGEST, USUAL, 0.01, key=view.key("epsilon"),
        help="No pixel moves by more than this; brightness is from 0 to 1.",
    )  # fmt: skip
    st.caption(plain(f"Image: {view.embedding.labels[row]}, class {images.class_of(row)}. Click another on the map."))
    pixels, target = images.pixels([row]), int(images.targets[row])
    found = versions(network, pixels, target, epsilon)
    for each in found:
        _strip(view, each, pixels, epsilon)
    _table(view, found, target)
    explanation.show(fgsm_step(network, pixels, target, epsilon), view.key("fgsm"))
    _curve(view)


@st.cache_data(show_spinner=False, max_entries=100)
def _opening(run_id: str) -> int:
    """A test image that is fooled at the usual epsilon; the first of all if none of the 200 that are tried is."""
    view = View(PageState(""), run_id, next(iter(state.fit(run_id).embeddings)))
    images, learner = view.images, learner_of(view)
    rows = images.tested(MOST_TRIED)
    rows = rows[learner.known(images)[rows]]
    network = learner.class_scorer(view.fit, images.shape)
    assert network is not None
    place = fooled(network, images.pixels(rows), images.targets[rows], USUAL)
    return int(rows[place or 0])


def _strip(view: View, each: Changed, pixels: np.ndarray, epsilon: float) -> None:
    """The picture, and what was added: gray is nothing, white +epsilon, black -epsilon."""
    shape, names = view.images.shape, view.images.class_names
    added = (each.pixels - pixels) / max(epsilon, 1e-9)
    both = np.concatenate([pictures.as_bytes(each.pixels, shape), pictures.as_bytes(0.5 + 0.5 * added, shape)])
    words = plain(f"{names[each.predicted]}, {each.chances[each.predicted]:.1%}")
    pictures.strip(f"**{each.name}**", both if each.name != AS_IT_IS else both[:1], words, side=110)


def _table(view: View, found: list[Changed], target: int) -> None:
    names = view.images.class_names
    table = pd.DataFrame(
        {
            "Change": [each.name for each in found],
            "Predicted": [names[each.predicted] for each in found],
            "Chance": [each.chances[each.predicted] * 100 for each in found],
            "Chance of the true class": [each.chances[target] * 100 for each in found],
            "Loss (nats)": [each.loss for each in found],
            "Largest change": [each.largest for each in found],
            "Mean change": [each.mean for each in found],
        }
    )
    percent, three = st.column_config.NumberColumn(format="%.2f %%"), st.column_config.NumberColumn(format="%.3f")
    forms = dict.fromkeys(list(table)[2:4], percent) | dict.fromkeys(list(table)[4:], three)
    st.dataframe(table, hide_index=True, column_config=forms, key=view.key("attacks"))


def _curve(view: View) -> None:
    """Accuracy of many test images by epsilon, as a job."""
    st.markdown("**Accuracy by epsilon**")
    fit = tested(of_run(view.run_id, AdversarialTest()), "Attack test images", "bolt")
    if fit is not None:
        _curves(view, AttackScores.from_fit(fit))


def _curves(view: View, found: AttackScores) -> None:
    chart = figure.under_attack(found.epsilons, found.accuracy, list(ATTACKS))
    st.plotly_chart(chart, key=view.key("under_attack"))
    epsilon, shares = found.at(0.1)
    told = ", ".join(f"{name} {share:.1%}" for name, share in zip(ATTACKS, shares, strict=True))
    st.caption(
        plain(f"{found.n_images:,} test images, {found.accuracy[0, 0]:.1%} right as they are. ")
        + plain(f"At epsilon {epsilon:g}: {told}.")
    )
