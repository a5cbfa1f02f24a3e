"""Where a method comes from: authors, year, title, and a number that leads to the text."""

from dataclasses import dataclass

ADDRESSES = {
    "doi": "https://doi.org/{}",
    "arXiv": "https://arxiv.org/abs/{}",
    "jmlr": "https://jmlr.org/papers/{}.html",
    "openreview": "https://openreview.net/forum?id={}",
    "neurips": "https://proceedings.neurips.cc/paper/{}-Abstract.html",
}
"""How the number of a paper becomes an address, by its scheme; the last three are for what has neither of the first."""


@dataclass(frozen=True)
class Paper:
    """A publication.

    authors: family names as a reader cites them ("Levy, Goldberg and Dagan"; "Mikolov et al." from four on).
    link: a scheme of ADDRESSES and the number alone, such as "doi:10.1109/ICDM.2008.22" or "arXiv:1310.4546".

    >>> paper = Paper("Turk and Pentland", 1991, "Eigenfaces for recognition", "doi:10.1162/jocn.1991.3.1.71")
    >>> print(paper.cited, paper.url)
    Turk and Pentland, 1991 https://doi.org/10.1162/jocn.1991.3.1.71
    """

    authors: str
    year: int
    title: str
    link: str

    @property
    def cited(self) -> str:
        """As in a text: authors and year."""
        return f"{self.authors}, {self.year}"

    @property
    def url(self) -> str:
        """The address that resolves its number."""
        scheme, number = self.link.split(":", 1)
        return ADDRESSES[scheme].format(number)
