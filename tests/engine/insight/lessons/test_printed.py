"""Every figure that the slides print of the worked examples: it follows from the example, or it is a known slip."""

import numpy as np
import pytest

from engine.insight.films.feature_codes import integer_codes, lecture_table, multi_hot
from engine.insight.lessons.encodings import least_zeros
from engine.insight.lessons.slips import SLIPS
from engine.insight.lessons.term_documents import counts
from engine.low_rank import factorize

FACTORS = factorize(counts())
FIRST = counts()[0] @ FACTORS.right

PRINTED = (  # figure, its last digit, what is computed, the name among the slips
    (42.7, 0.1, FACTORS.values[0], ""),
    (23.8, 0.1, FACTORS.values[1], "second_value"),
    (16.7, 0.1, FACTORS.values[2], ""),
    (12.7, 0.1, abs(FIRST[0]), ""),
    (9.79, 0.01, abs(FIRST[1]), "second_coordinate"),
    (13.9, 0.1, abs(FIRST[2]), "third_coordinate"),
    (5, 1, integer_codes(lecture_table()).matrix.shape[1], ""),
    (35, 1, multi_hot(lecture_table()).matrix.shape[1], ""),
    (99.95, 0.01, 100 * least_zeros(1_000_000, 500), ""),
)


@pytest.mark.parametrize(("printed", "unit", "computed", "slip"), PRINTED)
def test_a_printed_figure_follows_from_its_example_or_is_a_known_slip(
    printed: float, unit: float, computed: float, slip: str
) -> None:
    agrees = abs(printed - computed) <= unit / 2 + 1e-9
    assert agrees == (slip == "")
    if slip:
        assert SLIPS[slip].printed == printed
        digits = len(f"{SLIPS[slip].right:g}".partition(".")[2])
        assert SLIPS[slip].right == pytest.approx(round(float(computed), digits))


def test_every_slip_is_shown_to_be_one() -> None:
    assert {slip for *_, slip in PRINTED} - {""} == SLIPS.keys()


def test_the_signs_of_the_slide_turn_whole_coordinates() -> None:
    turned = FACTORS.right * np.array([-1, 1, -1, 1, 1])
    np.testing.assert_allclose((counts() @ turned)[0, :3], [-12.72, 9.81, -13.24], atol=0.005)
    np.testing.assert_allclose(counts() @ turned @ turned.T, counts(), atol=1e-12)
