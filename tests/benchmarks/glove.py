"""GloVe: seconds per epoch against Mittens, the whole pipeline against the authors' program where it is at hand.

Mittens (Dingwall and Potts, 2018) is GloVe in numpy: all pairs of words at once, met or not, by gradient descent on
the whole table. It gets the same counts of 100 English novels (14 million words; the 20,000 most frequent words, window
15), the same 50 dimensions, the same vectors to begin with, and all in float32, which is twice as fast as what it does
by itself. Its loss of these vectors must be ours within 1 %; and after as many epochs ours must not be above its own.
Only epochs are timed, after the first of each side.

The authors' program is four: vocab_count, cooccur, shuffle, glove. Where GLOVE_HOME names the folder that holds them,
they and we count, shuffle and train on the same file: window 15, 50 dimensions, 15 iterations, two threads, counts of
full weight 10; scored are the sums of both vectors. WordSim-353 of our defaults is held against skip-gram's.
"""

import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array, save_npz

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.algorithms.glove.descent import Glove, Settings, weight
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.learners.words.glove import GloVe
from engine.learners.words.skipgram import SkipGram
from engine.threads import compiled_threads
from tests.benchmarks.peers import FOLDER, peer_python
from tests.benchmarks.words import novels, scores

PEER = "mittens 0.2, numpy 2.4.6; the authors' program in C where GLOVE_HOME names its folder"
GOAL = (
    ">= 10x Mittens per epoch at 20,000 words, loss within 1 %; >= 1.5x the C program on two threads; analogies >= its "
    "own - 1 point; WordSim-353 >= skip-gram's - .05."
)
EPOCH_GOAL, PIPELINE_GOAL = 10.0, 1.5
QUICK_EPOCH_GOAL = 1.5
"""Of 5,000 words, an eighth of the pairs meet, which spares less of what Mittens computes."""
PROGRAMS = "vocab_count", "cooccur", "shuffle", "glove"
WINDOW, DIMENSIONS, ITERATIONS, MOST, RATE = 15, 50, 15, 10.0, 0.05
QUICK_WORDS = 1_500_000


def run(quick: bool) -> dict[str, object]:
    """Against both peers and skip-gram (quick: fewer words of fewer novels, no WordSim); see the module."""
    text, corpus = novels(QUICK_WORDS if quick else None)
    epochs = _epochs(corpus.pruned(5, 5_000 if quick else 20_000), 3)
    pipeline = _pipeline(text, corpus)
    quality = {} if quick else _beside_skipgram(corpus)
    goal = QUICK_EPOCH_GOAL if quick else EPOCH_GOAL
    met = (
        epochs["ratio"] >= goal and epochs["loss_apart"] <= 0.01 and epochs["loss_ours"] <= epochs["loss_peer"],
        pipeline.get("ratio_c", PIPELINE_GOAL) >= PIPELINE_GOAL,
        pipeline.get("analogy_c", 0.0) - 1 <= pipeline["analogy"],
        not quality or quality["wordsim"] >= quality["wordsim_skipgram"] - 0.05,
    )
    return {**epochs, "goal": goal, **pipeline, **quality, "ok": all(met)}


def _epochs(corpus: Corpus, epochs: int) -> dict[str, float]:
    """Seconds of an epoch of each side, and their losses."""
    counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, WINDOW, "inverse")
    model = Glove(counts, Settings(DIMENSIONS, MOST, 0.75, RATE, 1))
    begin = {"words": model.words, "contexts": model.contexts, "bias": model.biases[0], "other": model.biases[1]}
    at_first = _loss(counts, model)
    peer = _mittens(counts, begin, epochs + 1)
    seconds = []
    with compiled_threads():
        for _ in range(epochs + 1):
            started = time.perf_counter()
            model.epoch()
            seconds.append(time.perf_counter() - started)
    ours, theirs = statistics.median(seconds[1:]), statistics.median(peer["seconds"][1:])
    apart = abs(at_first / peer["losses"][0] - 1)
    after = _loss(counts, model), peer["losses"][-1]
    print(f"{corpus.n_words:,} words, {counts.nnz:,} pairs: an epoch takes {ours:.2f} s, Mittens' {theirs:.2f} s")
    print(f"ratio {theirs / ours:.1f}x (goal {EPOCH_GOAL:g}x); loss of the same vectors {apart:.4%} apart;", end=" ")
    print(f"after {epochs + 1} epochs {after[0]:,.0f}, Mittens' {after[1]:,.0f}", flush=True)
    return {"ratio": round(theirs / ours, 1), "loss_apart": apart, "loss_ours": after[0], "loss_peer": after[1]}


