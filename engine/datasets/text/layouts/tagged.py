"""Words with their parts of speech behind them, as in The/at river/nn or The_DT river_NN (Brown, Penn Treebank)."""

import re
from collections.abc import Iterable, Iterator

from engine.datasets.text.layouts.lines import lines

TITLE = "Words with tags (The/at river/nn)"
_SIGNS = "/_|"
_FEW = 20
_MIN_SHARE = 0.9
_TAG = re.compile(r"[A-Za-z$.,:;*+'`\"()?!#-]{1,14}\d?")
_KNOWN = "nn nns nnp np in at dt jj vb vbd vbz vbn prp noun verb det adj adp pron cc rb"
"""Tags, two of which must be there."""
_WORD = re.compile(r"\S+")


def sign(sample: str) -> str:
    """What stands between words and tags of a text that begins like this; "" if there are no tags."""
    found = sample.split()[:5_000]
    if len(found) < _FEW:
        return ""
    for mark in _SIGNS:
        tags = [word.rpartition(mark)[2] for word in found if 0 < word.rfind(mark) < len(word) - 1]
        tags = [tag for tag in tags if _TAG.fullmatch(tag)]
        different = {tag.casefold() for tag in tags}
        if (
            len(tags) > _MIN_SHARE * len(found)
            and len(different) < len(tags) / 2
            and len(different.intersection(_KNOWN.split())) > 1
        ):
            return mark
    return ""


def recognized(sample: str) -> bool:
    """Whether a text begins like words with tags."""
    return bool(sign(sample))


def words(pieces: Iterable[str], notes: list[str]) -> Iterator[str]:
    """The words without their tags, which the first lines show."""
    mark, n_tags = "", 0
    for line in lines(pieces):
        mark = mark or sign(line) or next((sign for sign in _SIGNS if sign in line), "")
        found = [_parts(match[0], mark) for match in _WORD.finditer(line)] if mark else [(line, False)]
        n_tags += sum(is_tagged for _, is_tagged in found)
        yield " ".join(word for word, _ in found) + "\n"
    notes.append(f"Read as words with tags behind a “{mark}”: tags left out: {n_tags:,}.")


def _parts(word: str, mark: str) -> tuple[str, bool]:
    before, _, tag = word.rpartition(mark)
    return (before, True) if before and tag else (word, False)
