"""CBOW beside skip-gram by size of the text: lectures say opposite things of which of them serves a small one.

Sentences are drawn by chance from 100 English novels until there are 10^5, 3 x 10^5, ... 10^7 words, so that the size
is all that changes; a smaller text is a part of the larger one. Both methods have the app's defaults (d = 100, window
5, 5 negatives, min_count 5), but as many epochs as make 20 million words read, at most 100 and at least 5.

Scored at each size are MEN, WordSim-353 and Google's analogies, of what is known there; and MEN again by the pairs that
are known at the smallest size, which are the same all along ("MEN, same").

Nothing is wrong if one or the other method is ahead; what must be is that both learn more from ten times the text.
"""

import datetime
import json
import statistics
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.questions import WordPairs, parse_analogies, parse_pairs
from engine.evaluation.words.analogies import analogy_accuracy
from engine.evaluation.words.similarity import similarity
from engine.insight.words.measured_sizes import FILE as KEPT
from engine.learners.words.cbow import CBOW
from engine.learners.words.sampling_contract import NegativeSamplingLearner
from engine.learners.words.skipgram import SkipGram
from tests.benchmarks.data import real_file
from tests.benchmarks.words import novels

PEER = "none: two methods of the app beside each other"
GOAL = "MEN of CBOW and of skip-gram rises with every tenfold text, from 10^5 to 10^7 words; the curve is the result."
SIZES = 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000
QUICK_SIZES = 50_000, 500_000
QUICK_WORDS = 1_500_000
READ, FEWEST_EPOCHS, MOST_EPOCHS = 20_000_000, 5, 100
METHODS: tuple[type[NegativeSamplingLearner], ...] = (CBOW, SkipGram)
SCORES = "men_same", "men", "wordsim", "analogy"

Row = dict[str, float]


def run(quick: bool) -> dict[str, object]:
    """Five sizes by two seeds (quick: two sizes, one seed, a tenth of the epochs); see the module."""
    _, corpus = novels(QUICK_WORDS if quick else None)
    if quick:
        return verdict(measured(corpus, QUICK_SIZES, seeds=[1], read=READ // 10), QUICK_SIZES)
    found = measured(corpus, SIZES, seeds=[1, 2])
    keep(found)
    return verdict(found, SIZES)


def keep(found: dict[tuple[str, int], list[Row]]) -> None:
    """Write MEN by the same pairs where the page of words shows it beside the user's own text."""
    scores = [[[round(row["men_same"], 3) for row in found[m.name, size]] for size in SIZES] for m in METHODS]
    epochs = [epochs_of(size) for size in SIZES]
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    KEPT.write_text(json.dumps({"date": date, "sizes": SIZES, "epochs": epochs, "scores": scores}) + "\n")


def epochs_of(size: int, read: int = READ) -> int:
    """How often a text of so many words is read."""
    return min(max(round(read / size), FEWEST_EPOCHS), MOST_EPOCHS)


def measured(
    corpus: Corpus, sizes: Sequence[int], seeds: Sequence[int], read: int = READ
) -> dict[tuple[str, int], list[Row]]:
    """(method, size) -> scores by seed; every row is printed as soon as it is there."""
    questions = parse_analogies(real_file("questions-words.txt").read_bytes())
    men, wordsim = (parse_pairs(real_file(name).read_bytes()) for name in ("EN-MEN-TR-3k.txt", "wordsim353.tsv"))
    print(f"{'':10}{'words':>11}{'seed':>5}{'epochs':>7}{'MEN, same':>10}{'MEN':>7}{'of':>6}{'WordSim':>9}", end="")
    print(f"{'of':>5}{'analogies %':>13}{'of':>7}")
    found: dict[tuple[str, int], list[Row]] = {}
    for seed in seeds:
        order = np.random.default_rng(seed).permutation(corpus.n_sentences)
        same = _known(men, drawn(corpus, order, sizes[0]).pruned(5).words)
        for size in sizes:
            text = drawn(corpus, order, size)
            epochs = epochs_of(size, read)
            for method in METHODS:
                embedding = method(n_epochs=epochs, seed=seed).fit(text).main
                of_all = [similarity(embedding, pairs) for pairs in (men, wordsim)]
                asked = analogy_accuracy(embedding, questions)
                row = {
                    "men_same": similarity(embedding, same).spearman,
                    "men": of_all[0].spearman,
                    "wordsim": of_all[1].spearman,
                    "analogy": 100 * asked.accuracy,
                }
                found.setdefault((method.name, size), []).append(row)
                print(f"{method.name:10}{size:11,}{seed:5}{epochs:7}{row['men_same']:10.3f}{row['men']:7.3f}", end="")
                print(f"{len(of_all[0].pair):6,}{row['wordsim']:9.3f}{len(of_all[1].pair):5}", end="")
                print(f"{row['analogy']:13.2f}{int(asked.covered.sum()):7,}", flush=True)
    return found


def verdict(found: dict[tuple[str, int], list[Row]], sizes: Sequence[int]) -> dict[str, object]:
    """The means as a curve, and whether MEN by the same pairs rises with every tenfold text."""
    means = {
        key: {score: statistics.mean(row[score] for row in rows) for score in SCORES} for key, rows in found.items()
    }
    print(f"\n{'words':>11}" + "".join(f"{score + ': CBOW':>16}{'skip-gram':>11}" for score in SCORES))
    for size in sizes:
        cells = [f"{means['cbow', size][score]:16.3f}{means['skipgram', size][score]:11.3f}" for score in SCORES]
        print(f"{size:11,}" + "".join(cells))
    rises = [
        means[name, larger]["men_same"] - means[name, size]["men_same"]
        for name in ("cbow", "skipgram")
        for size in sizes
        for larger in sizes
        if larger == 10 * size
    ]
    ahead = [means["cbow", size]["men_same"] - means["skipgram", size]["men_same"] for size in sizes]
    quality = {f"{name}_{size}_{score}": round(x, 4) for (name, size), row in means.items() for score, x in row.items()}
    return {
        "ratio": round(min(rises), 3),
        "goal": 0.0,
        "cbow_ahead_by_men": dict(zip(map(str, sizes), (round(x, 4) for x in ahead), strict=True)),
        "quality": quality,
        "ok": min(rises) > 0,
    }


def drawn(corpus: Corpus, order: np.ndarray, n_words: int) -> Corpus:
    """The first sentences of an order, until there are so many words, as a corpus of its own."""
    lengths = np.diff(corpus.sentences)[order]
    chosen = order[: np.searchsorted(np.cumsum(lengths), n_words) + 1]
    first, lengths = corpus.sentences[chosen], lengths[: len(chosen)]
    sentences = np.concatenate([[0], np.cumsum(lengths)])
    places = np.arange(sentences[-1]) + np.repeat(first - sentences[:-1], lengths)
    tokens = corpus.tokens[places]
    counts = np.bincount(tokens, minlength=corpus.n_words)
    by_count = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    ids = np.zeros(corpus.n_words, dtype=np.int32)
    ids[by_count] = np.arange(len(by_count))
    words = tuple(corpus.words[word] for word in by_count)
    return replace(
        corpus,
        tokens=ids[tokens],
        sentences=sentences,
        documents=sentences[[0, -1]],
        words=words,
        counts=counts[by_count],
    )


def _known(pairs: WordPairs, words: Sequence[str]) -> WordPairs:
    """The pairs whose words are both among some."""
    known = set(words)
    rows = [row for row, pair in enumerate(pairs.pairs) if known.issuperset(pair)]
    return WordPairs(tuple(pairs.pairs[row] for row in rows), pairs.scores[rows])