def _loss(counts: csr_array, model: Glove) -> float:
    """The sum over all pairs that meet, in float64."""
    cells = counts.tocoo()
    rows, columns = cells.coords
    total = 0.0
    for first in range(0, len(rows), 1_000_000):
        part = slice(first, first + 1_000_000)
        words, contexts = model.words[rows[part]].astype(float), model.contexts[columns[part]]
        fitted = np.einsum("ij,ij->i", words, contexts) + model.biases[0][rows[part]] + model.biases[1][columns[part]]
        values = cells.data[part]
        total += float(0.5 * weight(values, MOST, 0.75) @ (fitted - np.log(values)) ** 2)
    return total


def _mittens(counts: csr_array, begin: dict[str, np.ndarray], epochs: int) -> dict[str, list[float]]:
    """Seconds and loss before the steps of each epoch."""
    with tempfile.TemporaryDirectory() as folder:
        save_npz(Path(folder) / "counts.npz", counts)
        np.savez(Path(folder) / "begin.npz", **begin)
        script = Path(__file__).with_name("mittens_glove.py")
        command = [str(peer_python("mittens==0.2", "numpy==2.4.6", "scipy==1.17.1")), str(script), folder]
        result = subprocess.run(
            [*command, str(epochs), str(MOST), str(RATE)], capture_output=True, text=True, check=True
        )
    found: dict[str, list[float]] = json.loads(result.stdout.splitlines()[-1])
    return found


def _pipeline(text: Path, corpus: Corpus) -> dict[str, float]:
    """Counting, shuffling and training, by us and by the four programs."""
    learner = GloVe(n_components=DIMENSIONS, window=WINDOW, n_epochs=ITERATIONS, max_words=0, never=0.0)
    started = time.perf_counter()
    fit = learner.fit(corpus)
    seconds = time.perf_counter() - started
    analogy = scores(fit.main)["analogy"]
    print(f"the whole, {corpus.n_tokens:,} words: {seconds:.1f} s, analogies {analogy:.2f} %")
    home = os.environ.get("GLOVE_HOME", "")
    if not all((Path(home) / program).is_file() for program in PROGRAMS):
        print("the authors' program: peer not here (GLOVE_HOME names no folder that holds its four programs)")
        return {"seconds": round(seconds, 1), "analogy": analogy}
    theirs, embedding = _c_program(Path(home), text)
    found = {"ratio_c": round(theirs / seconds, 2), "analogy": analogy, "analogy_c": scores(embedding)["analogy"]}
    print(f"the authors' program: {theirs:.1f} s, analogies {found['analogy_c']:.2f} %: {found['ratio_c']:.2f}x")
    return {"seconds": round(seconds, 1), **found}


def _c_program(home: Path, text: Path) -> tuple[float, Embedding]:
    """Seconds of all four programs, and the vectors they made."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        vocabulary, met, shuffled = (folder / file for file in ("vocabulary", "met", "shuffled"))
        started = time.perf_counter()
        _piped([home / "vocab_count", "-min-count", "5"], text, vocabulary)
        window = ["-window-size", str(WINDOW)]
        _piped([home / "cooccur", "-memory", "4", "-vocab-file", vocabulary, *window], text, met)
        _piped([home / "shuffle", "-memory", "4"], met, shuffled)
        sizes = ["-vector-size", str(DIMENSIONS), "-iter", str(ITERATIONS), "-x-max", str(MOST), "-eta", str(RATE)]
        files = ["-input-file", shuffled, "-vocab-file", vocabulary, "-save-file", folder / "vectors", "-binary", "0"]
        subprocess.run([home / "glove", "-threads", "2", *sizes, *files], capture_output=True, check=True)
        seconds = time.perf_counter() - started
        lines = [line.split(" ") for line in (folder / "vectors.txt").read_text(encoding="utf-8").splitlines()]
    rows = [line for line in lines if line[0] != "<unk>"]
    return seconds, Embedding(np.array([line[1:] for line in rows], dtype=np.float32), [line[0] for line in rows])


def _piped(command: list[str | Path], source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as written:
        subprocess.run(command, stdin=read, stdout=written, stderr=subprocess.DEVNULL, check=True)


def _beside_skipgram(corpus: Corpus) -> dict[str, float]:
    """WordSim-353 and MEN of both methods by their defaults, but skip-gram with the 5 epochs that such a text needs."""
    found: dict[str, float] = {}
    for name, learner in (("", GloVe()), ("_skipgram", SkipGram(n_epochs=5))):
        scored = scores(learner.fit(corpus).main)
        found |= {f"{score}{name}": round(scored[score], 4) for score in ("wordsim", "men")}
        print(f"{learner.title}: WordSim-353 {scored['wordsim']:.3f}, MEN {scored['men']:.3f}", end=", ")
        print(f"analogies {scored['analogy']:.2f} %", flush=True)
    return found
