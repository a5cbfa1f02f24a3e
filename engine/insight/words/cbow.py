"""One step of CBOW with negative sampling, at a place of the text, with its numbers (Mikolov et al., 2013)."""

from collections import Counter
from typing import Any

import numpy as np

from engine.algorithms.skipgram.negative_sampling import Settings
from engine.datasets.text.corpus import Corpus
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.moves import Moves
from engine.insight.words.attention import attention
from engine.insight.words.negative_sampling import (
    NegativeSamplingStep,
    moves_of,
    negative_sampling_step,
    noise_rows,
    table_of,
)
from engine.insight.words.places import Place, first_place


def explained_step(fit: Fit, corpus: Corpus, word: int, context: int, settings: Settings) -> tuple[Explanation, ...]:
    """The window that predicts the word, and the step it makes: at a place that has the context, if there is one.

    Rows of the fit, whose words are those of the corpus. Raises InputError if the word always stands alone.
    """
    place = first_place(corpus, word, context, settings.window)
    times = Counter(place.near)
    share = 1 / len(place.near) if settings.inputs == "mean" else 1.0
    inputs, outputs = (each.vectors.astype(np.float64) for each in (fit.main, fit.context))
    rows = [word, *noise_rows(corpus.counts, settings.ns_exponent, settings.negative, word)]
    hidden = share * inputs[list(place.near)].sum(axis=0)
    names = ["", *(corpus.words[row] for row in rows)]
    whole = share**2 * sum(n**2 for n in times.values())
    step = negative_sampling_step(names, hidden, outputs[rows], settings.learning_rate, whole)
    drawn = moves_of(step, ("h", *names[1:]), hidden, outputs[rows], whole)
    gradients = np.array([sample.gradient for sample in step.samples])
    moved = outputs[word] - settings.learning_rate * gradients[0] * hidden
    pull = -settings.learning_rate * share * gradients @ outputs[rows]
    table: dict[str, list[Any]] = {
        "Context word": [corpus.words[row] for row in times],
        "Times": list(times.values()),
        "v·u of the word": [float(inputs[row] @ outputs[word]) for row in times],
        "After the step": [float((inputs[row] + n * pull) @ moved) for row, n in times.items()],
    }
    window = _window(place, corpus.words[word], corpus.words[context], table, settings, step)
    weights = attention(corpus, hidden, outputs, word, settings.ns_exponent, "h")
    return window, weights, _step(step, settings, drawn)


def _window(
    place: Place, word: str, context: str, table: dict[str, list[Any]], settings: Settings,
    step: NegativeSamplingStep,
) -> Explanation:  # fmt: skip
    mean = settings.inputs == "mean"
    n = len(place.near)
    share = rf"\frac{{1}}{{{n}}}" if mean else ""
    formula = rf"h = {share} \sum_{{i=1}}^{{{n}}} v_i, \qquad h \cdot u_w = "
    caption = (
        f"w = {word}. The place: “{place.told}”. "
        + ("" if place.holds else f"“{context}” never stands so near; this is the first place with neighbors. ")
        + f"h · u is the {settings.inputs} of the inner products in the table. The training draws a window of 1 to "
        f"{settings.window} words at each place and thins out frequent words; here all {settings.window} count."
    )
    return Explanation(
        "What predicts the word",
        f"the {settings.inputs} of the vectors around it, whatever their order.",
        (formula + f"{step.samples[0].score:.4f}",),
        table,
        caption=caption,
    )


def _step(step: NegativeSamplingStep, settings: Settings, drawn: Moves) -> Explanation:
    formula = (
        r"J = -\ln \sigma(h \cdot u_w) - \sum_{i} \ln \sigma(-h \cdot u_i) = "
        + rf"{step.loss_before:.4f} \;\to\; {step.loss_after:.4f} \text{{ after one step}}"
    )
    by = "its share of it, 1/n" if settings.inputs == "mean" else "the whole of it"
    return Explanation(
        "One step of CBOW",
        "one prediction for the whole window; the word is told from noise words.",
        (formula,),
        table_of(step, "Score h·u"),
        caption=(
            f"Learning rate {settings.learning_rate:g}. Each output vector u moves by -rate · (σ - label) · h. The sum "
            f"of -rate · (σ - label) · u goes to every context word: {by}. Skip-gram would make a prediction, and a "
            f"step, for each of them. Noise words are drawn with probability proportional to "
            f"count^{settings.ns_exponent:g}."
        ),
        moves=drawn,
    )
