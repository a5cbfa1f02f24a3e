"""Both networks of occurrences, trained: words that are hidden, and words that come next and came before."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.contextual.bilstm_torch import BiLSTM
from engine.algorithms.contextual.pieces import masked
from engine.algorithms.contextual.training import FRAMES, MaskedSettings, Neighbors, Outcome, Reading, TwoWaySettings
from engine.algorithms.networks.muon_torch import MuonAndAdam
from engine.algorithms.networks.training import Schedule
from engine.algorithms.networks.training_torch import Batches, Optimizer, device_of, seeded, train
from engine.algorithms.networks.transformer_torch import Transformer
from engine.report import Report

TILE = 128
"""Pieces that are asked about at once."""
TAIL = {"tokens.weight", "head.weight"}
"""Weights that are the words' vectors."""


def train_masked(
    reading: Reading, settings: MaskedSettings, items: np.ndarray, live: Neighbors, report: Report
) -> Outcome:
    """A transformer that tells hidden words. items: rows of the words that frames are kept of."""
    schedule = settings.schedule
    with seeded(schedule.seed):  # on one thread: sums in another order would be other bytes
        model = Transformer(settings.sizes).to(device_of(schedule.device))
        task = MaskedTask(reading, model, settings, live)
        return _outcome(task, schedule, items, _optimizer(model, settings), report)


def train_two_way(
    reading: Reading, settings: TwoWaySettings, items: np.ndarray, live: Neighbors, report: Report
) -> Outcome:
    """Two LSTMs that tell the next and the previous word."""
    schedule, n_tokens = settings.schedule, reading.pieces.n_words + 1
    with seeded(schedule.seed):  # on one thread, as above
        model = BiLSTM(n_tokens, settings.width, settings.n_layers, settings.dropout).to(device_of(schedule.device))
        task = TwoWayTask(reading, model, live)
        alike = partial(of_like_length, reading.pieces.lengths[reading.learned])
        return _outcome(task, schedule, items, _optimizer(model, settings), report, alike)


def _optimizer(model: Transformer | BiLSTM, settings: MaskedSettings | TwoWaySettings) -> Optimizer:
    rate = settings.schedule.learning_rate
    return MuonAndAdam(model.hidden_matrices(), model.other_parameters(), settings.muon_rate, rate)


class _Task:
    """What both share: the text, the words' vectors as they are now, and the words that are asked about."""

    def __init__(self, reading: Reading, model: nn.Module, live: Neighbors) -> None:
        self.pieces, self.learned, self.model, self._live = reading.pieces, reading.learned, model, live
        self.n_train = len(self.learned)
        self.device = next(model.parameters()).device
        self.asked = reading.pieces.asked(reading.held_out) if len(reading.held_out) else None

    @property
    def words(self) -> np.ndarray:
        """Vectors of all words as they are now, a copy."""
        weights = self.model.tokens.weight[: self.pieces.n_words]  # type: ignore[index, union-attr]
        return weights.detach().cpu().numpy().copy()

    def validation_loss(self) -> float | None:
        """None: all epochs are taken."""
        return None

    def picture(self) -> Mapping[str, Any]:
        """Neighbors of watched words."""
        return self._live(self.words)

    def measures(self) -> Mapping[str, float]:
        """Shares of the held-out words that are told right; nothing where none is held out."""
        if self.asked is None:
            return {}
        self.model.eval()
        told: list[Mapping[str, np.ndarray]] = []
        with torch.no_grad():
            for first in range(0, len(self.asked[0]), TILE):
                told.append(self.right(*(part[first : first + TILE] for part in self.asked)))
        self.model.train()
        return {name: float(np.concatenate([one[name] for one in told]).mean()) for name in told[0]}

    def right(self, chosen: np.ndarray, columns: np.ndarray) -> Mapping[str, np.ndarray]:
        """Whether words (columns (q,) of pieces (q,)) are told right: by each measure bool (q,)."""
        raise NotImplementedError

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """See `training_torch.Task`."""
        raise NotImplementedError

    def held(self, array: np.ndarray) -> torch.Tensor:
        """An array where the training runs."""
        return torch.from_numpy(array).to(self.device)


