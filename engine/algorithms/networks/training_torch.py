"""The one torch loop: data in memory, a one-cycle schedule, early stopping, the best weights kept."""

import copy
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import nn

from engine.algorithms import graphics_card
from engine.algorithms.networks.training import WARM_UP, Schedule
from engine.report import Report, require_finite, stop_if_cancelled

FIRST_RATE, LAST_RATE = 0.04, 0.002
"""Learning rates at both ends, as parts of the highest."""
REPORT_SECONDS = 0.4
PRODUCTS_PER_THREAD = 2e7
Batches = Callable[[int], Iterable[torch.Tensor]]
"""From the rows a step to the rows (int64) of each step of an epoch, every training row once."""


class Optimizer(Protocol):
    """What moves the weights. param_groups: each with its highest learning rate as "lr" when it comes."""

    param_groups: list[dict[str, Any]]

    def zero_grad(self, set_to_none: bool = True) -> None: ...

    def step(self) -> Any: ...


class Task(Protocol):
    """What is trained."""

    @property
    def model(self) -> nn.Module: ...

    n_train: int

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Means over some training rows; "loss" is minimized, the others are shown. May draw random numbers."""

    def validation_loss(self) -> float | None:
        """The loss on what is kept out of training; None if nothing is. Draws no random numbers."""

    def measures(self) -> Mapping[str, float]:
        """Numbers for the history, taken at the end of each epoch. Draws no random numbers."""

    def picture(self) -> Mapping[str, Any]:
        """JSON-able metrics to show live, asked for twice a second at most. Draws no random numbers."""


@dataclass
class Trained:
    """history: one entry per epoch. best_epoch: of the weights that were kept, counted from 1."""

    history: dict[str, list[float]] = field(default_factory=dict)
    best_epoch: int = 0
    seconds: float = 0.0


def device_of(name: str) -> torch.device:
    """The torch device; raises InputError if this machine does not have it."""
    graphics_card.require(name)
    return torch.device(name)


@contextmanager
def seeded(seed: int, products: float = 0.0) -> Iterator[None]:
    """Random numbers from a seed inside the block; outside nothing changes.

    products: multiplications of a step. Small steps run on one thread: waking others takes longer than they save, and
    very much longer where other programs want the cores too.
    """
    with (
        torch.random.fork_rng(devices=range(torch.cuda.device_count())),
        on_all_cores() if products >= PRODUCTS_PER_THREAD else on_threads(1),
    ):
        torch.manual_seed(seed)
        yield


def on_all_cores() -> AbstractContextManager[None]:
    """As many threads as the machine has cores, whoever asks: sums depend on it, and what else a process did before
    (numba's OpenMP among it) changes how many torch would take.
    """
    return on_threads(os.cpu_count() or 1)


@contextmanager
def on_threads(n_threads: int) -> Iterator[None]:
    """So many threads of torch inside the block; outside nothing changes."""
    before = torch.get_num_threads()
    torch.set_num_threads(n_threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def adam_w(model: nn.Module, schedule: Schedule) -> Optimizer:
    """AdamW (Loshchilov and Hutter, 2019) for all weights."""
    return torch.optim.AdamW(
        model.parameters(), lr=schedule.learning_rate, weight_decay=schedule.weight_decay, betas=(0.9, 0.99), fused=True
    )


def train(
    task: Task,
    schedule: Schedule,
    report: Report,
    on_epoch: Callable[[int], None] = lambda epoch: None,
    optimizer: Optimizer | None = None,
    unit: str = "images",
    batches: Batches | None = None,
) -> Trained:
    """Train and leave the best weights in `task.model`; call it inside `seeded`.

    on_epoch(epoch) is called before the first epoch with 0 and after each. optimizer: None for `adam_w`; the learning
    rate of each of its groups follows the one cycle. unit: what the rows are, for the report. batches: which rows go
    together, None for any. Raises InputError if the loss is no number.
    """
    trained = Trained()
    best = _Best(schedule.patience)
    loop = _Loop(task, schedule, report, optimizer or adam_w(task.model, schedule), unit)
    loop.batches = batches or loop.batches
    on_epoch(0)
    for epoch in range(1, schedule.n_epochs + 1):
        means = loop.epoch(epoch)
        validation = task.validation_loss()
        measures = task.measures()
        loop.measured = {"epoch": epoch, **measures}
        _note(trained.history, loop.seen, means, validation, measures)
        on_epoch(epoch)
        best.look(epoch, means["loss"] if validation is None else validation, task.model, validation is not None)
        if best.exhausted(epoch) or report.stopping(epoch, schedule.n_epochs, "epochs"):
            break
    best.restore(task.model)
    trained.best_epoch = best.epoch
    trained.seconds = time.monotonic() - loop.begun
    report.progress(loop.total, loop.total, unit, **{**loop.measured, **task.picture()})
    return trained


class _Loop:
    """Steps through the epochs, reporting on the way."""

    def __init__(self, task: Task, schedule: Schedule, report: Report, optimizer: Optimizer, unit: str) -> None:
        self.task, self.schedule, self.report, self.optimizer, self.unit = task, schedule, report, optimizer, unit
        self.highest = [group["lr"] for group in optimizer.param_groups]
        self.total = task.n_train * schedule.n_epochs
        self.seen = 0
        self.measured: Mapping[str, float] = {}
        self.begun = self.told = time.monotonic()
        self.batches: Batches = self._any

    def epoch(self, epoch: int) -> dict[str, float]:
        """One pass over the rows in random order; means of the losses."""
        self.task.model.train()
        sums: dict[str, torch.Tensor] = {}
        size = self.schedule.batch(epoch, self.task.n_train)
        for rows in self.batches(size):
            stop_if_cancelled(self.report)
            for name, value in self._step(rows).items():
                sums[name] = sums.get(name, torch.zeros(())) + value.detach().cpu() * len(rows)
            self._tell(sums, epoch)
        return {name: float(total) / self.task.n_train for name, total in sums.items()}

    def _any(self, size: int) -> Iterable[torch.Tensor]:
        return torch.randperm(self.task.n_train).split(size)

    def _step(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        for group, highest in zip(self.optimizer.param_groups, self.highest, strict=True):
            group["lr"] = highest * one_cycle(self.seen / self.total, self.schedule.warm_up)
        self.optimizer.zero_grad(set_to_none=True)
        losses = self.task.losses(rows)
        losses["loss"].backward()
        self.optimizer.step()
        self.seen += len(rows)
        require_finite(float(losses["loss"].detach()), self.seen, self.schedule.learning_rate)
        return losses

    def _tell(self, sums: Mapping[str, torch.Tensor], epoch: int) -> None:
        now = time.monotonic()
        if now - self.told < REPORT_SECONDS:
            return
        self.told = now
        done_in_epoch = max(1, self.seen - (epoch - 1) * self.task.n_train)
        means = {name: float(total) / done_in_epoch for name, total in sums.items()}
        left = (now - self.begun) * (self.total - self.seen) / self.seen
        live = {**means, **self.measured, **self.task.picture()}
        self.report.progress(self.seen, self.total, self.unit, seconds_left=left, **live)


class _Best:
    """The weights with the lowest loss so far."""

    def __init__(self, patience: int) -> None:
        self.patience, self.epoch, self.loss = patience, 0, math.inf
        self.weights: dict[str, Any] | None = None

    def look(self, epoch: int, loss: float, model: nn.Module, validated: bool) -> None:
        """Keep the weights if they are the best; without validation the last ones are."""
        if loss < self.loss or not validated:
            self.epoch, self.loss = epoch, loss
            self.weights = copy.deepcopy(model.state_dict()) if validated else None

    def exhausted(self, epoch: int) -> bool:
        return self.patience > 0 and epoch - self.epoch >= self.patience

    def restore(self, model: nn.Module) -> None:
        if self.weights is not None:
            model.load_state_dict(self.weights)
        model.eval()


def one_cycle(share: float, warm_up: float = WARM_UP) -> float:
    """The learning rate as part of the highest, after a share of all steps: up, then down by a cosine."""
    if share < warm_up:
        return FIRST_RATE + (1 - FIRST_RATE) * share / warm_up
    return LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * (share - warm_up) / (1 - warm_up)))


def _note(
    history: dict[str, list[float]],
    seen: int,
    means: Mapping[str, float],
    validation: float | None,
    measures: Mapping[str, float],
) -> None:
    row: dict[str, float] = {"step": seen, **means, **measures}
    if validation is not None:
        row["validation_loss"] = validation
    for name, value in row.items():
        history.setdefault(name, []).append(value)
