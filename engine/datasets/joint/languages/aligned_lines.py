"""Two texts whose lines are each other's translations, one by one."""

from collections.abc import Sequence

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.tokenizer import Tokenization
from engine.report import Repetition, Report


def corpora(
    first: Sequence[str], second: Sequence[str], options: Tokenization, report: Report
) -> tuple[Corpus, Corpus]:
    """Each line a document, so that those that lost all words keep their place. Raises InputError as `Corpus` does."""
    found = [
        Corpus.from_text(_input(lines), options, Repetition(report, place, 2))
        for place, lines in enumerate((first, second))
    ]
    return found[0], found[1]


def _input(lines: Sequence[str]) -> TextInput:
    documents = (Document(f"line {number}", "", (line,)) for number, line in enumerate(lines, 1))
    return TextInput(documents, sum(map(len, lines)))
