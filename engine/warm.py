"""Make ready what the first visitor would wait for: `python -m engine.warm`.

The runs that the pages open with are made, with their first maps, and the kernels of the other methods are compiled.
Each is made once: called again, this ends in a moment. `make run` calls it; a server can be started meanwhile.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from engine.datasets.graphs.sources import ClassicGraph
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.datasets.text.toy_world import ToyWorld
from engine.datasets.vectors import line_reader
from engine.datasets.vectors.line_layout import LineLayout
from engine.embedding import Embedding
from engine.evaluation.clusters.density import DensityClusters
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_jumps import MapJumps
from engine.evaluation.map_truth import MapTruth
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.neighbors import LARGE, nearest, nearest_batch
from engine.openings import first_maps, openings
from engine.projections.pca import PCA
from engine.projections.stress_mds import StressMDS
from engine.projections.tsne import TSNE
from engine.projections.umap import UMAP
from engine.report import Silent
from engine.runs import jobs, store, supervisor
from engine.runs.recipe import Recipe

OWNER = "warm"
COMPILED = {
    "skipgram": ToyWorld(n_tokens=20_000),
    "glove": ToyWorld(n_tokens=20_000),
    "fasttext": ToyWorld(n_tokens=20_000),
    "validity": ToyWorld(n_tokens=20_000),
    "implicit_als": ToyViewers(n_users=50),
    "biased_factors": ToyViewers(n_users=50),
    "node2vec": ClassicGraph("karate"),
    "netmf": ClassicGraph("karate"),
    "force_layout": ClassicGraph("karate"),
}
"""Methods whose kernels numba compiles at their first use and keeps on disk, with data that take no time."""
MAPS = {2: 3_000, 3: 100}
"""Dimensions of a map -> points: in the plane so many that forces are interpolated at first, and exact at the end."""
LAYOUTS = UMAP(n_epochs=2), StressMDS(n_iter=10)
"""Projections whose kernels serve maps of any size and space."""
ASKED = 300
"""Points in which clusters are sought, and of maps that are compared with their data; 0 for none."""
COMPILES = 2.0
"""Seconds; what takes less was compiled before."""
POLL = 0.2


def main() -> int:
    """Make all, one line of the terminal for each; 1 if something failed, which the app would meet, too."""
    begun = time.monotonic()
    kernels = threading.Thread(target=_compile, daemon=True)
    kernels.start()
    supervisor.start()
    try:
        failed = [recipe for opening in openings() for recipe in _make_with_maps(opening)]
    finally:
        supervisor.stop()
    kernels.join()
    _say(f"Ready in {time.monotonic() - begun:.0f} s.")
    return 1 if failed else 0


def _make_with_maps(opening: Recipe) -> Iterator[Recipe]:
    """Yields what failed."""
    if not _made(opening):
        yield opening
        return
    found = store.load(opening.run_id)
    assert isinstance(found, Fit)
    name, embedding = next(iter(found.embeddings.items()))
    for recipe in first_maps(opening.run_id, name, embedding.n_items, opening.learner):
        if not _made(recipe):
            yield recipe


def _made(recipe: Recipe) -> bool:
    """Make it by a job unless it is there, and say how long it took."""
    if store.exists(recipe.run_id):
        return True
    begun = time.monotonic()
    status = jobs.submit(recipe, OWNER)
    while status.active:
        time.sleep(POLL)
        status = jobs.status(recipe.run_id) or status
    taken = f"{time.monotonic() - begun:.1f} s"
    _say(f"{status.title}: {taken if status.state == 'done' else status.error}")
    return status.state == "done"


def _compile() -> None:
    """Use each kernel once, in this process: what numba compiles is kept beside its source."""
    for dims, n_points in MAPS.items():
        _used(f"t-SNE in {dims}-D", TSNE(n_components=dims, n_iter=250), _points(n_points))
    for layout in LAYOUTS:
        _used(layout.title, layout, _points(100))
    if ASKED:
        embedding, flat, islands = _points(ASKED), PCA(), TSNE(n_iter=250)
        _used("Clusters", DensityClusters(), embedding)
        _used("How true?", MapTruth(null=False), MadeMaps(embedding, ((flat, flat.fit(embedding)),)))
        _used("What would jump?", MapJumps(most=5), MadeMaps(embedding, ((islands, islands.fit(embedding)),)))
        _search()
    _read_lines()
    for name, source in COMPILED.items():
        learner = LEARNERS[name]()
        _used(learner.title, learner, source.load(Silent()))


def _search() -> None:
    """Look for neighbors among so many items that compiled loops do it."""
    with suppress(Exception):  # as below
        many = _points(LARGE)
        nearest(many, 0)
        nearest_batch(many, np.arange(2))


def _read_lines() -> None:
    """Read vectors from lines, with a label and without."""
    with suppress(Exception):  # as below
        for text in (b"one 1 2\n", b"1 2\n"):
            line_reader.read([text], LineLayout(b" ", text.startswith(b"one"), 2))


def _points(n: int) -> Embedding:
    return Embedding(np.random.default_rng(0).normal(size=(n, 5)).astype(np.float32), ("",) * n)


def _used(title: str, learner: Learner, dataset: object) -> None:
    begun = time.monotonic()
    with suppress(Exception):  # compiling ahead only saves time: where it fails, whoever trains is told
        learner.fit(dataset)
    if time.monotonic() - begun > COMPILES:
        _say(f"{title} compiled: {time.monotonic() - begun:.1f} s")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
