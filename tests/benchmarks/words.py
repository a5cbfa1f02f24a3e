"""The text that the benchmarks of words train on, and the questions that their vectors are asked."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.questions import parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.evaluation.words.analogies import analogy_accuracy
from engine.evaluation.words.similarity import similarity
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import FOLDER


def scores(embedding: Embedding) -> dict[str, float]:
    """The same questions for both sides."""
    questions = parse_analogies(real_file("questions-words.txt").read_bytes())
    men, wordsim = (
        similarity(embedding, parse_pairs(real_file(name).read_bytes())).spearman
        for name in ("EN-MEN-TR-3k.txt", "wordsim353.tsv")
    )
    return {"analogy": 100 * analogy_accuracy(embedding, questions).accuracy, "men": men, "wordsim": wordsim}


def novels(most_words: int | None) -> tuple[Path, Corpus]:
    """A file with a sentence a line, for the peer, and the same sentences as a Corpus."""
    lines = []
    left = most_words or 10**12
    for sentence in _sentences(real_file("english-novels-100.zip")):
        lines.append(" ".join(sentence))
        left -= len(sentence)
        if left <= 0:
            break
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"novels-{most_words or 'all'}.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path, _corpus(lines)


def _sentences(archive: Path) -> Iterator[list[str]]:
    """Lower-case words of each sentence of each text of a zip."""
    word = re.compile(r"[a-z]+(?:'[a-z]+)?")
    with zipfile.ZipFile(archive) as texts:
        for name in sorted(texts.namelist()):
            text = texts.read(name).decode("utf-8-sig").lower().replace("’", "'")
            for sentence in re.split(r"[.!?]+|\n\s*\n", text):
                words = word.findall(sentence)
                if words:
                    yield words


def _corpus(lines: list[str]) -> Corpus:
    counts = Counter(word for line in lines for word in line.split())
    words = [word for word, _ in counts.most_common()]
    index = {word: row for row, word in enumerate(words)}
    tokens = np.fromiter((index[word] for line in lines for word in line.split()), dtype=np.int32)
    sentences = np.cumsum([0, *(line.count(" ") + 1 for line in lines)])
    return Corpus(tokens, sentences, sentences[[0, -1]], tuple(words), np.array([counts[word] for word in words]))
