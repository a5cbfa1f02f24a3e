"""Genotypes as letters, pairs and numbers."""

import numpy as np
import pytest

from engine.datasets.tables.genotypes import counted


@pytest.mark.parametrize(
    "fields",
    [
        ["AA", "AG", "GG", "--", "AA"],
        ["A/A", "A/G", "G/G", "./.", "A/A"],
        ["a|a", "g|a", "g|g", "NA", "a|a"],
        ["A A", "A G", "G G", "", "A A"],
        ["0/0", "0/1", "1/1", "./.", "0|0"],
    ],
)
def test_copies_of_the_rarer_allele_are_counted(fields: list[str]) -> None:
    np.testing.assert_array_equal(counted(fields), [0, 1, 2, np.nan, 0])


def test_the_rarer_one_is_counted_whichever_it_is() -> None:
    np.testing.assert_array_equal(counted(["TT", "TC", "TT", "CC", "TT"]), [0, 1, 0, 2, 0])


@pytest.mark.parametrize(
    "fields", [["AA", "AG", "CT"], ["Paris", "Rome", "AA"], ["11", "12", "22"], ["", "--"], ["0", "1", "2"]]
)
def test_what_is_no_genotype_is_left(fields: list[str]) -> None:
    assert counted(fields) is None


def test_one_allele_alone_is_never_counted() -> None:
    np.testing.assert_array_equal(counted(["AA", "AA"]), [0, 0])
