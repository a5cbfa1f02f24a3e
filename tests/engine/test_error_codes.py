"""A code stands for one sentence, and one file lists them all."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from engine.error_codes import CODES
from tests import ROOT

CODE = re.compile(r"E-[A-Z]{3}-\d{2,3}")
LIST = ROOT / "engine" / "error_codes.py"
FILES = sorted({*(ROOT / "engine").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"} - {LIST})


def is_code(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value) is not None


def constants(tree: ast.Module) -> dict[str, ast.expr]:
    """What the names of a module stand for, such as `TOO_FEW`."""
    found = [node for node in tree.body if isinstance(node, ast.Assign)]
    return {target.id: node.value for node in found for target in node.targets if isinstance(target, ast.Name)}


def skeleton(message: ast.expr, names: dict[str, ast.expr]) -> str | None:
    """A sentence with {} for what varies; a helper's call stands for its sentence. None: a variable, unknown here."""
    match message:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
        case ast.Name(id=name) if name in names:
            return skeleton(names[name], names)
        case ast.Name(id=name) if name.isupper():
            return name
        case ast.Call(func=helper):
            return f"{ast.unparse(helper)}()"
    return None


def uses(source: str) -> Iterator[tuple[str, int, ast.expr | None, dict[str, ast.expr]]]:
    """Each code of a file, its line, the message that stands before it (None: it is only spoken of), and the names."""
    tree = ast.parse(source)
    names = constants(tree)
    for parent in ast.walk(tree):
        for _, field in ast.iter_fields(parent):
            nodes = field if isinstance(field, list) else [field]
            for before, node in zip([None, *nodes], nodes, strict=False):
                if is_code(node):
                    told = isinstance(parent, ast.Call | ast.Tuple) and before is not None and not is_code(before)
                    yield node.value, node.lineno, before if told else None, names


def sentences(files: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """Per code its sentences, and where each is; a variable is a sentence of its own wherever it is."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, source in files.items():
        for code, line, message, names in uses(source):
            if message is not None:
                place = f"{path}:{line}"
                found[code][skeleton(message, names) or f"the variable at {place}"].append(place)
    return found


def shared(files: dict[str, str]) -> list[str]:
    """The codes that stand for more than one sentence, with their places."""
    return [
        f"{code}: " + "; ".join(f"{text!r} ({', '.join(places)})" for text, places in told.items())
        for code, told in sentences(files).items()
        if len(told) > 1
    ]


def sources() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in FILES}


def test_every_code_that_is_used_is_listed_and_every_listed_one_is_used() -> None:
    used = {code: f"{path}:{line}" for path, source in sources().items() for code, line, _, _ in uses(source)}
    assert {code: place for code, place in used.items() if code not in CODES} == {}, "not listed"
    assert [code for code in CODES if code not in used] == [], "not used"


def test_a_code_stands_for_one_sentence() -> None:
    assert shared(sources()) == []


def test_a_code_that_is_spoken_of_is_raised_somewhere() -> None:
    assert set(CODES) - set(sentences(sources())) == {"E-GEN-00"}, "what InputError has by itself"


def test_the_list_is_in_order_and_no_two_meanings_are_alike() -> None:
    assert all(CODE.fullmatch(code) for code in CODES)
    assert list(CODES) == sorted(CODES, key=lambda code: (code[:5], int(code[6:])))
    assert len(set(CODES.values())) == len(CODES)


def test_no_code_is_listed_twice() -> None:
    """Python would keep the last of them without a word."""
    written = re.findall(r'^    "(E-.+?)": ', LIST.read_text(encoding="utf-8"), re.MULTILINE)
    assert written == list(CODES)


@pytest.mark.parametrize(
    ("source", "n_shared"),
    [
        ('InputError("A.", "E-TST-01")\nInputError("A.", "E-TST-01")', 0),
        ('InputError("A.", "E-TST-01")\nInputError("B.", "E-TST-01")', 1),
        ('InputError(f"A {n:,} b.", "E-TST-01")\nInputError(f"A {n + 1} " "b.", "E-TST-01")', 0),
        ('InputError(f"A {n:,} b.", "E-TST-01")\nInputError(f"A {n} c.", "E-TST-01")', 1),
        ('TEXT = "A."\nInputError(TEXT, "E-TST-01")\nInputError("A.", "E-TST-01")', 0),
        ('def f():\n    return f"B {n}", "E-TST-01"\nstop("C", "E-TST-01")', 1),
        ('InputError(told, "E-TST-01")\nInputError(told, "E-TST-01")', 1),
        ('InputError(told(n), "E-TST-01")\nInputError(told(m), "E-TST-01")', 0),
        ('InputError("A.", "E-TST-01")\nif error.code in ("E-TST-01", "E-TST-02") or error.code != "E-TST-01": 1', 0),
    ],
)
def test_the_finder_of_shared_codes(source: str, n_shared: int) -> None:
    assert len(shared({"a.py": source})) == n_shared
