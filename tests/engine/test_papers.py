"""Every method says where it comes from, by numbers that can be followed."""

import re
from itertools import groupby

import pytest

from engine.insight.lessons.reading import THEMES
from engine.learners.base import Learner
from engine.papers import ADDRESSES, Paper
from engine.runs.recipe import TASKS

NUMBERS = {
    "doi": r"10\.\d{4,9}/[\w./-]+[\w]",
    "arXiv": r"\d{4}\.\d{4,5}",
    "jmlr": r"v\d+/[\w-]+",
    "openreview": r"[\w-]{9,12}",
    "neurips": r"\d{4}/hash/[0-9a-f]{32}",
}
CITED = r"(van der |van den |Ferrari )?[^\W\d_]+(-[^\W\d_]+)?"
"""A family name."""
METHODS = {name: cls for name, cls in TASKS.items() if cls.__module__.startswith("engine.")}
"""Without those that tests enter."""
READ_ON = {paper for theme in THEMES for paper in theme.beside}
ALL = sorted({paper for cls in METHODS.values() for paper in cls.papers} | READ_ON, key=lambda paper: paper.link)


@pytest.mark.parametrize("cls", METHODS.values(), ids=METHODS)
def test_every_method_has_papers(cls: type[Learner]) -> None:
    assert cls.papers
    assert not hasattr(cls, "source")


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.link)
def test_papers_are_well_formed(paper: Paper) -> None:
    scheme, number = paper.link.split(":", 1)
    assert re.fullmatch(NUMBERS[scheme], number)
    assert re.fullmatch(rf"{CITED}( et al\.|(, {CITED})? and {CITED})?", paper.authors)
    assert 1900 < paper.year < 2030
    assert re.fullmatch(r"\S.+[\w?)]", paper.title)
    assert re.fullmatch(r"https://[\w./?=-]+", paper.url), "a link in Markdown needs no escapes"


def test_the_year_of_an_arxiv_number_is_not_later_than_the_paper() -> None:
    years = {paper: 2000 + int(paper.link[6:8]) for paper in ALL if paper.link.startswith("arXiv:")}
    assert years
    assert all(paper.year - 2 <= year <= paper.year for paper, year in years.items())


def test_one_number_is_one_paper() -> None:
    assert all(len(list(same)) == 1 for _, same in groupby(ALL, key=lambda paper: paper.link))


def test_every_scheme_is_used_and_tested() -> None:
    assert NUMBERS.keys() == ADDRESSES.keys() == {paper.link.split(":")[0] for paper in ALL}


def test_addresses() -> None:
    assert Paper("A", 2013, "t", "arXiv:1310.4546").url == "https://arxiv.org/abs/1310.4546"
    assert Paper("A", 2008, "t", "doi:10.1109/ICDM.2008.22").url == "https://doi.org/10.1109/ICDM.2008.22"
    assert Paper("A", 2008, "t", "jmlr:v9/vandermaaten08a").url == "https://jmlr.org/papers/v9/vandermaaten08a.html"
    assert Paper("A", 2017, "t", "openreview:Sy2fzU9gl").url == "https://openreview.net/forum?id=Sy2fzU9gl"
    devise = Paper("A", 2013, "t", "neurips:2013/hash/7cce53cf90577442771720a370c3c723")
    assert devise.url.startswith("https://proceedings.neurips.cc/paper/2013/hash/7cce") and devise.url.endswith(".html")
