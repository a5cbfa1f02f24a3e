"""One pair of films through the co-watch network and back."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.probability import log_sum_exp, softmax
from engine.insight.explanation import Explanation

UNITS = 8


@dataclass(frozen=True, eq=False)
class PairStep:
    """One pair (m1, m2) through the co-watch network and back.

    hidden: (k,) the row u of m1. output: (k,) the row v of m2. score = u . v + b of m2. log_sum: log of the sum of
    exp(score) over all trained films. probability = exp(score - log_sum); loss = -log probability.
    gradient: (k,) of the loss with respect to u. loss_after: the loss once u has moved by -rate * gradient.
    """

    hidden: np.ndarray
    output: np.ndarray
    score: float
    log_sum: float
    probability: float
    loss: float
    gradient: np.ndarray
    rate: float
    loss_after: float


def pair_step(hidden: np.ndarray, outputs: np.ndarray, bias: np.ndarray, at: int, rate: float) -> PairStep:
    """Forward and backward pass: hidden (k,) of the first film, outputs (n, k) and bias (n,) of all trained films,
    of which the second stands `at` that row.
    """
    hidden, outputs, bias = (values.astype(np.float64) for values in (hidden, outputs, bias))
    score, log_sum, chances = _softmax(hidden, outputs, bias, at)
    gradient = chances @ outputs - outputs[at]
    moved = _softmax(hidden - rate * gradient, outputs, bias, at)
    loss = log_sum - score
    return PairStep(
        hidden, outputs[at], score, log_sum, float(np.exp(-loss)), loss, gradient, rate, moved[1] - moved[0]
    )


def _softmax(hidden: np.ndarray, outputs: np.ndarray, bias: np.ndarray, at: int) -> tuple[float, float, np.ndarray]:
    scores = outputs @ hidden + bias
    return float(scores[at]), float(log_sum_exp(scores)), softmax(scores)


def explained(step: PairStep) -> Explanation:
    """The pass in numbers."""
    k = len(step.hidden)
    return Explanation(
        "One pair through the network",
        "a viewer liked m1; how likely is it that m2 is another one?",
        (
            rf"p(m_2 \mid m_1) = \frac{{e^{{u \cdot v + b}}}}{{\sum_m e^{{u \cdot v_m + b_m}}}} = "
            rf"\frac{{e^{{{step.score:.3f}}}}}{{e^{{{step.log_sum:.3f}}}}} = {step.probability:.5f}",
            rf"\mathrm{{loss}} = -\ln p = {step.loss:.4f}",
        ),
        {
            "unit": list(range(1, min(UNITS, k) + 1)),
            "u (layer of m1)": step.hidden[:UNITS].tolist(),
            "v (output of m2)": step.output[:UNITS].tolist(),
            "gradient of u": step.gradient[:UNITS].tolist(),
        },
        caption=f"The first {min(UNITS, k)} of {k} units. A step of u against its gradient, of length {step.rate:g} "
        f"times the gradient, takes the loss of this pair to {step.loss_after:.4f}.",
    )
