"""Tables of pairs, read as a user's upload is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.pairs.sources import UploadedPairs
from engine.files import uploads

Read = Callable[..., PairMatrix]


@pytest.fixture
def read(home: Path) -> Read:
    """Reads text or bytes, with the settings of a user."""

    def pairs(data: str | bytes, **settings: Any) -> PairMatrix:
        content = data.encode() if isinstance(data, str) else data
        return UploadedPairs(sha256=uploads.keep(content, "pairs").sha256, **settings).load()

    return pairs
