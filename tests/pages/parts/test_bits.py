"""What crosses between Python and the browser: both sides must read `tests/javascript/agreed.json` alike."""

import base64
import json

import numpy as np
import pytest

from pages.parts.bits import packed, unpacked
from pages.parts.map.packets import joined, pack, rows_of_bits
from tests import ROOT
from tests.pages.parts.map.test_map import unpack

AGREED = json.loads((ROOT / "tests" / "javascript" / "agreed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", AGREED["bits"], ids=lambda case: str(case["n"]))
def test_bits_are_those_that_the_browser_reads_and_writes(case: dict) -> None:
    flags = np.isin(np.arange(case["n"]), case["rows"])
    assert packed(flags) == case["base64"]
    assert rows_of_bits(case["base64"], case["n"]) == tuple(case["rows"])


@pytest.mark.parametrize("shape", [(1,), (8,), (9, 11), (3, 5, 7)])
def test_flags_of_any_shape_come_back_row_after_row(shape: tuple[int, ...]) -> None:
    flags = np.random.default_rng(3).random(shape) < 0.4
    found = unpacked(packed(flags), flags.size)
    assert found is not None and found.dtype == bool
    np.testing.assert_array_equal(found.reshape(shape), flags)


def test_bits_of_another_number_of_items_are_refused() -> None:
    bits = packed(np.ones(16, dtype=bool))
    assert unpacked(bits, 16) is not None
    assert unpacked(bits, 17) is None and unpacked(bits, 8) is None


def test_packets_are_those_that_the_browser_reads() -> None:
    agreed = AGREED["packet"]
    arrays = {name: np.array(values, kind) for name, (kind, values) in agreed["arrays"].items()}
    arrays["labels"] = joined(agreed["labels"])
    for packet in (pack(agreed["header"], arrays), base64.b64decode(agreed["base64"])):
        header, found = unpack(packet)
        listing = header.pop("arrays")
        assert header == agreed["header"]
        assert {entry["name"]: entry["deflated"] for entry in listing} == agreed["deflated"]
        assert list(found) == list(arrays)
        for name, values in arrays.items():
            np.testing.assert_array_equal(found[name], values)
