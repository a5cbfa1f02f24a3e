"""Two languages in one space: how many held-out words of English captions find their German translation.

Both texts of Multi30k (29,000 captions and their translations), each by a skip-gram of its own: 200 dimensions, window
10, 30 epochs. Of the dictionary of MUSE 2,000 pairs are learned from, and 400 other words asked, among all words of the
other language; five splits, one training. Beside it stand chance, the words' own spelling, a matrix without conditions,
and half the captions of each language: of the same photographs, and of others, which tells what the rest is owed to.

Quick: 100 dimensions and 8 epochs, with gates of its own, and no halves.
"""

import time
from dataclasses import replace

import numpy as np

from engine.algorithms.alignment.trials import MAPS
from engine.datasets.joint.languages.downloaded import DownloadedLanguages
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.selected import selected
from engine.fit import Fit
from engine.insight.shared_spaces.two_languages import Tested, TwoLanguages, how_tested
from engine.learners.shared_spaces.aligned_words import AlignedWords
from tests.benchmarks.data import real_file

PEER = "none: chance, the words' own spelling, and captions of other photographs"
GOAL = (
    "Multi30k English-German, precision at 1/5: nearest >= .32/.52, CSLS >= .37/.57, refined CSLS at 1 >= .41; "
    "captions of other photographs at most half as good as of the same."
)
GATES = {"nearest": (0.32, 0.52), "csls": (0.37, 0.57), "refined": (0.41, 0.0)}
QUICK_GATES = {"nearest": (0.18, 0.34), "csls": (0.22, 0.40), "refined": (0.25, 0.0)}
PLACES = {"nearest": (0, 0), "csls": (0, 1), "refined": (1, 1)}
"""Map and way of search, see `engine.algorithms.alignment.trials`."""
QUICK = {"n_components": 100, "n_epochs": 8}


def run(quick: bool) -> dict[str, object]:
    """Train, test on five splits, and do the same with halves (the latter not if quick)."""
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
        parts = halves(data)
        print(f"half the captions, at 1: of the same photographs {parts['same_half']:.3f}, ", end="")
        print(f"of others {parts['other_half']:.3f}")
        quality |= {name: round(value, 4) for name, value in parts.items()}
        ok = ok and parts["other_half"] <= parts["same_half"] / 2
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


def halves(data: Languages) -> dict[str, float]:
    """Precision at 1 by Procrustes and the cosine, of captions of the same half of the photographs in both languages,
    and of one half in English and the other in German: as many words, and no sentence a translation of another.
    """
    learner = AlignedWords(n_seeds=1_200, n_held_out=300)
    english, german = (side for side in data.sides if isinstance(side, Corpus))
    found = {}
    for name, place in (("same_half", 0), ("other_half", 1)):
        part = replace(data, first=half(english, 0), second=half(german, place), aligned=False)
        _, tested, _ = trained(learner, part)
        found[name] = float(tested.precision.mean(axis=0)[0, 0, 0])
    return found


def half(text: Corpus, place: int) -> Corpus:
    """The captions of the first or the second half of the photographs."""
    middle = (len(text.documents) - 1) // 2
    ends = text.documents[[0, middle] if place == 0 else [middle, -1]]
    first, last = np.searchsorted(text.sentences, ends)
    return selected(text, np.arange(first, last))


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
