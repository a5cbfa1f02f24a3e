"""The selectors above the columns of a table: what they propose, what the user says, and how it is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from streamlit.testing.v1 import AppTest

from engine.datasets.base import Source
from engine.fields import text
from engine.files import tables
from engine.files.roles import Look, Role, by_heading, columns_of
from pages.parts.data import columns

TEXT = ",source,target,weight\n" + "".join(f"{n},a{n},b{n},{n + 5}\n" for n in range(9))


@dataclass(frozen=True)
class Edges(Source):
    """A table of edges whose columns are given by roles."""

    name = "edges_of_a_test"
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {
        "file": {
            "source_column": Role("Source", ("source",), needed=True),
            "target_column": Role("Target", ("target",), needed=True),
            "weight_column": Role("Weight", ("weight",)),
        }
    }
    source_column: str = text("", 40, label="Source column", help="")
    target_column: str = text("", 40, label="Target column", help="")
    weight_column: str = text("", 40, label="Weight column", help="")

    def look(self, file: str) -> Look:
        table = tables.single(TEXT, complete=True)
        found = by_heading(columns_of(table), self.roles["file"], {}, {})
        return Look(table, {role: table.columns[place] for role, place in found.items()})


answers: list[Mapping[str, str] | None] = []


def once() -> None:
    """Ask, and keep the answer."""
    answers.append(columns.ask(Edges(), "file", "What the columns are", "data.columns.f"))


def script() -> None:
    from tests.pages.parts.data import test_columns

    test_columns.once()


def page() -> AppTest:
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    return app


def parts(app: AppTest) -> dict[str, str]:
    """First word of each selector's label -> what it says."""
    return {box.label.split(":")[0].strip("*"): box.value for box in app.selectbox}


def test_the_reader_decides_until_the_user_says_something() -> None:
    app = page()
    assert answers[-1] == {}
    assert list(parts(app).values()) == ["", "source_column", "target_column", "weight_column"]
    assert "a0, a1, a2" in app.selectbox[1].label


def test_a_part_that_is_given_away_is_taken_from_the_column_that_had_it() -> None:
    app = page()
    app.selectbox[3].set_value("target_column").run()
    assert answers[-1] == {"source_column": "source", "target_column": "weight", "weight_column": "-"}
    assert list(parts(app).values()) == ["", "source_column", "", "target_column"]
    app.selectbox[2].set_value("weight_column").run()
    assert answers[-1] == {"source_column": "source", "target_column": "weight", "weight_column": "target"}
    app.button[0].click().run()
    assert answers[-1] == {}
    assert list(parts(app).values()) == ["", "source_column", "target_column", "weight_column"]


def test_a_column_can_be_left_out() -> None:
    app = page()
    app.selectbox[3].set_value("").run()
    assert answers[-1] == {"source_column": "source", "target_column": "target", "weight_column": "-"}


def opened() -> None:
    from pages.parts.data import columns
    from tests.pages.parts.data.test_columns import Edges, once

    columns.adopt(Edges(source_column="target", target_column="source", weight_column="-"), "file", "data.columns.f")
    once()


def test_a_saved_run_shows_what_it_was_made_from() -> None:
    app = AppTest.from_function(opened, default_timeout=30).run()
    assert answers[-1] == {"source_column": "target", "target_column": "source", "weight_column": "-"}
    assert list(parts(app).values()) == ["", "target_column", "source_column", ""]
