"""Hyper-parameters that all networks for images share."""

from dataclasses import dataclass
from typing import Literal

from engine.errors import InputError
from engine.fields import Validated, choice, flag, integer, real

MAX_LAYERS = 6
WIDEST = 4_096


@dataclass(frozen=True)
class Training(Validated):
    """How a network is trained; a learner derives from it."""

    n_epochs: int = integer(30, 1, 500, label="Epochs", help="How often the training images are gone through.")
    batch_size: int = integer(64, 1, 8_192, label="Batch", help="Images per step.", step=32, advanced=True)
    growing: bool = flag(
        True, label="Growing batches", help="Each third of the training has twice the batch of the one before.",
        advanced=True,
    )  # fmt: skip
    learning_rate: float = real(
        0.003, 0.00001, 1.0, label="Learning rate", help="The highest; it rises in the first quarter, then falls.",
        step=0.0005, advanced=True,
    )  # fmt: skip
    weight_decay: float = real(
        0.0, 0.0, 1.0, label="Weight decay", help="Pulls the weights towards 0; larger means smoother.", step=0.001,
        advanced=True,
    )  # fmt: skip
    patience: int = integer(
        0, 0, 100, label="Patience", advanced=True,
        help="Stop after so many epochs without a better loss on a tenth of the images kept aside; 0 never stops.",
    )  # fmt: skip
    device: Literal["cpu", "cuda"] = choice(
        "cpu", {"cpu": "Processor", "cuda": "GPU (CUDA)"}, label="Device", help="Where to train.", advanced=True
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)


def widths(text: str) -> list[int]:
    """Widths of the hidden layers from "512-256"; "" for none. Raises InputError if they are too many or too wide.

    >>> widths("512-256")
    [512, 256]
    """
    found = [int(part) for part in text.split("-") if part]
    if len(found) > MAX_LAYERS or any(not 1 <= width <= WIDEST for width in found):
        raise InputError(
            f"Hidden layers {text!r:.60}: at most {MAX_LAYERS} layers of 1 to {WIDEST:,} units, as in 512-256.",
            "E-PAR-02",
        )
    return found
