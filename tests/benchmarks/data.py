"""Real data for benchmarks."""

import os
from pathlib import Path

from engine import settings


def real_file(name: str) -> Path:
    """The file of that name below EMBEDDING_DATA; ends the benchmark with a sentence if it is not there."""
    for folder in settings.data_folders():
        for root, _, files in os.walk(folder):
            if name in files:
                return Path(root) / name
    raise SystemExit(f"This benchmark needs the file {name} in a folder named by EMBEDDING_DATA.")
