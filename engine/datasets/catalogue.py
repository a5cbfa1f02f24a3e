"""What can be downloaded: from where, how large, under which licence, and the checksum that it must have."""

from dataclasses import dataclass
from typing import Literal

HOSTS = frozenset({"raw.githubusercontent.com", "mattmahoney.net", "www.mattmahoney.net", "data.deepai.org"})
"""Nothing is fetched from anywhere else, redirects included."""


@dataclass(frozen=True)
class File:
    """One file. urls: the official address first, then mirrors; size in bytes; sha256 in hex."""

    name: str
    urls: tuple[str, ...]
    size: int
    sha256: str


@dataclass(frozen=True)
class Entry:
    """One set of files. about: what it is, in a sentence; licence: as its makers state it."""

    key: str
    kind: Literal["text", "analogies", "word_pairs"]
    title: str
    about: str
    licence: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.files)


_GITHUB = "https://raw.githubusercontent.com"
_WORD_PAIRS = f"{_GITHUB}/mfaruqui/eval-word-vectors/94b3dd9fdbac7ed08dbee7179cd5ee464acf0594/data/word-sim"
_GENSIM = f"{_GITHUB}/piskvorky/gensim/37f90ec121eb7cd401448a947e80953e0c53ccdc/gensim/test/test_data"

_ENTRIES = (
    Entry(
        "tiny_shakespeare",
        "text",
        "Tiny Shakespeare",
        "40,000 lines of Shakespeare's plays, 200,000 words: small enough to train in seconds.",
        "public domain",
        (
            File(
                "input.txt",
                (
                    f"{_GITHUB}/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
                    f"{_GITHUB}/pytorch/examples/77f55b912142e11fcfdf5b530231fb9c52f181e8"
                    "/distributed/minGPT-ddp/mingpt/data/input.txt",
                ),
                1_115_394,
                "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            ),
        ),
    ),
    Entry(
        "text8",
        "text",
        "text8",
        "The first 100 million letters of the English Wikipedia of 2006, 17 million words without punctuation.",
        "Wikipedia text: CC BY-SA",
        (
            File(
                "text8.zip",
                (
                    "https://mattmahoney.net/dc/text8.zip",
                    "https://www.mattmahoney.net/dc/text8.zip",
                    "https://data.deepai.org/text8.zip",
                ),
                31_344_016,
                "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232",
            ),
        ),
    ),
    Entry(
        "google_analogies",
        "analogies",
        "Google analogies",
        "19,544 analogy questions in 14 sections (Mikolov et al. 2013).",
        "Apache-2.0",
        (
            File(
                "questions-words.txt",
                (
                    f"{_GITHUB}/tmikolov/word2vec/master/questions-words.txt",
                    f"{_GENSIM}/questions-words.txt",
                ),
                603_955,
                "8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36",
            ),
        ),
    ),
    Entry(
        "men",
        "word_pairs",
        "MEN",
        "3,000 word pairs, relatedness from 0 to 50 as people see it (Bruni, Tran, Baroni 2014).",
        "CC BY 2.0",
        (
            File(
                "EN-MEN-TR-3k.txt",
                (f"{_WORD_PAIRS}/EN-MEN-TR-3k.txt",),
                53_593,
                "888b13580faa362c7b11da0a670258cf1b1eb4bf0ecbcd418918729a3bd3f43a",
            ),
        ),
    ),
    Entry(
        "wordsim353",
        "word_pairs",
        "WordSim-353",
        "353 word pairs, relatedness from 0 to 10 as people see it (Finkelstein et al. 2002).",
        "CC BY 4.0",
        (
            File(
                "wordsim353.tsv",
                (f"{_GENSIM}/wordsim353.tsv",),
                7_186,
                "f92a022fc2537793a15bc3a8c162ebcd74990e033a228bb6388cb71e4c0b1e1d",
            ),
        ),
    ),
)

CATALOGUE: dict[str, Entry] = {entry.key: entry for entry in _ENTRIES}
