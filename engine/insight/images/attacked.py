"""One image under attack: what each attack makes of it, and the step of FGSM with its numbers."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.networks.attacks import ATTACKS
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.insight.explanation import Explanation

AS_IT_IS = "As it is"


@dataclass(frozen=True, eq=False)
class Changed:
    """One version of an image.

    pixels: (1, n_pixels). chances: (n_classes,). loss: nats. largest, mean: sizes of the changes of its pixels.
    """

    name: str
    pixels: np.ndarray
    chances: np.ndarray
    loss: float
    largest: float
    mean: float

    @property
    def predicted(self) -> int:
        """The likeliest class."""
        return int(self.chances.argmax())


def versions(network: ClassScorer, pixels: np.ndarray, target: int, epsilon: float) -> list[Changed]:
    """The image (1, n_pixels) as it is, then after each attack of size epsilon."""
    targets = np.array([target])
    found = {AS_IT_IS: pixels}
    found |= {name: attack(network, pixels, targets, epsilon) for name, attack in ATTACKS.items()}
    return [_asked(network, name, each, np.abs(each - pixels), targets) for name, each in found.items()]


def fooled(network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float) -> int | None:
    """Of images (n, n_pixels) the one that is told right most surely and wrong after FGSM, or else after PGD.

    One that random signs leave right is preferred: it shows what a direction does. None if no answer changes.
    """
    told = {name: network.scores(attack(network, pixels, targets, epsilon)) for name, attack in ATTACKS.items()}
    wrong = {name: scores.argmax(axis=1) != targets for name, scores in told.items()}
    losses, right = network.loss(pixels, targets), network.scores(pixels).argmax(axis=1) == targets
    for attack in ("FGSM", "PGD"):
        for found in (right & wrong[attack] & ~wrong["Random signs"], right & wrong[attack]):
            if found.any():
                return int(np.where(found, losses, np.inf).argmin())
    return None


def _asked(network: ClassScorer, name: str, pixels: np.ndarray, moved: np.ndarray, targets: np.ndarray) -> Changed:
    loss = float(network.loss(pixels, targets)[0])
    return Changed(name, pixels, network.chances(pixels)[0], loss, float(moved.max()), float(moved.mean()))


def fgsm_step(network: ClassScorer, pixels: np.ndarray, target: int, epsilon: float) -> Explanation:
    """FGSM with the numbers of the pixel whose gradient is the largest."""
    _, gradient = network.loss_gradient(pixels, np.array([target]))
    at = int(np.abs(gradient[0]).argmax())
    value, slope = float(pixels[0, at]), float(gradient[0, at])
    moved = float(np.clip(value + epsilon * np.sign(slope), 0, 1))
    mantissa, exponent = f"{slope:.2e}".split("e")
    step = rf"{epsilon:.2f} \cdot \mathrm{{sign}}({mantissa} \cdot 10^{{{int(exponent)}}})"
    return Explanation(
        "",
        formulas=(
            r"x' = \mathrm{clip}_{[0, 1]}\big(x + \epsilon\,\mathrm{sign}(\nabla_x L)\big)",
            rf"x'_{{{at + 1}}} = \mathrm{{clip}}\big({value:.3f} + {step}\big) = {moved:.3f}",
        ),
        caption=f"FGSM, pixel {at + 1}, whose gradient is the largest. PGD takes ten smaller steps and stays in the "
        "same box; random signs move every pixel as far as FGSM does, but do not know where to.",
    )
