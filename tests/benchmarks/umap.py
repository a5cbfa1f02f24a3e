"""UMAP against umap-learn: seconds of the first map of a fresh process, trustworthiness, neighbors and classes kept.

All 70,000 images of MNIST, as 50 principal components; 15 neighbors, 200 epochs, the usual settings of both sides. Ours
reads its kernels from where `engine.warm` left them; its seconds hold the scores that every map gets. The peer
compiles.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.datasets.images.sources import DownloadedImages
from engine.evaluation import maps
from engine.low_rank import principal
from engine.report import Silent
from tests import ROOT
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import peer_python

PEER = "umap-learn 0.5.12"
GOAL = "the first map of 70,000 points from a fresh process <= 20 s, trustworthiness >= umap-learn's."
MOST_SECONDS = 20.0
NEIGHBORS = 10
QUICK = 5_000
LOOKED_AT = 3_000
"""Items whose neighborhoods are compared, the same on both sides."""


def run(quick: bool) -> dict[str, object]:
    """Lay out MNIST on both sides; quick: 5,000 of its images."""
    points, classes = _data(QUICK if quick else 70_000)
    found = {side: _measured(side, points, classes) for side in ("ours", "umap-learn")}
    ours, peer = found["ours"], found["umap-learn"]
    good = ours["trustworthiness"] >= peer["trustworthiness"] - (0.002 if quick else 0)
    return {
        "ratio": round(peer["seconds"] / ours["seconds"], 2),
        "goal": MOST_SECONDS,
        "seconds": round(ours["seconds"], 2),
        "quality": {side: {name: round(value, 4) for name, value in told.items()} for side, told in found.items()},
        "ok": ours["seconds"] <= MOST_SECONDS and good,
    }


def _data(n: int) -> tuple[np.ndarray, np.ndarray]:
    real_file("train-images-idx3-ubyte.gz")
    images = DownloadedImages(entry="mnist", n_images=0).load(Silent())
    pixels = images.pixels()
    points = principal(pixels).transform(pixels, 50)[:n]
    return np.asarray(points / points[:, 0].std(), dtype=np.float32), np.asarray(images.targets)[:n]


def _measured(side: str, points: np.ndarray, classes: np.ndarray) -> dict[str, float]:
    seconds, places = _laid_out(side, points)
    maps.N_SAMPLED, maps.COMPARISONS = LOOKED_AT, LOOKED_AT * len(points)
    quality = maps.map_quality(points, places)
    assert quality is not None
    near = classes[neighbor_graph(places, NEIGHBORS).rows]
    told = np.array([np.bincount(row).argmax() for row in near])
    found = {
        "seconds": seconds,
        "trustworthiness": quality.trustworthiness,
        "recall": quality.neighbor_recall,
        "class_accuracy": float((told == classes).mean()),
    }
    print(side, ", ".join(f"{name} {value:.4f}" for name, value in found.items()), flush=True)
    return found


def _laid_out(side: str, points: np.ndarray) -> tuple[float, np.ndarray]:
    python = peer_python("umap-learn==0.5.12") if side == "umap-learn" else sys.executable
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:  # run as a module: beside this file, `umap` would be this file
        source, target = Path(folder) / "points.npy", Path(folder) / "places.npy"
        np.save(source, points)
        command = [str(python), "-m", f"{__package__}.umap_sides", side, str(source), str(target)]
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=ROOT).stdout
        return float(json.loads(told.splitlines()[-1])["seconds"]), np.load(target)