class MaskedTask(_Task):
    """Cross-entropy of the words that were chosen to be told."""

    def __init__(self, reading: Reading, model: Transformer, settings: MaskedSettings, live: Neighbors) -> None:
        super().__init__(reading, model, live)
        self.network, self._share = model, settings.share
        self._rng = np.random.default_rng(settings.schedule.seed)

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """The loss a word."""
        whole, real = self.pieces.rows(self.learned[rows.numpy()])
        hidden, told = masked(whole, self.pieces, self._share, self._rng)
        return {"loss": functional.cross_entropy(self._logits(hidden, real, told), self.held(whole[told]))}

    def right(self, chosen: np.ndarray, columns: np.ndarray) -> Mapping[str, np.ndarray]:
        """Each word is masked alone."""
        rows, real = self.pieces.rows(chosen)
        told = np.zeros_like(real)
        told[np.arange(len(rows)), columns] = True
        guesses = self._logits(np.where(told, self.pieces.mask, rows), real, told).argmax(dim=1).cpu().numpy()
        return {"accuracy": guesses == rows[told]}

    def _logits(self, rows: np.ndarray, real: np.ndarray, told: np.ndarray) -> torch.Tensor:
        """Of all words (never of edge and mask) at the places that are to be told, (sum of told, n_words)."""
        last = self.network.last(self.held(rows), self.held(real))[self.held(told)]
        n_words = self.pieces.n_words
        return functional.linear(last, self.network.head.weight[:n_words], self.network.head.bias[:n_words])


class TwoWayTask(_Task):
    """The mean of the cross-entropies of next and previous words, of which the edges of a sentence are two."""

    def __init__(self, reading: Reading, model: BiLSTM, live: Neighbors) -> None:
        super().__init__(reading, model, live)
        self.network = model

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """The loss a word."""
        whole, real = self.pieces.rows(self.learned[rows.numpy()])
        there = real[:, 1:]
        targets = whole[:, 1:][there], whole[:, :-1][there]
        logits = (self.network.logits(side[self.held(there)]) for side in self._sides(whole, real))
        return {"loss": torch.stack([*map(functional.cross_entropy, logits, map(self.held, targets))]).mean()}

    def right(self, chosen: np.ndarray, columns: np.ndarray) -> Mapping[str, np.ndarray]:
        """From the left, from the right, and both together, a word among words; and whether it tells the ends of the
        sentences, each among words and edge."""
        rows, real = self.pieces.rows(chosen)
        truth, last, n_words = rows[np.arange(len(rows)), columns], real.sum(axis=1) - 1, self.pieces.n_words
        forward, backward = self._sides(rows, real)
        told = [self._guess(side, at, n_words) == truth for side, at in ((forward, columns - 1), (backward, columns))]
        ends = [self._guess(side, at, n_words + 1) for side, at in ((forward, last - 1), (backward, 0 * last))]
        both, over = np.mean(told, axis=0), np.mean(np.equal(ends, self.pieces.edge), axis=0)
        return {"accuracy": both, "next": told[0], "previous": told[1], "ends": over}

    def _sides(self, rows: np.ndarray, real: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """See `BiLSTM.before_and_behind`."""
        return self.network.before_and_behind(self.held(rows), self.held(real.sum(axis=1)))

    def _guess(self, side: torch.Tensor, columns: np.ndarray, n_tokens: int) -> np.ndarray:
        """The likeliest of the first tokens, by what was read at a column of each row: int64 (n,)."""
        read = side[torch.arange(len(columns), device=self.device), self.held(columns)]
        return self.network.logits(read)[:, :n_tokens].argmax(dim=1).cpu().numpy()


def _outcome(
    task: _Task,
    schedule: Schedule,
    items: np.ndarray,
    optimizer: Optimizer,
    report: Report,
    batches: Batches | None = None,
) -> Outcome:
    """Train, looking at the words now and then. batches: see `train`."""
    every = -(-schedule.n_epochs // FRAMES)
    steps: list[int] = []
    frames: list[np.ndarray] = []

    def look(epoch: int) -> None:
        if epoch % every == 0:
            steps.append(epoch * task.n_train)
            frames.append(task.words[items])

    trained = train(task, schedule, report, look, optimizer, unit="sentences", batches=batches)
    weights = {name: value.cpu().numpy() for name, value in task.model.state_dict().items()}
    kept = {name: value for name, value in weights.items() if name not in TAIL}
    return Outcome(weights["tokens.weight"], kept, trained.history, trained.seconds, steps, frames)


def of_like_length(lengths: np.ndarray, size: int) -> list[torch.Tensor]:
    """Rows 0 to n - 1 in batches of a size, whose lengths (n,) hardly differ, so that little is filled up; in random
    order, as are the rows of one length.

    For the LSTMs: sentences of one length share their patterns, and of such batches the transformer learned less (.68
    of the masked words of the toy world, against .70).
    """
    order = torch.randperm(len(lengths))
    sorted_rows = order[torch.argsort(torch.from_numpy(lengths)[order], stable=True)]
    found = sorted_rows.split(size)
    return [found[place] for place in torch.randperm(len(found)).tolist()]
