"""What lines begin with: dates, times and names are told, and other beginnings are not."""

import pytest

from tests.engine.datasets.text.test_reader import load

SAYINGS = [
    "the red fox runs over green hills today",
    "some people say that rain will fall",
    "who has seen my old umbrella here",
]
CHAT = "".join(f"{1 + n % 28:02}/04/2024, 10:{n % 60:02} - Ann: {SAYINGS[n % 3]}\n" for n in range(60))
LOG = "".join(f"[2024-04-{1 + n % 28:02} 10:00:00] {SAYINGS[n % 3]}\n" for n in range(60))
TIMES = "".join(f"{n % 24:02}:{n % 60:02}:07 {SAYINGS[n % 3]}\n" for n in range(60))
REFERENCES = "".join(f"@article{{k{n},\n author = {{Lee {n}}},\n title = {{{SAYINGS[n % 3]}}}\n}}\n" for n in range(30))
SETTINGS = "".join(f"name: {SAYINGS[n % 3]}\nplace: some {n}\n" for n in range(30))
PROSE = "".join(f"{SAYINGS[n % 3].capitalize()}.\n" for n in range(60))
DIFFERENT = "".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}: {SAYINGS[n % 3]}\n" for n in range(60))


@pytest.mark.parametrize("text", [CHAT, LOG, TIMES], ids=["chat", "log", "times"])
def test_lines_that_begin_with_a_date_or_a_time(text: str) -> None:
    assert any("60 of the first 60 lines begin with a date" in note for note in load(text.encode()).notes)


@pytest.mark.parametrize(("text", "name"), [(REFERENCES, "author"), (SETTINGS, "place")])
def test_lines_that_begin_with_one_of_a_few_names(text: str, name: str) -> None:
    told = [note for note in load(text.encode()).notes if "begin with one of a few names" in note]
    assert len(told) == 1 and name in told[0]


@pytest.mark.parametrize("text", [PROSE, DIFFERENT, CHAT[:400] + PROSE * 2], ids=["prose", "different", "few"])
def test_other_lines_are_left_alone(text: str) -> None:
    assert not any("begin with" in note for note in load(text.encode()).notes)
