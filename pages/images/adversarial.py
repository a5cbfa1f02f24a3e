"""Adversarial: changes too small to matter to the eye that turn a classifier's answer, beside chance of equal size."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.adversarial import ATTACKS, AdversarialTest, ClassScorer, class_scorer
from engine.figures import image_charts as figure
from engine.fit import Fit
from engine.learners.images.classifier import ConvolutionalClassifier
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.images.inside_cnn.tab import chosen_row, offer
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write import pictures
from pages.parts.write.formula import power_of_ten
from pages.parts.write.plain import plain

LARGEST = 0.5


class Changed(NamedTuple):
    """One version of the image: pixels (1, n_pixels), chances (n_classes,), loss in nats."""

    name: str
    pixels: np.ndarray
    chances: np.ndarray
    loss: float


def show(view: View) -> None:
    """The chosen image under attack, and the accuracy of many test images by epsilon."""
    learner, images = view.recipe.learner, view.images
    if not isinstance(learner, ConvolutionalClassifier):
        offer(view, "classifier to attack")
        return
    network = class_scorer(learner, view.fit, images.shape)
    row = chosen_row(view)
    epsilon = st.slider(
        "Epsilon", 0.0, LARGEST, 0.1, 0.01, key=f"{view.page}.epsilon",
        help="No pixel moves by more than this; brightness is from 0 to 1.",
    )  # fmt: skip
    st.caption(plain(f"Image: {view.embedding.labels[row]}, class {images.class_of(row)}. Click another on the map."))
    pixels, targets = images.pixels([row]), images.targets[[row]]
    found = [_asked(network, "As it is", pixels, targets)]
    found += [
        _asked(network, name, attack(network, pixels, targets, epsilon), targets) for name, attack in ATTACKS.items()
    ]
    for each in found:
        _strip(view, each, pixels, epsilon)
    _table(view, found, int(targets[0]))
    _formula(network, pixels, targets, epsilon)
    _curve(view)


def _asked(network: ClassScorer, name: str, pixels: np.ndarray, targets: np.ndarray) -> Changed:
    return Changed(name, pixels, network.chances(pixels)[0], float(network.loss(pixels, targets)[0]))


def _strip(view: View, each: Changed, pixels: np.ndarray, epsilon: float) -> None:
    """The picture, and what was added: gray is nothing, white +epsilon, black -epsilon."""
    shape, names = view.images.shape, view.images.class_names
    added = (each.pixels - pixels) / max(epsilon, 1e-9)
    both = np.concatenate([pictures.as_bytes(each.pixels, shape), pictures.as_bytes(0.5 + 0.5 * added, shape)])
    first = int(each.chances.argmax())
    words = plain(f"{names[first]}, {each.chances[first]:.1%}")
    pictures.strip(f"**{each.name}**", both if each.name != "As it is" else both[:1], words, side=110)


def _table(view: View, found: list[Changed], target: int) -> None:
    names = view.images.class_names
    first = [int(each.chances.argmax()) for each in found]
    table = pd.DataFrame(
        {
            "Change": [each.name for each in found],
            "Predicted": [names[at] for at in first],
            "Chance": [each.chances[at] * 100 for each, at in zip(found, first, strict=True)],
            "Chance of the true class": [each.chances[target] * 100 for each in found],
            "Loss (nats)": [each.loss for each in found],
            "Largest change": [float(np.abs(each.pixels - found[0].pixels).max()) for each in found],
            "Mean change": [float(np.abs(each.pixels - found[0].pixels).mean()) for each in found],
        }
    )
    percent, three = st.column_config.NumberColumn(format="%.2f %%"), st.column_config.NumberColumn(format="%.3f")
    forms = dict.fromkeys(list(table)[2:4], percent) | dict.fromkeys(list(table)[4:], three)
    st.dataframe(table, hide_index=True, column_config=forms, key=f"{view.page}.attacks")


def _formula(network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float) -> None:
    """FGSM with the numbers of the pixel that matters most."""
    _, gradient = network.loss_gradient(pixels, targets)
    at = int(np.abs(gradient[0]).argmax())
    value, slope = float(pixels[0, at]), float(gradient[0, at])
    moved = float(np.clip(value + epsilon * np.sign(slope), 0, 1))
    st.latex(r"x' = \mathrm{clip}_{[0, 1]}\big(x + \epsilon\,\mathrm{sign}(\nabla_x L)\big)")
    step = rf"{epsilon:.2f} \cdot \mathrm{{sign}}({power_of_ten(slope, 2)})"
    st.latex(rf"x'_{{{at + 1}}} = \mathrm{{clip}}\big({value:.3f} + {step}\big) = {moved:.3f}")
    st.caption(
        f"FGSM, pixel {at + 1}, whose gradient is the largest. PGD takes ten smaller steps and stays in the same box; "
        "random signs move every pixel as far as FGSM does, but do not know where to."
    )


def _curve(view: View) -> None:
    """Accuracy of many test images by epsilon, as a job."""
    st.markdown("**Accuracy by epsilon**")
    recipe = Recipe(EmbeddingOf(view.run_id), AdversarialTest())
    found = tested(recipe, "Attack test images", "bolt")
    if found is not None:
        _curves(view, found)


def _curves(view: View, fit: Fit) -> None:
    epsilons, accuracy = fit.arrays["epsilons"], fit.arrays["accuracy"]
    st.plotly_chart(figure.under_attack(epsilons, accuracy, list(ATTACKS)), key=f"{view.page}.under_attack")
    middle = int(np.searchsorted(epsilons, 0.1))
    told = ", ".join(f"{name} {share:.1%}" for name, share in zip(ATTACKS, accuracy[:, middle], strict=True))
    st.caption(
        plain(f"{fit.summary['images']:,} test images, {accuracy[0, 0]:.1%} right as they are. ")
        + plain(f"At epsilon {epsilons[middle]:g}: {told}.")
    )
