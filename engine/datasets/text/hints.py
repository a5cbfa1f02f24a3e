"""Sentences for the user about words that are probably none, or not the ones that were meant."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from engine.datasets.text.tokenizer import Tokenization, Tokenizer
from engine.files.display import displayable
from engine.files.scripts import ASIAN, MARKS, SOUTH_EAST

TOP = 20
"""Most frequent words looked at."""
_FEW = 4
"""Of them, at least so many must be strange."""
_MANY = 6
"""And they must make up more than one of so many occurrences."""
_UNSPACED = re.compile(f"[{ASIAN}]{{3}}|(?:[{SOUTH_EAST}][{MARKS}]*+){{10}}")
_NUMBER = re.compile(r"\d+[a-z]?")
_ADDRESSES = "http https www com org net html htm php href src"
_MARKUP = "br div span td tr th li ul img nbsp amp quot gt lt tbody style px xmlns xml"
_TAGS = """
    nn nns nnp nnps np jj jjr jjs vb vbd vbg vbn vbp vbz dt prp rb cc cd md wdt wp ppss ppo bedz noun verb adj adv adp
    det pron propn aux punct sconj cconj num sing plur nom acc ind pres nsubj obj
"""
_SORTS = (
    (_NUMBER.fullmatch, "numbers or times"),
    (frozenset(_ADDRESSES.split()).__contains__, "parts of web addresses"),
    (frozenset(_MARKUP.split()).__contains__, "marks of HTML"),
    (frozenset(_TAGS.split()).__contains__, "parts of speech"),
)
_DATED = re.compile(r"\s*[\[(<]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d{2}(?::\d{2})?)\b")
_KEYED = re.compile(r"\s*[\"'@\\%]?([^\W\d][\w -]{0,24})[\"']?\s*[:={]\s*\S")
_FEWEST_LINES, _MOST_KEYS, _OFTEN = 20, 12, 50
"""Lines looked at, at least; names, at most; each stands before one of so many lines, at least."""
_LINES = 10
"""Lines of a sentence, above which they may be meant as sentences."""
_ELIDED = re.compile(r"(?:[ldjnscmt]|qu)'\w{2}")
_ELIDED_SHARE, _ELIDED_FEW = 0.01, 20


def of_words(words: Sequence[str], counts: np.ndarray, options: Tokenization) -> Iterator[str]:
    """What the most frequent words say of the text. counts: (n_words,), falling."""
    top = {word.lower(): int(count) for word, count in zip(words[:TOP], counts[:TOP], strict=True)}
    for is_one, sort in _SORTS:
        strange = [word for word in top if is_one(word)]
        if len(strange) >= _FEW and _MANY * sum(map(top.__getitem__, strange)) > sum(top.values()):
            yield (
                f"Among the {len(top)} most frequent words are {sort} ({', '.join(strange[:5])}). If they are no part "
                "of the text, choose another layout or text column, or take them out of the file."
            )
            break
    if options.unit == "words" and unspaced(words[:1000]):
        yield (
            "Most words are runs of characters of a script without blanks; the units Words by a dictionary, or "
            "Characters, will do better."
        )
    elided = sum(int(count) for word, count in zip(words, counts, strict=True) if _ELIDED.match(word.lower()))
    if not options.elision and elided > max(_ELIDED_FEW, _ELIDED_SHARE * counts.sum()):
        yield "Words such as l'homme and d'un are frequent; “Split off l', d', qu'” makes l' and homme of them."


def of_beginnings(lines: Sequence[str]) -> Iterator[str]:
    """Whether most lines begin with a date or a time, as of a chat or a log, or with one of a few names and a sign."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < _FEWEST_LINES:
        return
    n_dated = sum(_DATED.match(line) is not None for line in filled)
    if 2 * n_dated > len(filled):
        yield (
            f"{n_dated:,} of the first {len(filled):,} lines begin with a date or a time, which counts as words. "
            "If they are no part of the text, take them out of the file."
        )
    keys = Counter(found[1] for line in filled if (found := _KEYED.match(line)))
    usual = [key for key, count in keys.most_common(_MOST_KEYS) if _OFTEN * count > len(filled)]
    if usual and 2 * sum(map(keys.__getitem__, usual)) > len(filled):
        yield (
            f"Most lines begin with one of a few names ({', '.join(displayable(key, 20) for key in usual[:4])}), which "
            "count as words. If they are no part of the text, take them out of the file, or save it as a table."
        )


def unspaced(words: Sequence[str]) -> bool:
    """Whether most words are long runs of letters of a script without blanks."""
    return 2 * sum(bool(_UNSPACED.search(word)) for word in words) > len(words)


def of_lines(n_lines: int, n_sentences: int, options: Tokenization) -> Iterator[str]:
    """Whether the lines may be meant as sentences."""
    if options.boundary == "sentences" and n_lines > _LINES * n_sentences:
        sentences = f"only {n_sentences:,} sentences" if n_sentences > 1 else "only one sentence"
        yield (
            f"{n_lines:,} lines make {sentences}, because few end with a full stop. If each line stands for itself, "
            "choose the boundaries Lines."
        )


def of_print(tokenizer: Tokenizer, n_joined: int, n_kept: int) -> Iterator[str]:
    """What was mended in printed text, and the emoji that were left out."""
    if n_joined:
        kept = f" ({n_kept:,} of them keep the hyphen, which they have elsewhere, too)" if n_kept else ""
        yield f"Words that a hyphen broke at the end of a line, joined: {n_joined:,}{kept}."
    if tokenizer.n_ligatures:
        yield f"Ligatures (ﬁ, ﬂ) written as letters: {tokenizer.n_ligatures:,}."
    if n_emoji := tokenizer.emoji.total():
        shown = " ".join(emoji for emoji, _ in tokenizer.emoji.most_common(3))
        yield f"Emoji left out: {n_emoji:,} ({shown}); the option “Emoji are words” keeps them."
