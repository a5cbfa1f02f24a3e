"""Picked items and named groups: kept by content, found by id, and nothing else."""

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.runs import selections
from engine.runs.selections import Group

RUN = "0" * 32


def code_of(call: object) -> str:
    with pytest.raises(InputError) as refused:
        call()  # type: ignore[operator]
    return refused.value.code


def test_a_list_is_found_again_by_its_id_each_label_once() -> None:
    first = selections.keep(["king", "Matrix, The (1999)", "king", "a\nb"])
    assert selections.labels_of(first) == ("king", "Matrix, The (1999)", "a\nb")
    assert first == selections.keep(["king", "Matrix, The (1999)", "a\nb"])
    assert first != selections.keep(["a\nb", "king"])


def test_groups_are_found_again_in_their_order() -> None:
    groups = (Group("trees", "#0072B2", ("tree", "leaf")), Group("numbers ", "#e69f00", ("one", "two", "one")))
    found = selections.groups_of(selections.keep_groups(groups))
    assert [group.name for group in found] == ["trees", "numbers"]
    assert found[1].labels == ("one", "two")


def test_a_run_remembers_its_last_groups() -> None:
    assert selections.remembered(RUN) == ""
    kept = selections.keep_groups([Group("a", "#000000", ("x",))])
    selections.remember(RUN, kept)
    assert selections.remembered(RUN) == kept and selections.remembered("1" * 32) == ""
    selections.remember(RUN, "")
    assert selections.remembered(RUN) == ""


@pytest.mark.parametrize(
    ("name", "color", "labels", "code"),
    [
        ("  ", "#000000", ("x",), "E-SEL-01"),
        ("a", "red", ("x",), "E-SEL-02"),
        ("a", "#00000g", ("x",), "E-SEL-02"),
        ("a", "#000000", (), "E-SEL-03"),
    ],
)
def test_what_is_no_group_is_refused(name: str, color: str, labels: tuple[str, ...], code: str) -> None:
    assert code_of(lambda: Group(name, color, labels)) == code


def test_too_many_groups_and_two_of_one_name_are_refused() -> None:
    one = Group("a", "#000000", ("x",))
    many = [Group(f"g{place}", "#000000", ("x",)) for place in range(selections.MOST_GROUPS + 1)]
    assert code_of(lambda: selections.keep_groups(many)) == "E-SEL-04"
    assert code_of(lambda: selections.keep_groups([one, one])) == "E-SEL-05"


@pytest.mark.parametrize("asked", ["../../etc/passwd", "", "A" * 32, "0" * 31])
def test_an_id_is_no_path(asked: str, home: Path) -> None:
    assert code_of(lambda: selections.labels_of(asked)) == "E-SEL-07"
    assert code_of(lambda: selections.remember(asked, "")) == "E-SEL-07"


def test_what_is_not_here_and_what_is_of_another_kind_are_told() -> None:
    assert code_of(lambda: selections.labels_of("0" * 32)) == "E-SEL-06"
    kept = selections.keep_groups([Group("a", "#000000", ("x",))])
    assert code_of(lambda: selections.labels_of(kept)) == "E-SEL-06"
    assert code_of(lambda: selections.groups_of(selections.keep(["x"]))) == "E-SEL-06"


def test_names_of_clusters_are_kept_by_their_content() -> None:
    kept = selections.keep_names({7: " sums ", 2: "x" * 100})
    assert selections.names_of(kept) == {2: "x" * selections.NAME_LENGTH, 7: "sums"}
    assert kept == selections.keep_names({2: "x" * 100, 7: "sums"})
    assert code_of(lambda: selections.names_of(selections.keep(["x"]))) == "E-SEL-06"
