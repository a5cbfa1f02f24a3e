"""The table of costs: each a positive number, and no other module has one of its own."""

import ast
import re
from pathlib import Path

import pytest

from engine import costs
from tests import ROOT

MODULES = sorted(path for path in (ROOT / "engine").rglob("*.py") if path.name != "costs.py")
OWN = re.compile(r"^(SECONDS_PER_|START_SECONDS|LIBRARY_MEGABYTES|CELLS_PER_)")
SHORTEST_BYTES = 1e-6
"""A byte in megabytes: smaller factors in an estimate are seconds."""


def test_costs_are_positive() -> None:
    table = {name: value for name, value in vars(costs).items() if name.isupper()}
    assert len(table) > 60
    numbers = [number for value in table.values() for number in (value if isinstance(value, tuple) else (value,))]
    assert all(number > 0 for number in numbers)


def literals(function: ast.AST) -> set[float]:
    """The positive numbers below a byte in megabytes that a function names."""
    found = {node.value for node in ast.walk(function) if isinstance(node, ast.Constant)}
    return {value for value in found if isinstance(value, float) and 0 < value < SHORTEST_BYTES}


def starts(function: ast.AST) -> list[str]:
    """Seconds and megabytes of estimates that begin with a bare number."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Estimate"]
    given = [ast.unparse(part) for call in calls for part in call.args]
    return [part for part in given if re.match(r"\d\S*( \+|$)", part)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_keeps_no_costs_of_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and OWN.match(node.id)}
    assert not names, f"{sorted(names)} belong in engine/costs.py"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name.strip("_").endswith(("estimate", "cost", "seconds")):
            assert not literals(function) and not starts(function), f"{function.name}: costs belong in engine/costs.py"
