"""Where a method comes from: authors, year, title, and a number that leads to the text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """A publication.

    authors: family names as a reader cites them ("Levy, Goldberg and Dagan"; "Mikolov et al." from four on).
    link: "doi:10...." or "arXiv:...." (the number alone, no address).

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
        return {"doi": "https://doi.org/", "arXiv": "https://arxiv.org/abs/"}[scheme] + number
