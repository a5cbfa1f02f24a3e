"""LSA's decomposition beside scikit-learn's TruncatedSVD and gensim's LSI: a made text of Zipf's law, seconds and the
residual.

gensim goes through the documents once, in chunks of 20,000, as it does by default; it is reported, and no goal is set
beside it.
"""

import json
import subprocess
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.sparse_svd import gram_svd
from engine.algorithms.term_weights import count_matrix, global_weights, weighted
from engine.learners.documents.lsa import LSA
from tests.benchmarks.peers import peer_python

if TYPE_CHECKING:
    from scipy.sparse import csr_array

GOAL = "Rank 100 of 100,000 documents x 50,000 terms 2 times as fast as the peer, residual at most 1.001 times its own."
PEER = f"scikit-learn {version('scikit-learn')}, TruncatedSVD"
SECOND = "gensim 4.4.0, LsiModel"
FULL, QUICK = (100_000, 50_000), (20_000, 10_000)
N_TOPICS, N_WORDS, RANK = 200, 100, 100
SPEED, RESIDUAL = 2.0, 1.001
QUICK_RESIDUAL = 1.002
"""Of the smaller text, whose spectrum falls more slowly."""


def run(quick: bool) -> dict[str, object]:
    """Ratio: the peer's seconds over ours, the best of turns; the quick form must be no slower."""
    from sklearn.decomposition import TruncatedSVD

    matrix = made_text(*(QUICK if quick else FULL))
    squares = float(np.square(matrix.data).sum())
    rounds = LSA.rounds
    gram_svd(matrix[:500], 5, 1)  # compiles
    own, peer = [], []
    for _ in range(1 if quick else 2):
        began = time.perf_counter()
        found = gram_svd(matrix, RANK, rounds)
        own.append(time.perf_counter() - began)
        began = time.perf_counter()
        other = TruncatedSVD(RANK, random_state=0).fit(matrix)
        peer.append(time.perf_counter() - began)
    gensim, of_gensim = lsi(matrix)
    residuals = [residual(matrix, squares, axes) for axes in (found.right, other.components_.T, of_gensim)]
    took = min(own), min(peer), gensim
    print(f"{matrix.shape[0]:,} documents x {matrix.shape[1]:,} terms, {matrix.nnz:,} cells, rank {RANK}")
    for name, seconds, left in zip((f"ours, {rounds} rounds", PEER, SECOND), took, residuals, strict=True):
        print(f"{name}: {seconds:.1f} s, relative residual {left:.5f}")
    ratio, apart = min(peer) / min(own), residuals[0] / residuals[1]
    ok = ratio >= (1.0 if quick else SPEED) and apart <= (QUICK_RESIDUAL if quick else RESIDUAL)
    quality = {"seconds": min(own), "peer_seconds": min(peer), "residual": residuals[0], "residual_ratio": apart}
    quality |= {"gensim_seconds": gensim, "gensim_ratio": gensim / min(own), "gensim_residual": residuals[2]}
    return {"ratio": round(ratio, 2), "goal": GOAL, "quality": quality, "ok": bool(ok)}


def lsi(matrix: "csr_array") -> tuple[float, np.ndarray]:
    """gensim's seconds and axes (n_terms, RANK), in an environment of its own."""
    from scipy.sparse import csr_matrix, save_npz

    script = Path(__file__).with_name("gensim_lsi.py")
    with tempfile.TemporaryDirectory() as folder:
        given, axes = Path(folder) / "matrix.npz", Path(folder) / "axes.npy"
        save_npz(given, csr_matrix(matrix), compressed=False)
        command = [str(peer_python("gensim==4.4.0")), str(script), str(given), str(RANK), str(axes)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(result.stdout.splitlines()[-1])["seconds"], np.load(axes)


def made_text(n_documents: int, n_terms: int) -> "csr_array":
    """Documents of some 100 words: half by Zipf's law over all terms, half over those of one topic; tf-idf, rows of
    length 1.
    """
    generator = np.random.default_rng(0)
    lengths = 1 + generator.poisson(N_WORDS, n_documents)
    topics = np.repeat(generator.integers(0, N_TOPICS, n_documents), lengths)
    of_topic = topics * (n_terms // N_TOPICS) + zipf(n_terms // N_TOPICS, len(topics), generator)
    tokens = np.where(generator.random(len(topics)) < 0.5, of_topic, zipf(n_terms, len(topics), generator))
    counts = count_matrix(tokens, np.concatenate([[0], np.cumsum(lengths)]), n_terms)
    return weighted(counts, "tfidf", global_weights(counts, "tfidf"), True)


def zipf(n: int, size: int, generator: np.random.Generator) -> np.ndarray:
    """Draws of 0 to n - 1 with chances in proportion to 1 / (rank)."""
    chances = np.cumsum(1 / np.arange(1, n + 1))
    return np.minimum(np.searchsorted(chances, generator.random(size) * chances[-1]), n - 1)


def residual(matrix: "csr_array", squares: float, axes: np.ndarray) -> float:
    """|A - A V V'| / |A| for the columns of axes, made orthonormal."""
    basis = np.linalg.qr(axes.astype(np.float64))[0]
    return float(np.sqrt(max(0.0, 1 - np.square(matrix @ basis).sum() / squares)))
