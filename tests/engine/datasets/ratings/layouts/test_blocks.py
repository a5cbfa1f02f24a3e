"""Blocks of ratings under the name of an item."""

import pytest

from engine import limits
from tests.engine.datasets.ratings.own import content, load, pairs, refusal, said

STARS = {(1_000 + user, item): 1 + (user * item) % 5 for user in range(20) for item in range(1, 9) if (user + item) % 3}
WANTED = {(str(user), str(item), float(stars)) for (user, item), stars in STARS.items()}


def blocks(row: str) -> str:
    lines = []
    for item in range(1, 9):
        lines.append(f"{item}:")
        lines += [row.format(u=u, r=r, d=f"2005-01-{i + 1:02d}") for (u, i), r in STARS.items() if i == item]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("row", ["{u},{r},{d}", "{u}\t{r}", "{u} {r} {d}", "{u};{r};{d};x"])
def test_netflix(row: str) -> None:
    found = load(blocks(row))
    assert content(found) == WANTED and "a name with a colon is an item" in said(found)
    assert bool(len(found.times)) == ("{d}" in row)


def test_who_had_what_and_when() -> None:
    found = load(blocks("{u},{d}"))
    assert pairs(found) == {(user, item) for user, item, _ in WANTED} and len(found.times)


def test_lines_of_another_width() -> None:
    text = blocks("{u},{r},{d}")
    many = "9:\n" + "".join(f"{u},3,2005-01-01\n" for u in range(500))
    assert "do not have 3 fields: 1 (first: line" in said(load(text + many + "7,3\n"))
    assert refusal(text + "7,3\n" * 9).code == "E-RAT-08"


def test_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CSV_ROWS", 50)
    assert refusal(blocks("{u},{r},{d}")).code == "E-RAT-07"
