"""Two languages in one space: how many held-out words of English captions find their German translation.

Both texts of Multi30k (29,000 captions and their translations), each by a skip-gram of its own: 200 dimensions, window
10, 30 epochs. Of the dictionary of MUSE 2,000 pairs are learned from, and 400 other words asked, among all words of the
other language; five splits, one training. Beside it stand chance, the words' own spelling, a matrix without conditions,
and the same for English text that has nothing to do with the captions, as long as theirs: what the rest is owed to.

Quick: 100 dimensions and 8 epochs, with gates of its own, and no other text.
"""

import time
from dataclasses import replace

import numpy as np

from engine.algorithms.alignment.trials import MAPS
from engine.datasets.joint.languages import pair_list
from engine.datasets.joint.languages.downloaded import DownloadedLanguages
from engine.datasets.joint.languages.languages import Languages, known_pairs
from engine.datasets.text.corpus import Corpus
from engine.fit import Fit
from engine.insight.shared_spaces.two_languages import Tested, TwoLanguages, how_tested
from engine.learners.shared_spaces.aligned_words import AlignedWords
from tests.benchmarks.data import real_file

PEER = "none: chance, the words' own spelling, and unrelated text of the same size"
GOAL = (
    "Multi30k English-German, precision at 1/5: nearest >= .32/.52, CSLS >= .37/.57, refined CSLS at 1 >= .41; "
    "unrelated text at most half."
)
GATES = {"nearest": (0.32, 0.52), "csls": (0.37, 0.57), "refined": (0.41, 0.0)}
QUICK_GATES = {"nearest": (0.18, 0.34), "csls": (0.22, 0.40), "refined": (0.25, 0.0)}
PLACES = {"nearest": (0, 0), "csls": (0, 1), "refined": (1, 1)}
"""Map and way of search, see `engine.algorithms.alignment.trials`."""
QUICK = {"n_components": 100, "n_epochs": 8}


def run(quick: bool) -> dict[str, object]:
    """Train, test on five splits, and do the same with other text (the latter not if quick)."""
    real_file("train.de.gz"), real_file("en-de.tsv")
    data = DownloadedLanguages().load()
    learner = AlignedWords(**QUICK) if quick else AlignedWords()
    fit, found, seconds = trained(learner, data)
    shown(found, fit, seconds)
    mean = found.precision.mean(axis=0)
    gates = QUICK_GATES if quick else GATES
    reached = {name: tuple(mean[place]) for name, place in PLACES.items()}
    ok = all(value >= gate for name in gates for value, gate in zip(reached[name], gates[name], strict=True))
    quality: dict[str, object] = {name: [round(float(value), 4) for value in both] for name, both in reached.items()}
    quality |= {"chance": round(float(found.chance[0]), 5), "same_spelling": found.same_spelling, "seconds": seconds}
    if not quick:
        _, other, _ = trained(learner, unrelated(data))
        best = float(other.precision.mean(axis=0)[:, :, 0].max())
        print(f"unrelated English text of the same size, the best of all: {best:.3f}")
        quality["unrelated"] = round(best, 4)
        ok = ok and best <= reached["refined"][0] / 2
    ratio = min(value / gate for name in gates for value, gate in zip(reached[name], gates[name], strict=True) if gate)
    return {"ratio": round(ratio, 3), "goal": GOAL, "quality": quality, "ok": bool(ok)}


def trained(learner: AlignedWords, data: Languages) -> tuple[Fit, Tested, float]:
    """The run, how it was tested, and the seconds of all."""
    began = time.perf_counter()
    fit = learner.fit(data)
    seconds = round(time.perf_counter() - began, 1)
    found = how_tested(fit)
    assert found is not None
    return fit, found, seconds


def unrelated(data: Languages) -> Languages:
    """The same German captions beside as many words of English of all kinds (the Brown corpus)."""
    english, german = data.sides
    assert isinstance(english, Corpus) and isinstance(german, Corpus)
    lines, n = [], 0
    for line in real_file("brown_plain.txt").read_text("utf-8").splitlines():
        lines.append(line)
        n += len(line.split())
        if n >= english.n_tokens:
            break
    other = Corpus.from_sentences(lines)
    listed = pair_list.read(real_file("en-de.tsv"))
    known, _ = known_pairs(listed, other.words, german.words)
    return replace(data, first=other, pairs=tuple(known), aligned=False)


def shown(found: Tested, fit: Fit, seconds: float) -> None:
    """A table for people."""
    mean, spread = found.precision.mean(axis=0), found.precision.std(axis=0, ddof=1)
    words = fit.summary["words"]
    print(f"{words:,} words, {found.n_seeds:,} pairs learned from, {found.n_held_out:,} words asked, {seconds} s")
    print(f"{'':28}{'at 1':>8}{'±':>7}{'at 5':>8}")
    for name, by_way, spreads in zip(MAPS, mean, spread, strict=True):
        for way, values, about in zip(("cosine", "CSLS"), by_way, spreads, strict=True):
            print(f"{name + ', ' + way:28}{values[0]:8.3f}{about[0]:7.3f}{values[1]:8.3f}")
    print(f"{'chance':28}{found.chance[0]:8.4f}{'':7}{found.chance[1]:8.4f}")
    print(f"{'the word itself':28}{found.same_spelling:8.3f}")
    skew = TwoLanguages.of(fit).skewness()
    print(f"skewness of the times found: {skew[0]:.2f} by cosine, {skew[1]:.2f} by CSLS")
    assert np.isfinite(mean).all()
