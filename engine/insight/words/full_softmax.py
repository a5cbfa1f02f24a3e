"""One step of a softmax over the vocabulary, with its numbers: what is attended to, what is pulled, what is pushed."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from engine.algorithms.probability import log_softmax, softmax
from engine.algorithms.towers.pair_softmax import softmax_step
from engine.datasets.text.corpus import Corpus
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.moves import moves
from engine.insight.words.attention import scientific
from engine.insight.words.places import first_place

SHOWN = 10


class Method(Protocol):
    """What is asked of the learner."""

    @property
    def predicts(self) -> Literal["context", "word"]: ...

    @property
    def tied(self) -> bool: ...

    @property
    def window(self) -> int: ...

    @property
    def has_bias(self) -> bool: ...

    @property
    def learning_rate(self) -> float: ...


@dataclass(frozen=True, eq=False)
class SoftmaxStep:
    """One prediction before and after a plain gradient step; float64 (n_words,) each, in nats.

    products: h . u_j. scores: the same + b_j. chances: their softmax. after: the scores once all vectors have moved.
    hidden, pull: h and what the step adds to it, (d,). outputs, steps: all u and what it adds to them, (n_words, d).
    """

    products: np.ndarray
    scores: np.ndarray
    chances: np.ndarray
    after: np.ndarray
    hidden: np.ndarray
    pull: np.ndarray
    outputs: np.ndarray
    steps: np.ndarray

    def loss(self, row: int) -> tuple[float, float]:
        """-ln of the chance of a word, before and after."""
        return tuple(-float(log_softmax(each)[row]) for each in (self.scores, self.after))  # type: ignore[return-value]


def softmax_at(fit: Fit, from_rows: np.ndarray, to: int, method: Method) -> SoftmaxStep:
    """The sum of the input vectors `from_rows` predicts the word `to`; rows may come up several times."""
    outputs = fit.context.vectors.astype(np.float64)
    inputs = outputs if method.tied else fit.main.vectors.astype(np.float64)
    bias = fit.arrays["bias"].astype(np.float64)
    hidden = inputs[from_rows].sum(axis=0)
    scores = outputs @ hidden + bias
    target = (np.arange(len(outputs)) == to).astype(np.float64)[None]
    _, (own, outer, of_bias) = softmax_step([hidden[None], outputs, bias], np.array([0]), target)
    rate = method.learning_rate
    moved_out = outputs - rate * outer
    moved_in = moved_out if method.tied else inputs.copy()
    np.add.at(moved_in, from_rows, -rate * own[0])
    moved = moved_in[from_rows].sum(axis=0)
    after = moved_out @ moved + bias - rate * of_bias * method.has_bias
    return SoftmaxStep(
        outputs @ hidden, scores, softmax(scores), after, hidden, moved - hidden, outputs, moved_out - outputs
    )


def explained_step(
    fit: Fit, corpus: Corpus, word: int, context: int, method: Method
) -> tuple[Explanation, Explanation]:
    """What the model predicts from the word (CBOW: from a place of it in the text), and a step for what is there.

    Rows of the fit, whose words are those of the corpus. Raises InputError if CBOW's word always stands alone.
    """
    if method.predicts == "context":
        to, query, from_rows = context, "v_w", np.array([word])
        told = f"w = {corpus.words[word]}, c = {corpus.words[context]}."
    else:
        place = first_place(corpus, word, context, method.window)
        to, query, from_rows = word, "h", np.array(place.near)
        told = (
            f"c = {corpus.words[word]}, the word that is masked in “{place.told}”; h is the sum of the vectors there. "
            "The training thins out frequent words; here all count."
        )
        if not place.holds:
            told += f" “{corpus.words[context]}” never stands so near; this is the first place with neighbors."
    step = softmax_at(fit, from_rows, to, method)
    shown = [*np.argsort(-step.chances, kind="stable")[:SHOWN].tolist()]
    shown += [to] if to not in shown else []
    attention = _attention(step, shown, corpus, to, query, told, method)
    return attention, _moved(step, shown, corpus, to, query, method)


def _attention(
    step: SoftmaxStep, shown: list[int], corpus: Corpus, to: int, query: str, told: str, method: Method
) -> Explanation:
    bias = " + b_c" if method.has_bias else ""
    whole = scientific(float(np.exp(step.scores).sum()))
    formula = (
        rf"p(c) = \frac{{e^{{{query} \cdot u_c{bias}}}}}{{\sum_j e^{{{query} \cdot u_j{bias.replace('c', 'j')}}}}} = "
        rf"\frac{{e^{{{step.scores[to]:.3f}}}}}{{{whole}}} = {step.chances[to]:.4f}"
    )
    table: dict[str, list[Any]] = {
        "Word": [corpus.words[row] for row in shown],
        "Score": [float(step.scores[row]) for row in shown],
        "Attention p": [float(step.chances[row]) for row in shown],
    }
    caption = (
        f"{told} Read as attention: {_plain(query)} is the query, the output vectors u of all {corpus.n_words:,} words "
        "are the keys and the values, p are the weights. The table has the largest, and c."
    )
    if method.tied:
        caption += " Input and output vector of a word are one and the same, so that a word attends to itself as well."
    return Explanation(
        "The second layer, read as attention",
        "inner products with every word, turned into weights that sum to 1.",
        (formula,),
        table,
        caption=caption,
    )


def _moved(step: SoftmaxStep, shown: list[int], corpus: Corpus, to: int, query: str, method: Method) -> Explanation:
    before, after = step.loss(to)
    own = (
        rf"-\frac{{\partial J}}{{\partial {query}}} = u_c - \sum_j p_j u_j, \qquad "
        rf"{query} \cdot u_c = {float(step.products[to]):.3f}, \quad "
        rf"{query} \cdot \sum_j p_j u_j = {float(step.chances @ step.products):.3f}"
    )
    loss = rf"J = -\ln p(c) = {before:.4f} \;\to\; {after:.4f} \text{{ after one step}}"
    table: dict[str, list[Any]] = {
        "Word": [corpus.words[row] for row in shown],
        "p - label": [float(step.chances[row]) - (row == to) for row in shown],
        "Moves": ["pulled" if row == to else "pushed" for row in shown],
        "Score before": [float(step.scores[row]) for row in shown],
        "Score after": [float(step.after[row]) for row in shown],
    }
    drawn = [to, *(row for row in shown if row != to)]
    names = ["h" if method.predicts == "word" else "w (v)", *(corpus.words[row] for row in drawn)]
    given = "each vector of the window" if method.predicts == "word" else "the vector of the word"
    return Explanation(
        "One step of the full softmax",
        "the one word that is there is pulled, and all others are pushed away by their attention.",
        (loss, own),
        table,
        caption=(
            f"A plain gradient step, rate {method.learning_rate:g}: each output vector u moves by "
            f"-rate · (p - label) · {_plain(query)}, and {given} by rate times what c's vector has more than the mean "
            "that attention returns; so the score of a pushed word rises where it is like c. The training adds up many "
            "such gradients, and Adam sets the length of their step."
        ),
        moves=moves(names, step.hidden, step.pull, step.outputs[drawn], step.steps[drawn]),
    )


def _plain(query: str) -> str:
    return query.replace("_w", "")
