"""Lesson 3: a neuron, a layer, a loss."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.probability import softmax
from engine.datasets.images.sources import Digits
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.figures.lessons import bars, cells, network
from engine.figures.lessons.projections import curves
from engine.insight.lessons.networks import (
    ACTIVATIONS,
    BATCH_STEPS,
    CHANCES,
    FIRST,
    N_POINTS,
    SCHEDULES,
    SECOND,
    START,
    TRUE_CLASS,
    descend,
    hinge,
    in_batches,
    largest_rate,
    losses,
    two_layers,
    validated,
)
from engine.learners.films.watch_prediction import WatchPrediction
from engine.learners.images.autoencoder import Autoencoder
from engine.runs.recipe import Recipe
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside

SIZES = (1, 4, 16, N_POINTS)
LOGARITHMIC = {"type": "log", "rangemode": "normal", "tickformat": ".2~g"}
"""An axis of losses; by itself Plotly writes 2 and 5 for 0.2 and 0.05."""


def _neuron(place: Place) -> None:
    name = st.segmented_control(
        "Activation", list(ACTIVATIONS), default="sigmoid", required=True, key=place.key("f"), disabled=place.locked
    )
    with st.container(horizontal=True):
        weight = st.slider("Weight w", -5.0, 5.0, 1.0, 0.5, key=place.key("w"), disabled=place.locked, width=180)
        bias = st.slider("Bias b", -5.0, 5.0, 0.0, 0.5, key=place.key("b"), disabled=place.locked, width=180)
        x = st.slider("Input x", -4.0, 4.0, 1.0, 0.25, key=place.key("x"), disabled=place.locked, width=180)
    inputs = np.linspace(-4, 4, 161)
    outputs = ACTIVATIONS[name](weight * inputs + bias)
    a = float(ACTIVATIONS[name](np.array(weight * x + bias)))
    shown = slice(0, None, 20)
    draw(
        curves(inputs, {"a": outputs}, ("input x", "a"), x).update_yaxes(rangemode="normal"), place.key("neuron"),
        f"Output of the neuron by input: "
        f"{bars.told([f'{one:g}:' for one in inputs[shown]], outputs[shown], '.3f')}; at {x:g} it is {a:.3f}.",
    )  # fmt: skip
    z = weight * x + bias
    st.latex(rf"a = \text{{{name}}}({weight:g} \cdot {_factor(x)} {bias:+g}) = \text{{{name}}}({z:g}) = {a:.3f}")


def _factor(number: float) -> str:
    return f"({number:g})" if number < 0 else f"{number:g}"


def _layers(place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = np.array([
            st.slider(f"x{'₁₂'[at]}", -3.0, 3.0, usual, 0.5, key=place.key("x", at), disabled=place.locked, width=140)
            for at, usual in enumerate((2.0, 1.0))
        ])  # fmt: skip
        name = st.segmented_control(
            "Activation",
            list(ACTIVATIONS),
            default="ReLU",
            required=True,
            key=place.key("layers", "f"),
            disabled=place.locked,
        )
    left, right = beside(2, narrowest=230)
    with left:
        first = _weights(place, "W₁", FIRST, ("x₁", "x₂"))
    with right:
        second = _weights(place, "W₂", SECOND, ("h₁", "h₂", "h₃"))
    found = two_layers(first, second, x, name)
    outputs = ", ".join(f"{value:.2f}" for value in found.output)
    draw(
        network.layers([x, found.active, found.output], [first, second], ("x", "h", "y")), place.key("network"),
        f"Inputs {x[0]:g}, {x[1]:g}; W1 {cells.told(first, ['h1', 'h2', 'h3'], 'g')}; hidden units "
        f"{', '.join(f'{value:.2f}' for value in found.active)}; W2 {cells.told(second, ['y1', 'y2'], 'g')}; outputs "
        f"{outputs}.",
    )  # fmt: skip
    whole = second @ first
    terms = " + ".join(rf"{_factor(a)} \cdot {_factor(b)}" for a, b in zip(second[0], first[:, 0], strict=True))
    if place.number(
        "collapsed", "Take the activation away: one matrix does what both layers do. What is its first entry, "
        "from x₁ to the first output?",
        float(whole[0, 0]), 0.05, ".2f",
        f"The sum over all ways from x₁ to the first output: ${terms} = {whole[0, 0]:.2f}$.",
    ):  # fmt: skip
        bare = two_layers(first, second, x, "identity").output
        one = whole @ x
        rows = r" \\ ".join(" & ".join(f"{value:g}" for value in row) for row in whole.round(4))
        st.latex(
            rf"W_2 W_1 = \begin{{pmatrix}} {rows} \end{{pmatrix}}, \qquad "
            rf"W_2 (W_1 x) = ({bare[0]:.2f}, {bare[1]:.2f}), \quad (W_2 W_1)\, x = ({one[0]:.2f}, {one[1]:.2f})"
        )
        st.latex(rf"W_2\, \text{{{name}}}(W_1 x) = ({outputs})")


def _weights(place: Place, name: str, usual: tuple[tuple[float, ...], ...], inputs: tuple[str, ...]) -> np.ndarray:
    st.markdown(f"**{name}**")
    column = st.column_config.NumberColumn(min_value=-10.0, max_value=10.0, format="%.2f", required=True)
    edited = place.edit(
        pd.DataFrame(usual, columns=inputs), hide_index=True, height="content", key=place.key(name),
        column_config=dict.fromkeys(inputs, column), alt=f"Weights {name}, to be changed.",
    )  # fmt: skip
    return np.nan_to_num(edited.to_numpy(dtype=float))


def _losses(place: Place) -> None:
    delta = st.slider("Huber's δ", 0.25, 3.0, 1.0, 0.25, key=place.key("delta"), disabled=place.locked, width=260)
    left, right = beside(2, narrowest=280)
    errors, margins = np.linspace(-4, 4, 81), np.linspace(-3, 3, 121)
    for block, title, key, x, found in (
        (left, "error", "numbers", errors, losses(errors, delta)),
        (right, "margin", "classes", margins, hinge(margins)),
    ):
        with block:
            st.markdown("**For a number**" if key == "numbers" else "**For one of two classes**")
            at = slice(0, None, 20)
            told = "; ".join(
                f"{name}: {bars.told([f'{one:g}:' for one in x[at]], line[at], '.2f')}" for name, line in found.items()
            )
            draw(curves(x, found, (title, "loss")), place.key(key), f"Loss by {title}. {told}.")


def _classes(place: Place) -> None:
    names = [f"class {number + 1}" for number in range(len(CHANCES))]
    column = st.column_config.NumberColumn(min_value=0.0, max_value=1000.0, format="%.3f", required=True)
    edited = place.edit(
        pd.DataFrame([CHANCES], columns=names), hide_index=True, height="content", key=place.key("chances"),
        column_config=dict.fromkeys(names, column), alt="Chances of five classes, to be changed.",
    )  # fmt: skip
    typed = np.nan_to_num(edited.to_numpy(dtype=float))[0]
    true = names.index(
        st.selectbox("The right class", names, TRUE_CLASS, key=place.key("true"), disabled=place.locked, width=160)
    )
    if typed[true] <= 0:
        st.warning("The right class needs a chance above 0: the loss would be infinite. The example is used instead.")
        typed = np.array(CHANCES)
    chances = typed / typed.sum()
    loss = float(-np.log(chances[true]))
    if place.number(
        "entropy", f"What is the cross-entropy of this prediction, -ln {chances[true]:.3g}? 0.1 off counts as right.",
        loss, 0.1, ".3f",
        "It looks at the chance of the right class alone: 0 for certainty, ln 2 = 0.693 for one in two, "
        f"ln {len(CHANCES)} = {np.log(len(CHANCES)):.3f} for a blind guess.",
    ):  # fmt: skip
        scores = np.log(np.maximum(chances, 1e-12))
        draw(
            bars.bars(names, {"chance": chances}, "p", ".2f", 240), place.key("classes", "bars"),
            f"Chances: {bars.told(names, chances, '.2f')}.",
        )  # fmt: skip
        again = softmax(scores + 3)
        st.latex(rf"-\ln {chances[true]:.3f} = {loss:.3f}")
        told = (", ".join(f"{number:.2f}" for number in each) for each in (scores + 3, again))
        st.latex(rf"\text{{scores }} ({next(told)}) \;\to\; \text{{softmax }} ({next(told)})")
        st.caption("Scores are told from chances but for a constant: these are ln p + 3.")


def _descent(place: Place) -> None:
    with st.container(horizontal=True):
        steepness = st.slider("Steepness κ", 1, 20, 10, key=place.key("kappa"), disabled=place.locked, width=180)
        momentum = st.slider("Momentum μ", 0.0, 0.95, 0.0, 0.05, key=place.key("mu"), disabled=place.locked, width=180)
    limit = largest_rate(steepness)
    if not place.number(
        "rate", f"The surface is (x² + {steepness} y²) / 2. From which learning rate on does plain descent, without "
        "momentum, climb instead of descend?",
        limit, 0.02 * limit, ".3f",
        f"Each step multiplies y by $1 - {steepness}\\,\\eta$, whose size is below 1 as long as "
        f"$\\eta < 2/{steepness}$: two over the largest curvature. With momentum $\\mu$ the limit "
        "is $2 (1 + \\mu) / \\kappa$.",
    ):  # fmt: skip
        return
    with st.container(horizontal=True):
        rate = st.slider(
            "Learning rate η",
            0.01,
            2.0,
            min(0.15, 0.9 * limit),
            0.01,
            key=place.key("eta", steepness),
            disabled=place.locked,
            width=260,
        )
        n_steps = st.slider("Steps", 1, 100, 30, key=place.key("steps"), disabled=place.locked, width=180)
    found = descend(steepness, rate, momentum, n_steps)
    left, right = beside(2, narrowest=280)
    last = ", ".join(f"{value:.3g}" for value in found.path[-1])
    with left:
        draw(
            network.way_down(found.path, steepness, (1.3 * START[0], 1.6 * START[1])), place.key("way"),
            f"From ({START[0]:g}, {START[1]:g}) to ({last}) in {len(found.path) - 1} steps.",
        )  # fmt: skip
    with right:
        steps = np.arange(len(found.heights))
        every = slice(0, None, max(1, len(steps) // 8))
        draw(
            curves(steps, {"loss": np.log10(found.heights + 1e-16)}, ("step", "log₁₀ loss")).update_yaxes(
                rangemode="normal"
            ),
            place.key("heights"),
            f"Loss by step: {bars.told([f'{one}:' for one in steps[every]], found.heights[every], '.3g')}.",
        )
    st.markdown(
        f"After {len(found.path) - 1} steps the loss is **{found.heights[-1]:.3g}**; the limit for this momentum is "
        f"η = {largest_rate(steepness, momentum):.3f}."
    )


def _batches(place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = st.select_slider("Points of a step", SIZES, 4, key=place.key("size"), disabled=place.locked, width=200)
        rate = st.slider(
            "Learning rate η", 0.02, 0.5, 0.2, 0.02, key=place.key("batch", "rate"), disabled=place.locked, width=200
        )
        schedule = st.selectbox(
            "Schedule", list(SCHEDULES), key=place.key("schedule"), disabled=place.locked, width=220
        )
    found, whole = in_batches(size, rate, schedule), in_batches(N_POINTS, rate, schedule)
    lines = {f"{size} of {N_POINTS} points": found.losses, "all points": whole.losses}
    steps = np.arange(BATCH_STEPS + 1)
    every = slice(0, None, 50)
    told = "; ".join(
        f"{name}: {bars.told([f'{one}:' for one in steps[every]], line[every], '.3f')}" for name, line in lines.items()
    )
    draw(
        curves(steps, lines, ("step", "loss of all points, logarithmic")).update_yaxes(**LOGARITHMIC),
        place.key("batches"), f"Loss by step. {told}.",
    )  # fmt: skip
    end = found.losses[-50:].mean() - found.least
    st.caption(
        f"A line through {N_POINTS} noisy points. The smallest loss there is, is {found.least:.4f}; over the last 50 "
        f"steps this one is above it by {end:.2g}. {BATCH_STEPS} steps look at {BATCH_STEPS * size:,} points instead "
        f"of {BATCH_STEPS * N_POINTS:,}."
    )


def _stop(place: Place) -> None:
    noise = st.slider("Noise", 0.0, 1.0, 0.4, 0.1, key=place.key("noise"), disabled=place.locked, width=260)
    found = validated(noise)
    at = slice(0, None, 8)
    told = "; ".join(
        f"{name}: {bars.told([f'{one}:' for one in found.steps[at]], line[at], '.3f')}"
        for name, line in (("training", found.training), ("validation", found.validation))
    )
    drawn = curves(
        found.steps,
        {"training": found.training, "validation": found.validation},
        ("step, logarithmic", "loss, logarithmic"),
        found.best,
    )
    draw(
        drawn.update_xaxes(type="log").update_yaxes(**LOGARITHMIC),
        place.key("stop"),
        f"Loss by step. {told}. Best at step {found.best}.",
    )
    st.markdown(
        f"Stop at step **{found.best:,}**: validation loss {found.validation.min():.3f}; at the end it is "
        f"{found.validation[-1]:.3f}, while the loss of the training points has fallen to {found.training[-1]:.3f}."
    )


def _links(place: Place) -> None:
    links.to_run(
        "Movies: a network that predicts what is watched, with its numbers", "movies",
        lambda: Recipe(ToyViewers(), WatchPrediction()), place.key("watch"), "How it works",
    )  # fmt: skip
    links.to_run(
        "Images: the training of an autoencoder, its loss by epoch", "images", lambda: Recipe(Digits(), Autoencoder()),
        place.key("training"), "Training",
    )  # fmt: skip


LESSON = Lesson(
    3,
    "A neuron, a layer, a loss",
    "3_networks",
    "Activations, two layers with their numbers, losses, and the ways down: rates, momentum, batches, stopping.",
    ("collapsed", "entropy", "rate"),
    (
        Step("A neuron", _neuron),
        Step("Two layers, and why they need an activation", _layers),
        Step("Losses of numbers and of classes", _losses),
        Step("Softmax and cross-entropy", _classes),
        Step("Walking down", _descent),
        Step("Minibatches and schedules", _batches),
        Step("When to stop", _stop),
        Step("At full size", _links),
    ),
)
