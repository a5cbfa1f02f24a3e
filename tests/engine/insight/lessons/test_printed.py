"""Every figure that the slides print of the worked examples: it follows from the example, or it is a known slip."""

import numpy as np
import pytest

from engine.algorithms.probability import softmax
from engine.insight.films.feature_codes import integer_codes, lecture_table, multi_hot
from engine.insight.lessons.autoencoders import sale_by_list
from engine.insight.lessons.cooccurrence import PRINTED_COUNTS, WINDOW, counted_pairs
from engine.insight.lessons.encodings import least_zeros
from engine.insight.lessons.graph_walks import EDGES, LECTURE, graph_of, printed_by_window, walks_of
from engine.insight.lessons.graph_walks import PRINTED as PRINTED_WALKS
from engine.insight.lessons.hidden_numbers import combination, example
from engine.insight.lessons.pictures import MAXIMUM, MEAN, pooled
from engine.insight.lessons.slips import SLIPS
from engine.insight.lessons.term_documents import counts
from engine.insight.lessons.word2vec_by_hand import (
    PRINTED_CHANCES,
    PRINTED_SCORES,
    ROW_OF_W,
    SENTENCE,
    TARGET,
    WORD,
    network,
    predict,
)
from engine.low_rank import factorize

FACTORS = factorize(counts())
FIRST = counts()[0] @ FACTORS.right
EIGHT = tuple(SENTENCE.split())
NET, BY_ROW = network(EIGHT), network(EIGHT, ROW_OF_W)
PAIR = EIGHT.index(WORD), EIGHT.index(TARGET)
FOUND = predict(NET, *PAIR)
LARGEST, MIDDLE = pooled(np.array(MAXIMUM), "max").ravel(), pooled(np.array(MEAN), "mean").ravel()
HOMES, GRADES = example("Twenty homes"), example("Grades")
YARD = combination(HOMES, "yard", ("lot", "square feet"))
WALKS = walks_of(graph_of(EDGES), LECTURE)
MET = {pair: counted_pairs(WINDOW)[pair] for pair in PRINTED_COUNTS}
assert WALKS is not None
WALKED = dict(zip(PRINTED_WALKS, printed_by_window(graph_of(EDGES), WALKS)[WINDOW - 1].tolist(), strict=True))

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
    (1.05, 0.01, sale_by_list(), "sale"),
    (1.05, 0.01, combination(HOMES, "sale price", ("list price",))[0], ""),
    (0.01, 0.01, combination(HOMES, "tax", ("list price",))[0], ""),
    (1, 0.001, YARD[0], ""),
    (-0.5, 0.001, YARD[1], ""),
    *((0.25, 0.001, weight, "") for weight in combination(GRADES, "cumulative", GRADES.columns[:-1])),
    *((printed, 1, found, "") for printed, found in zip((100, 184, 12, 45), LARGEST, strict=True)),
    *(
        (printed, 0.1, found, "pooled" if printed == 36 else "")
        for printed, found in zip((36, 80, 12, 15), MIDDLE, strict=True)
    ),
    (2.26, 0.01, FOUND.loss, "loss"),
    (2.26, 0.01, predict(BY_ROW, *PAIR).loss, "loss_by_row"),
    *(
        (printed, 0.001, chance, word if word in SLIPS else "")
        for word, printed, chance in zip(EIGHT, PRINTED_CHANCES, FOUND.chances, strict=True)
    ),
    *(
        (printed, 1, MET[pair], name if (name := "_".join(pair)) in SLIPS else "")
        for pair, printed in PRINTED_COUNTS.items()
    ),
    *(
        (printed, 1, WALKED[pair], name if (name := "_".join(("walks", *pair))) in SLIPS else "")
        for pair, printed in PRINTED_WALKS.items()
    ),
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


def test_the_printed_scores_of_word2vec_are_cut_to_one_digit() -> None:
    np.testing.assert_allclose(np.trunc(FOUND.scores * 10 + 1e-9 * np.sign(FOUND.scores)) / 10, PRINTED_SCORES)


def test_the_printed_probabilities_follow_from_the_cut_scores() -> None:
    cut = softmax(np.array(PRINTED_SCORES))
    np.testing.assert_allclose(np.delete(cut, 4), np.delete(PRINTED_CHANCES, 4), atol=0.0006)
    assert cut[4] == pytest.approx(0.171, abs=0.0005)  # printed .177
    assert -np.log(PRINTED_CHANCES[1]) == pytest.approx(2.26, abs=0.005)
