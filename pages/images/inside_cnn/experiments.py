"""Ready experiments: a few trainings that differ in one thing, beside each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.networks.layers import Shape, n_weights
from engine.evaluation.images.double_descent import Descent, DoubleDescent
from engine.evaluation.images.robustness import SHIFTS, Robustness, RobustnessTest
from engine.figures import learning as figure
from engine.fit import Fit
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.images.inside_cnn import robustness
from pages.images.sister_runs import Trained, measured, of_run
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel
from pages.parts.run.obtain import tested

BASE = ConvolutionalClassifier()
GOALS = (0.9, 0.95)
MOST_FILTERS = 64


@dataclass(frozen=True)
class Experiment:
    """question: what it asks. trainings: of images of a shape, title -> learner. answer: drawn below the table."""

    question: str
    trainings: Callable[[Shape], Mapping[str, ConvolutionalClassifier]]
    answer: Callable[[View, list[Trained]], None] = lambda view, runs: None


def show(view: View) -> None:
    """Choose one; train what is missing; compare."""
    if not view.images.has_classes or not view.images.n_test:
        st.caption("This needs classes and a test part; these images lack one of them.")
        return
    name = st.selectbox("Experiment", [*EXPERIMENTS, DESCENT], key=view.key("experiment"), width=320)
    if name == DESCENT:
        _descent(view)
        return
    experiment = EXPERIMENTS[name]
    st.markdown(experiment.question)
    shape = view.images.shape
    learners = experiment.trainings(shape)
    runs = [
        Trained(title, Recipe(view.recipe.dataset, learner).run_id, learner, shape)
        for title, learner in learners.items()
    ]
    fits = _trained(view, name, runs)
    if fits is not None:
        _curves(view, {title: n_weights(learner.layers(shape)) for title, learner in learners.items()}, fits)
        experiment.answer(view, runs)


def _trained(view: View, name: str, runs: list[Trained]) -> list[Fit] | None:
    """The fits, once all are there; until then a button, then their progress, one after the other."""
    recipes = [Recipe(view.recipe.dataset, run.learner) for run in runs]
    begun = view.key("experiment_begun", name, view.dataset_id)
    missing = [run for run in runs if not store.exists(run.run_id)]
    if missing and not st.session_state.get(begun):
        seconds = sum(run.learner.estimate(view.images).seconds for run in missing)
        st.caption(f"{len(missing)} trainings are missing; together they take about {jobs_panel.seconds(seconds)}.")
        if not st.button(f"Train {len(missing)}", type="primary", icon=":material/play_arrow:", key=f"{begun}.go"):
            return None
        st.session_state[begun] = True
    fits = measured([(run.title, recipe) for run, recipe in zip(runs, recipes, strict=True)])
    found = [fit for fit in fits if fit is not None]
    return found if len(found) == len(runs) else None


def _curves(view: View, sizes: Mapping[str, int], fits: list[Fit]) -> None:
    """Accuracy by epoch, and a table of what the trainings (title -> number of weights) ended with."""
    histories = {title: fit.history for title, fit in zip(sizes, fits, strict=True)}
    chance = 1 / len(view.images.class_names)
    st.plotly_chart(figure.by_epoch(histories, chance), key=view.key("experiment_curves", *histories))
    rows = []
    for (title, weights), fit in zip(sizes.items(), fits, strict=True):
        accuracy = np.array(fit.history[figure.TEST])
        first = [int(np.argmax(accuracy >= goal)) + 1 if (accuracy >= goal).any() else None for goal in GOALS]
        ended = [100 * fit.summary[name] for name in ("train_accuracy", "test_accuracy")]
        rows.append((title, weights, *ended, *first, fit.summary["seconds"]))
    reached = [f"Epochs to {goal:.0%}" for goal in GOALS]
    columns = ["Training", "Weights", "Train accuracy", "Test accuracy", *reached, "Seconds"]
    percent = dict.fromkeys(columns[2:4], st.column_config.NumberColumn(format="%.1f %%"))
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, column_config=percent)
    st.caption(
        "Accuracy after each epoch, without dropout: test (at most 2,000 images) solid, training (as many) dotted. "
        "Weights: those of the encoder. Each run is kept, and opens under Runs. One seed each: differences of a "
        f"percent on {view.images.n_test:,} test images are chance."
    )


def _robustness(view: View, runs: list[Trained]) -> None:
    fits = measured([(f"Changed images: {run.title}", of_run(run.run_id, RobustnessTest())) for run in runs])
    robustness.table(runs, fits)


def _kept(view: View, runs: list[Trained]) -> None:
    """How often the class stays after a shift."""
    fits = measured([(f"Shifted images: {run.title}", of_run(run.run_id, RobustnessTest())) for run in runs])
    found = [(run.title, Robustness.from_fit(fit)) for run, fit in zip(runs, fits, strict=True) if fit is not None]
    rows = [(title, *(100 * each.kept)) for title, each in found]
    columns = ["Class stays after a shift by", *(f"{shift} pixel{'s' * (shift > 1)}" for shift in SHIFTS)]
    percent = dict.fromkeys(columns[1:], st.column_config.NumberColumn(format="%.1f %%"))
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, column_config=percent)


def _descent(view: View) -> None:
    """Random features, ever more of them."""
    st.markdown(
        "Do more parameters than images do harm? Least squares on random features ReLU(w x + b), of all solutions that "
        "fit the one with the smallest weights."
    )
    fit = tested(Recipe(view.recipe.dataset, DoubleDescent()), "Solve for every number of features", "ssid_chart")
    if fit is None:
        return
    found = Descent.from_fit(fit)
    st.plotly_chart(figure.descent(found), key=view.key("descent"))
    wrong, at = found.wrong[:, 1].mean(axis=1), found.peak
    first = int(wrong[:at].argmin()) if at else 0
    st.caption(
        f"{found.n_train:,} training images, a tenth of them with a class by chance; mean of {found.wrong.shape[2]} "
        f"draws. The test error falls to {wrong[first]:.1%} at {found.features[first]:,} features, peaks at "
        f"{wrong[at]:.1%} with {found.features[at]:,}, where the training images are just fitted exactly, and falls to "
        f"{wrong[-1]:.1%} with {found.features[-1]:,}."
    )


def _as_many_weights(shape: Shape) -> dict[str, ConvolutionalClassifier]:
    """One to four stages, each with the filters that give about as many weights as two stages have."""
    wanted = n_weights(BASE.layers(shape))
    found = {}
    for stages in range(1, 5):
        tried = [BASE.replace(stages=stages, filters=filters) for filters in range(2, MOST_FILTERS + 1)]
        learner = min(tried, key=lambda each: abs(n_weights(each.layers(shape)) - wanted))
        found[f"{stages} stage{'s' * (stages > 1)}, {learner.filters} filters"] = learner
    return found


DESCENT = "Double descent"
BY_HEART = BASE.replace(n_epochs=80, filters=32, dropout=0.0)
EXPERIMENTS = {
    "Batch norm": Experiment(
        "Does batch normalization make training faster? The same network with and without it.",
        lambda shape: {"With batch norm": BASE, "Without": BASE.replace(batch_norm=False)},
    ),
    "Random labels": Experiment(
        "Can a network learn classes that mean nothing? The same network on the true classes, and on classes drawn by "
        "chance for every training image: it learns them by heart, and knows nothing of the test part.",
        lambda shape: {"True labels": BY_HEART, "Random labels": BY_HEART.replace(random_labels=1.0)},
    ),
    "Depth against width": Experiment(
        "Is it better to be deep or wide? One to four stages, with about as many weights each.", _as_many_weights
    ),
    "Residual blocks": Experiment(
        "What do residual blocks add? Four stages, without and with two more convolutions in each that are added to "
        "what they were given.",
        lambda shape: {"Plain": BASE.replace(stages=4), "With residual blocks": BASE.replace(stages=4, residual=True)},
    ),
    "Augmentation": Experiment(
        "Which robustness does which augmentation buy? The same network, trained on images that are changed.",
        lambda shape: {
            "None": BASE,
            "Moves": BASE.replace(augment=True),
            "Moves, skew": BASE.replace(augment=True, skew=True),
            "Mirror": BASE.replace(flip=True),
            "Light": BASE.replace(light=True),
        },
        _robustness,
    ),
    "Pooling": Experiment(
        "Does pooling forgive a shift? Maximum, mean, and none, where the convolution takes every second place.",
        lambda shape: {
            "Maximum": BASE,
            "Mean": BASE.replace(pooling="mean"),
            "None (stride 2)": BASE.replace(pooling="stride"),
        },
        _kept,
    ),
}
