"""One pair of viewer and film through the network that predicts what is watched, and the chance at its end."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.algorithms.probability import sigmoid
from engine.algorithms.towers.watch_network import NUMBERS, PRODUCTS, Forward
from engine.insight.explanation import Explanation

UNITS = 8
NUMBERS_SHOWN = 6


@dataclass(frozen=True)
class WatchChance:
    """chance: that the viewer does with this film what `target` says, among it and `n_negatives` random films.

    without_searches: the same, had the viewer searched for nothing.
    place: of the film by this chance, 1 for the best, among the `n_open` that the viewer has not watched and itself.
    """

    chance: float
    without_searches: float
    place: int
    n_open: int
    target: Literal["watch", "like"]
    n_negatives: int


def inputs_of(passed: Forward) -> dict[str, np.ndarray]:
    """What each part of the inputs of the first pair is, in their order."""
    return {
        "film: learned row of its id": passed.film[0],
        "viewer: mean row of the films watched": passed.history[0],
        "film: mean row of its genres": passed.film_genres[0],
        "viewer: mean row of genres watched": passed.viewer_genres[0],
        **({"viewer: mean row of words searched for": passed.terms[0]} if passed.terms.shape[1] else {}),
        **{
            f"inner product: {name}": product[None] for name, product in zip(PRODUCTS, passed.products[0], strict=False)
        },
        **{f"{name} (standardized)": passed.numbers[0, [place]] for place, name in enumerate(NUMBERS)},
    }


def explained(
    passed: Forward, weights: np.ndarray, bias: np.ndarray, output: np.ndarray
) -> tuple[Explanation, Explanation]:
    """The inputs and the hidden layer of the first pair; weights (n_inputs, h), bias (h,), output (h + 1,)."""
    return _explained_inputs(inputs_of(passed)), _explained_layer(passed, weights, bias, output)


def _explained_inputs(inputs: dict[str, np.ndarray]) -> Explanation:
    told = [", ".join(f"{value:.3f}" for value in values[:NUMBERS_SHOWN]) for values in inputs.values()]
    more = [" …" if len(values) > NUMBERS_SHOWN else "" for values in inputs.values()]
    return Explanation(
        "The inputs",
        "side by side they are x",
        table={
            "Input": list(inputs),
            "Numbers": [len(values) for values in inputs.values()],
            "x": [shown + rest for shown, rest in zip(told, more, strict=True)],
        },
        caption="Of a film that the viewer watched, the row is taken out of the mean.",
    )


def _explained_layer(passed: Forward, weights: np.ndarray, bias: np.ndarray, output: np.ndarray) -> Explanation:
    before, hidden = passed.inputs[0] @ weights + bias, passed.hidden[0]
    parts = hidden * output[:-1]
    order = np.argsort(-np.abs(parts), kind="stable")[:UNITS]
    products, logit = float(passed.products[0].sum()), float(passed.logits[0])
    return Explanation(
        "The hidden layer and the chance",
        formulas=(
            rf"z = \sum_j v_j h_j + c + \mathrm{{products}} = "
            rf"{float(parts.sum()):.4f} {float(output[-1]):+.4f} {products:+.4f} = {logit:.4f}",
            rf"p = \frac{{1}}{{1 + e^{{-z}}}} = {float(sigmoid(passed.logits[0])):.4f}",
        ),
        table={
            "unit": (order + 1).tolist(),
            "w · x + b": before[order].tolist(),
            "h = max(0, ·)": hidden[order].tolist(),
            "v": output[:-1][order].tolist(),
            "v h": parts[order].tolist(),
        },
        caption=f"The {len(order)} of {len(hidden)} hidden units that weigh most; {int((hidden > 0).sum())} are above "
        f"0. All {len(passed.inputs[0])} inputs stand side by side in x.",
    )
