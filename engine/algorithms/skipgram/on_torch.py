"""Skip-gram with negative sampling on a GPU: many neighborhoods at once as batched matrix products.

The kept tokens are cut into blocks of `CENTERS` positions. A block's inputs are all tokens its windows reach (c of
them), its outputs are its own tokens (b) and negatives shared by the block (k). Gradients are in closed form.
Since hundreds of pairs move at once from the same vectors, the summed step of a row that occurs often is damped.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch.nn.functional import softplus

from engine.algorithms.skipgram.negative_sampling import (
    Observe,
    Settings,
    initial_vectors,
    keep_probability,
    learning_rate_at,
)

CENTERS = 32
NEGATIVES = 32
MOST_BLOCKS = 64
"""Blocks of a batch, fewer for small vocabularies."""
REPEATS = 4.0
"""A token of a batch occurs in it so many times on average, at most; else steps add up until training diverges."""
CHUNK_TOKENS = 500_000
DAMPED_FROM = 16.0
"""A row with n moves in a batch has their sum divided by 1 + n / DAMPED_FROM."""


def train(
    tokens: np.ndarray,
    sentences: np.ndarray,
    counts: np.ndarray,
    settings: Settings,
    observe: Observe,
    device: str = "cuda",
) -> tuple[np.ndarray, np.ndarray]:
    """As `skipgram_cpu.train`, on a torch device; with `settings.threads` 1 the same seed gives the same bytes."""
    with torch.no_grad(), _deterministic(settings.threads == 1):
        model = Model(counts, settings, torch.device(device))
        total = len(tokens) * settings.n_epochs
        for epoch in range(settings.n_epochs):
            for start in range(0, len(tokens), CHUNK_TOKENS):
                stop = min(start + CHUNK_TOKENS, len(tokens))
                shares = ((epoch * len(tokens) + place) / total for place in (start, stop))
                first, last = (learning_rate_at(settings, share) for share in shares)
                loss = model.train_chunk(tokens[start:stop], _sentence_of(sentences, start, stop), first, last)
                tables = model.inputs.cpu().numpy(), model.outputs.cpu().numpy()
                if observe(epoch * len(tokens) + stop, loss, last, *tables):
                    return tables
        return model.inputs.cpu().numpy(), model.outputs.cpu().numpy()


class Model:
    """The two tables and what a step needs, on one device."""

    def __init__(self, counts: np.ndarray, settings: Settings, device: torch.device):
        self.settings, self.device = settings, device
        self.generator = torch.Generator(device).manual_seed(settings.seed)
        self.inputs = torch.tensor(initial_vectors(len(counts), settings), device=device)
        self.outputs = torch.zeros_like(self.inputs)
        self.keep = torch.tensor(keep_probability(counts, settings.sample), dtype=torch.float32, device=device)
        kept = counts * keep_probability(counts, settings.sample)
        fitting = REPEATS / CENTERS * kept.sum() ** 2 / (kept**2).sum()
        self.n_blocks = int(np.clip(fitting, 1, MOST_BLOCKS))
        chances = np.cumsum(counts**settings.ns_exponent)
        self.cumulative = torch.tensor(chances / chances[-1], device=device)

    def train_chunk(self, tokens: np.ndarray, sentence_of: np.ndarray, first_rate: float, last_rate: float) -> float:
        """One pass over tokens (n,) of the sentences numbered sentence_of (n,); returns the mean loss per pair."""
        items = torch.from_numpy(tokens.astype(np.int64)).to(self.device)
        kept = torch.rand(len(items), generator=self.generator, device=self.device) <= self.keep[items]
        items, numbers = items[kept], torch.from_numpy(sentence_of).to(self.device)[kept]
        if len(items) == 0:
            return float("nan")
        starts = range(0, len(items), CENTERS * self.n_blocks)
        sums = torch.zeros(2, device=self.device)
        items, numbers = self._with_margins(items, numbers)
        for step, start in enumerate(starts):
            rate = first_rate + (last_rate - first_rate) * step / len(starts)
            sums += self._step(items, numbers, start, rate)
        loss, pairs = sums.tolist()
        return loss / pairs if pairs else float("nan")

    def _with_margins(self, items: torch.Tensor, numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Room for whole windows before the first token and whole batches after the last; no sentence is there."""
        after = -len(items) % (CENTERS * self.n_blocks) + self.settings.window
        margins = (self.settings.window, after)
        return torch.nn.functional.pad(items, margins), torch.nn.functional.pad(numbers, margins, value=-1)

    def _step(self, items: torch.Tensor, numbers: torch.Tensor, start: int, rate: float) -> torch.Tensor:
        """Move both tables for a batch of blocks from `start` on; returns (sum of losses, number of pairs)."""
        near = start + self._places(CENTERS + 2 * self.settings.window)
        own = start + self.settings.window + self._places(CENTERS)
        mask = self._mask(own, near, numbers)
        contexts, centers, negatives = items[near], items[own], self._negatives()
        x, y, n = self.inputs[contexts], self.outputs[centers], self.outputs[negatives]
        # How many of a context's pairs a negative serves: all but those whose center it is.
        served = torch.bmm((negatives[:, :, None] != centers[:, None, :]).float(), mask)
        served *= self.settings.negative / NEGATIVES
        scores, against = torch.bmm(y, x.mT), torch.bmm(n, x.mT)  # (blocks, b, c), (blocks, k, c)
        pull, push = mask * torch.sigmoid(-scores), -served * torch.sigmoid(against)
        self._move(self.inputs, contexts, torch.bmm(pull.mT, y) + torch.bmm(push.mT, n), rate)
        moved = torch.cat([torch.bmm(pull, x), torch.bmm(push, x)], dim=1)
        self._move(self.outputs, torch.cat([centers, negatives], dim=1), moved, rate)
        loss = (mask * softplus(-scores)).sum() + (served * softplus(against)).sum()
        return torch.stack([loss, mask.sum()])

    def _places(self, width: int) -> torch.Tensor:
        """(blocks, width) positions: each block's first `width`, from its own start."""
        starts = CENTERS * torch.arange(self.n_blocks, device=self.device)
        return starts[:, None] + torch.arange(width, device=self.device)

    def _mask(self, own: torch.Tensor, near: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        """float32 (blocks, b, c): 1 where a context lies in a center's window, whose reach is drawn at random."""
        reach = torch.randint(1, self.settings.window + 1, own.shape, generator=self.generator, device=self.device)
        distance = (own[:, :, None] - near[:, None, :]).abs()
        together = (numbers[own][:, :, None] == numbers[near][:, None, :]) & (numbers[own] >= 0)[:, :, None]
        return (together & (distance > 0) & (distance <= reach[:, :, None])).float()

    def _negatives(self) -> torch.Tensor:
        """(blocks, k) random items."""
        shape = (self.n_blocks, NEGATIVES)
        chance = torch.rand(shape, generator=self.generator, device=self.device, dtype=torch.float64)
        return torch.searchsorted(self.cumulative, chance).clamp_(max=len(self.cumulative) - 1)

    def _move(self, table: torch.Tensor, rows: torch.Tensor, moves: torch.Tensor, rate: float) -> None:
        """table[rows] += rate * moves, damped where a row occurs often."""
        flat = rows.reshape(-1)
        times = torch.bincount(flat, minlength=len(table))[flat]
        damped = moves.reshape(len(flat), -1) * (rate / (1 + times / DAMPED_FROM))[:, None]
        table.index_add_(0, flat, damped)


def _sentence_of(sentences: np.ndarray, start: int, stop: int) -> np.ndarray:
    """int64 (stop - start,): the sentence of each token of the range."""
    return np.searchsorted(sentences, np.arange(start, stop), side="right") - 1


@contextmanager
def _deterministic(wanted: bool) -> Iterator[None]:
    """Have PyTorch add in a fixed order (slower on GPUs), and put its setting back."""
    if not wanted:
        yield
        return
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    before = torch.are_deterministic_algorithms_enabled()
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)
