"""Numbers as people and programs write them: decimal commas, digits of other scripts, infinities."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

_COMMA = re.compile(r"[-+]?\d+,\d+")


def numbers(texts: Sequence[str], *, decimal_comma: bool, notes: list[str]) -> np.ndarray:
    """float64 (n,): each text as a number, NaN where it is none.

    decimal_comma: read "3,5" as 3.5 (where a comma cannot be what divides the fields). Full-width and other
    digits are read as what they mean. Both are told in `notes`.
    """
    values = np.full(len(texts), np.nan)
    n_commas = n_digits = 0
    known: dict[str, float] = {}
    for row, text in enumerate(texts):
        if text in known:
            values[row] = known[text]
            continue
        value = text.strip()
        if not value.isascii():
            value, n_digits = _western(value), n_digits + 1
        if decimal_comma and _COMMA.fullmatch(value):
            value, n_commas = value.replace(",", "."), n_commas + 1
        with suppress(ValueError):
            values[row] = float(value)
        known[text] = values[row]
    if n_commas:
        notes.append("Numbers with a decimal comma (3,5) were read as 3.5.")
    if n_digits:
        notes.append(f"Numbers in digits of another script were read as what they mean ({n_digits:,} spellings).")
    return values


def _western(text: str) -> str:
    """Digits of any script as 0 to 9, full-width signs as plain ones, the Arabic decimal separator as a point."""
    plain = unicodedata.normalize("NFKC", text).replace("\u066b", ".")
    return "".join(
        str(unicodedata.decimal(character)) if unicodedata.decimal(character, None) is not None else character
        for character in plain
    )
