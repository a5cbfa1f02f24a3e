"""Tiny Shakespeare by characters, our transformer that learns it, and the loss of any."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.muon_torch import MuonAndAdam
from engine.algorithms.networks.training import Schedule
from engine.algorithms.networks.training_torch import seeded, train
from engine.algorithms.networks.transformer import TransformerSizes
from engine.algorithms.networks.transformer_torch import Transformer
from engine.report import Silent
from tests.benchmarks.data import real_file

N_LEARNED = 0.9
WINDOWS_AT_ONCE = 128


@dataclass(frozen=True, eq=False)
class Text:
    """Characters as whole numbers; kept: the last tenth."""

    learned: torch.Tensor
    kept: torch.Tensor
    n_characters: int


def tiny_shakespeare() -> Text:
    """Ends the benchmark with a sentence if the file is not there."""
    text = real_file("input.txt").read_text(encoding="utf-8")
    place = {character: at for at, character in enumerate(sorted(set(text)))}
    numbers = torch.tensor([place[character] for character in text])
    cut = int(N_LEARNED * len(numbers))
    return Text(numbers[:cut], numbers[cut:], len(place))


class Windows:
    """Windows at random places of a text; see `training_torch.Task`. n_train: how many make an epoch."""

    def __init__(self, sizes: TransformerSizes, text: torch.Tensor, n_train: int) -> None:
        self.model, self.n_train, self.text = Transformer(sizes), n_train, text
        self.window = torch.arange(sizes.n_positions + 1)

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Of as many windows as there are rows."""
        starts = torch.randint(len(self.text) - len(self.window) + 1, (len(rows), 1))
        windows = self.text[starts + self.window]
        return {"loss": cross_entropy(self.model, windows[:, :-1], windows[:, 1:])}

    def validation_loss(self) -> float | None:
        return None

    def measures(self) -> Mapping[str, float]:
        return {}

    def picture(self) -> Mapping[str, Any]:
        return {}


def trained(
    sizes: TransformerSizes,
    text: torch.Tensor,
    schedule: Schedule,
    muon_rate: float,
    n_steps: int,
    in_between: Callable[[], None],
) -> tuple[Transformer, float]:
    """The model and the seconds of its training, without those of what is called after each epoch of n_steps."""
    elsewhere = 0.0

    def after(epoch: int) -> None:
        nonlocal elsewhere
        begun = time.perf_counter()
        if epoch:
            in_between()
        elsewhere += time.perf_counter() - begun

    begun = time.perf_counter()
    with seeded(schedule.seed, schedule.batch_size * sizes.n_positions * sizes.n_products):
        task = Windows(sizes, text, n_steps * schedule.batch_size)
        matrices, others = task.model.hidden_matrices(), task.model.other_parameters()
        optimizer = MuonAndAdam(matrices, others, muon_rate, schedule.learning_rate)
        train(task, schedule, Silent(), after, optimizer, "windows")
    return task.model, time.perf_counter() - begun - elsewhere


def cross_entropy(model: nn.Module, tokens: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean over all characters, in nats."""
    return functional.cross_entropy(model(tokens).flatten(0, 1), targets.flatten())


def full_loss(model: nn.Module, text: torch.Tensor, context: int) -> float:
    """Mean over every character of a text but the first, in windows side by side, of which the last may be shorter."""
    n_whole = (len(text) - 1) // context * context
    tokens, targets = (
        part.view(-1, context).split(WINDOWS_AT_ONCE) for part in (text[:n_whole], text[1 : n_whole + 1])
    )
    pairs = list(zip(tokens, targets, strict=True))
    if n_whole < len(text) - 1:
        pairs.append((text[None, n_whole:-1], text[None, n_whole + 1 :]))
    model.eval()
    with torch.no_grad():
        total = sum(targets.numel() * float(cross_entropy(model, tokens, targets)) for tokens, targets in pairs)
    return total / (len(text) - 1)
