"""A map as one HTML file: the picture that is shown, the map's own scripts, and the nearest items of each item.

It opens without a network, and its policy forbids the browser to fetch anything. Nothing in it is read as markup: the
labels lie in packets, in base64, and become text nodes; what words there are besides stand in JSON without any "<".
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from engine.embedding import Embedding
from engine.limits import MB
from engine.neighbors import METRICS, Metric, Neighbors, nearest_batch
from pages.parts.assets import SOURCE
from pages.parts.map import pieces
from pages.parts.map.bundle import bundled
from pages.parts.map.component import ALONE, Drawn

POINTS = 70_000
"""Items of a map that becomes a file."""
K = 10
NEAR_ITEMS = 20_000
"""Items of which the neighbors are in the file: seeking them takes some seconds, and the page waits."""
PICTURE_BYTES = 20 * MB
STEPS, NONE = 65_535, 65_535
"""Scores travel as fractions of their range in 16 bits; this row stands for no neighbor (nearest.js)."""
NOT_NEAR = f"Neighbors are left out of the file: it holds those of at most {NEAR_ITEMS:,} items."


def page(drawn: Drawn, title: str, told: Sequence[str], embedding: Embedding, metric: Metric) -> bytes:
    """The file. embedding: the items on the map, in its order. told: sentences below the title.

    Neighbors are sought in the vectors, among the items on the map.
    """
    near = nearest_batch(embedding, np.arange(embedding.n_items), K, metric) if _has_near(drawn) else None
    content = {
        "title": title,
        "told": [*told, *([] if keeps_pictures(drawn) else [f"Pictures are left out: over {PICTURE_BYTES // MB} MB."])],
        "packets": [base64.b64encode(packet).decode() for packet in _packets(drawn)],
        "state": {**drawn.state, "group": "", "focus": None, "missing": [], "strangers": [], "hues": []},
        "near": None if near is None else _packed(near, f"Nearest in the vectors, by {METRICS[metric].lower()}:"),
        "why": NOT_NEAR,
    }
    return _html(content)


def size(drawn: Drawn) -> int:
    """About how many bytes the file will have."""
    near = 4 * min(K, len(drawn.picture.labels) - 1) * len(drawn.picture.labels) if _has_near(drawn) else 0
    return (sum(map(len, _packets(drawn))) + near) * 4 // 3 + len(_script()) + len(_style())


def keeps_pictures(drawn: Drawn) -> bool:
    """Whether the pictures of the items, if there are any, go into the file."""
    return len(drawn.parts.get("thumbs", b"")) <= PICTURE_BYTES


def _has_near(drawn: Drawn) -> bool:
    return 2 <= len(drawn.picture.labels) <= NEAR_ITEMS


def _packets(drawn: Drawn) -> list[bytes]:
    """Without frames; without pictures if they are large. The points, which open the map, come first."""
    left_out = {"frames"} if keeps_pictures(drawn) else {"frames", "thumbs"}
    parts = [data for name, data in drawn.parts.items() if name not in left_out]
    return [pieces.points(drawn.picture, ALONE), *parts]


def _packed(near: Neighbors, measure: str) -> dict[str, Any]:
    """Rows and scores (n_items, k) in 16 bits, for nearest.js."""
    real = np.where(np.isfinite(near.scores), near.scores, 0.0).astype(np.float64)
    low, high = float(real.min(initial=0.0)), float(real.max(initial=0.0))
    steps = np.rint((real - low) / max(high - low, 1e-12) * STEPS)
    return {
        "k": near.rows.shape[1],
        "rows": _base64(np.where(near.rows < 0, NONE, near.rows)),
        "scores": _base64(steps),
        "low": low,
        "high": high,
        "measure": measure,
    }


def _base64(numbers: np.ndarray) -> str:
    return base64.b64encode(numbers.astype("<u2").tobytes()).decode()


def _html(content: dict[str, Any]) -> bytes:
    held = json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")
    script = _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline' data:; img-src data: blob:"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Map</title>\n'
        f"<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<script type="application/json" id="content">{held}</script>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    ).encode()


@cache
def _script() -> str:
    return bundled(SOURCE / "portable" / "index.js")


@cache
def _style() -> str:
    return (SOURCE / "portable" / "portable.css").read_text(encoding="utf-8")
