"""Files of vectors, read as a user's upload is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.datasets.vectors.sources import UploadedVectors
from engine.datasets.vectors.vectors import Vectors
from engine.files import uploads

Read = Callable[..., Vectors]


@pytest.fixture
def read(home: Path) -> Read:
    """Reads bytes; `labels`, `joined` and `pictures` are bytes of the files beside them."""

    def vectors(data: bytes, **settings: Any) -> Vectors:
        beside = {
            name: uploads.keep(value, name).sha256 for name, value in settings.items() if isinstance(value, bytes)
        }
        return UploadedVectors(sha256=uploads.keep(data, "vectors").sha256, **settings | beside).load()

    return vectors
