"""Two languages, each by a text or by vectors that were made elsewhere, and what is known of how they hang together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy import ndarray

from engine.datasets.text.corpus import Corpus
from engine.datasets.vectors.vectors import Vectors

Words = Corpus | Vectors
"""A language: a text, or vectors with the words as labels."""
KINDS: Mapping[str, type[Corpus] | type[Vectors]] = {Corpus.kind: Corpus, Vectors.kind: Vectors}


@dataclass(frozen=True, eq=False)
class Languages:
    """Both languages.

    names: what they are called. first, second: both texts, or both vectors. pairs: a word of the first and one of the
    second that mean the same; a word may have several. aligned: whether the documents of the two texts are each
    other's translations, one by one. notes: what the reader changed, as sentences for the user.
    """

    kind: ClassVar[str] = "languages"

    names: tuple[str, str]
    first: Words
    second: Words
    pairs: tuple[tuple[str, str], ...] = ()
    aligned: bool = False
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if type(self.first) is not type(self.second):
            raise ValueError("one language is a text, and the other is vectors")
        if self.aligned and len(_texts(self)[0].documents) != len(_texts(self)[1].documents):
            raise ValueError("aligned texts have as many documents as each other")

    @property
    def sides(self) -> tuple[Words, Words]:
        """Both."""
        return self.first, self.second

    @property
    def vocabularies(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Words of both."""
        return words_of(self.first), words_of(self.second)

    def pack(self) -> tuple[dict[str, ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        arrays: dict[str, ndarray] = {}
        documents = []
        for place, side in enumerate(self.sides):
            found, document = side.pack()
            arrays |= {f"{place}/{name}": array for name, array in found.items()}
            documents.append(document)
        known = {"names": list(self.names), "aligned": self.aligned, "notes": list(self.notes)}
        return arrays, known | {"kind": self.first.kind, "sides": documents, "pairs": list(map(list, self.pairs))}

    @classmethod
    def unpack(cls, arrays: Mapping[str, ndarray], document: Mapping[str, Any]) -> "Languages":
        """The Languages that `pack` took apart."""
        of = KINDS[document["kind"]]
        sides = [
            of.unpack({name[2:]: array for name, array in arrays.items() if name.startswith(f"{place}/")}, side)
            for place, side in enumerate(document["sides"])
        ]
        pairs = tuple((first, second) for first, second in document["pairs"])
        names = (document["names"][0], document["names"][1])
        return cls(names, sides[0], sides[1], pairs, document["aligned"], tuple(document["notes"]))


def words_of(side: Words) -> tuple[str, ...]:
    """The words of a language, of a text by falling count."""
    return side.words if isinstance(side, Corpus) else side.labels


def known_pairs(
    pairs: Iterable[tuple[str, str]], first: Iterable[str], second: Iterable[str]
) -> tuple[list[tuple[str, str]], bool]:
    """The pairs whose words both languages have, each once, in their order; and whether the list names the second
    language first, which is so where more of its pairs are known that way round. Capitals may differ.
    """
    forms = [_by_form(words) for words in (first, second)]
    listed = list(pairs)

    def known(swapped: bool) -> list[tuple[str, str]]:
        turned = ((b, a) if swapped else (a, b) for a, b in listed)
        found = ((_found(forms[0], a), _found(forms[1], b)) for a, b in turned)
        return list(dict.fromkeys((a, b) for a, b in found if a and b))

    straight, swapped = known(False), known(True)
    return (swapped, True) if len(swapped) > len(straight) else (straight, False)


def _by_form(words: Iterable[str]) -> dict[str, str]:
    """Word, and word without capitals -> the word as the language has it, of several the first."""
    found: dict[str, str] = {}
    listed = list(words)
    for word in listed:
        found.setdefault(word.casefold(), word)
    return found | {word: word for word in listed}


def _found(forms: Mapping[str, str], word: str) -> str:
    return forms.get(word) or forms.get(word.casefold(), "")


def _texts(languages: Languages) -> tuple[Corpus, Corpus]:
    first, second = languages.sides
    if not isinstance(first, Corpus) or not isinstance(second, Corpus):
        raise ValueError("only texts can be aligned")
    return first, second
