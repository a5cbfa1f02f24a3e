"""Genotypes written as letters or as pairs of alleles, as numbers of the rarer allele."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

MISSING = frozenset(("", "-", "--", "00", "NN", "NA", "N/A", "NAN", "./.", ".|.", "."))
MOST_ALLELES = 2
_PAIR = re.compile(r"([ACGT]|\d)[/| ]?([ACGT]|\d)")
VALID_SHARE = 0.8
"""A column is one of genotypes if so many of its fields are."""


def counted(fields: Sequence[str]) -> np.ndarray | None:
    """0, 1 or 2 copies of the rarer allele in each field, float64 (n,), NaN where it is missing.

    A field is AG, A/G, A|G, "A G" or 0/1. None if the column holds something else, or more than two alleles. Of equally
    frequent alleles the later in the alphabet is counted.
    """
    cells = [field.strip().upper() for field in fields]
    pairs = [None if cell in MISSING else _PAIR.fullmatch(cell) for cell in cells]
    valid = [pair.groups() if pair and not cell.isdigit() else None for pair, cell in zip(pairs, cells, strict=True)]
    n_known, n_valid = sum(cell not in MISSING for cell in cells), sum(pair is not None for pair in valid)
    if not n_valid or n_valid < VALID_SHARE * n_known:
        return None
    alleles = Counter(allele for pair in valid if pair for allele in pair)
    if len(alleles) > MOST_ALLELES:
        return None
    rarer = min(alleles, key=lambda allele: (alleles[allele], -ord(allele))) if len(alleles) > 1 else ""
    return np.array([np.nan if pair is None else float(pair.count(rarer)) for pair in valid])
