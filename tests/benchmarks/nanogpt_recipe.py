"""The recipe of nanoGPT for a processor, written from its published settings in plain PyTorch, as a baseline.

Four layers, four heads, 128 numbers, contexts of 64 characters, batches of 12 at random places, 2,000 steps of AdamW.
Its own tests of the loss on the way are left out, which is to its advantage.
"""

import math
import time

import torch
from torch import nn
from torch.nn import functional

LAYERS, HEADS, WIDTH, CONTEXT = 4, 4, 128, 64
BATCH, STEPS = 12, 2_000
RATE, LAST_RATE, WARM_UP = 1e-3, 1e-4, 100
BETAS, DECAY, CLIP = (0.9, 0.99), 0.1, 1.0


class Layer(nn.Module):
    """Attention and a fourfold wider layer, each behind a norm and added to what came in; no biases."""

    def __init__(self) -> None:
        super().__init__()
        self.first_norm, self.second_norm = (nn.LayerNorm(WIDTH, bias=False) for _ in range(2))
        self.qkv, self.mixed = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH, bias=False), nn.Linear(4 * WIDTH, WIDTH, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, length, _ = x.shape
        q, k, v = self.qkv(self.first_norm(x)).split(WIDTH, dim=2)
        q, k, v = (each.view(n, length, HEADS, WIDTH // HEADS).transpose(1, 2) for each in (q, k, v))
        seen = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.mixed(seen.transpose(1, 2).contiguous().view(n, length, WIDTH))
        return x + self.narrow(functional.gelu(self.wide(self.second_norm(x))))


class GPT(nn.Module):
    """Characters to logits; the output weights are the embeddings."""

    def __init__(self, n_characters: int) -> None:
        super().__init__()
        self.characters, self.places = nn.Embedding(n_characters, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.layers = nn.Sequential(*(Layer() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(WIDTH, bias=False)
        self.head = nn.Linear(WIDTH, n_characters, bias=False)
        self.head.weight = self.characters.weight
        for name, weights in self.named_parameters():
            if weights.ndim > 1:
                ends = name.endswith(("mixed.weight", "narrow.weight"))
                nn.init.normal_(weights, std=0.02 / math.sqrt(2 * LAYERS) if ends else 0.02)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.characters(tokens) + self.places(torch.arange(tokens.shape[1]))
        return self.head(self.norm(self.layers(x)))


def rate(step: int) -> float:
    """Up by a line, down by a cosine."""
    if step < WARM_UP:
        return RATE * (step + 1) / (WARM_UP + 1)
    share = (step - WARM_UP) / (STEPS - WARM_UP)
    return LAST_RATE + 0.5 * (1 + math.cos(math.pi * share)) * (RATE - LAST_RATE)


class Recipe:
    """One training, which may be done in parts. seconds: spent in `go` so far."""

    def __init__(self, text: torch.Tensor, n_characters: int, seed: int) -> None:
        torch.manual_seed(seed)
        self.text, self.model = text, GPT(n_characters)
        self.chance = torch.Generator().manual_seed(seed)
        weights = list(self.model.parameters())
        groups = [
            {"params": [each for each in weights if each.ndim > 1], "weight_decay": DECAY},
            {"params": [each for each in weights if each.ndim < 2], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=RATE, betas=BETAS)
        self.step, self.seconds = 0, 0.0

    def go(self, n_steps: int) -> None:
        """The next steps."""
        begun = time.perf_counter()
        for _ in range(n_steps):
            for group in self.optimizer.param_groups:
                group["lr"] = rate(self.step)
            starts = torch.randint(len(self.text) - CONTEXT, (BATCH,), generator=self.chance).tolist()
            tokens = torch.stack([self.text[at : at + CONTEXT] for at in starts])
            targets = torch.stack([self.text[at + 1 : at + 1 + CONTEXT] for at in starts])
            functional.cross_entropy(self.model(tokens).flatten(0, 1), targets.flatten()).backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            self.step += 1
        self.seconds += time.perf_counter() - begun
