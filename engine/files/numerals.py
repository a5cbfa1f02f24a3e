"""Numbers as people and programs write them: signs for thousands, decimal commas, digits of other scripts.

What a comma or a point means is found out from all the numbers of a column, and where these do not tell, from the other
columns of its table: "731,960" is never 731.96.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

LARGEST = 1e30
"""Numbers beyond this one are none: sums of such could not be stored."""
_BLANKS = "\u00a0\u2007\u2009\u202f'’ "
"""Signs between groups of three digits beside commas and points."""
_BLANK_GROUPS = re.compile(rf"([-+]?[1-9]\d{{0,2}}(?:([{_BLANKS}])\d{{3}})(?:\2\d{{3}})*)([.,]\d*)?")
_GROUPS = {sign: re.compile(rf"[-+]?[1-9]\d{{0,2}}(\{sign}\d{{2,3}})*\{sign}\d{{3}}") for sign in ",."}
"""Digits in groups of three, or of two before the last as in India."""
_FRACTIONS = {sign: re.compile(rf"[-+]?(\d+\{sign}\d*|\{sign}\d+)([eE][-+]?\d+)?") for sign in ",."}
_BEYOND = f"Numbers beyond {LARGEST:.0e} were taken as missing"
_DECIMAL_COMMA = "Numbers with a decimal comma were read as such"
_MAYBE = re.compile(r"[^a-df-zA-DF-Z_]*\d[^a-df-zA-DF-Z_]*")
_WRITTEN = re.compile(r"[-+(]?\s*([$€£¥]|[A-Z]{3})?\s*\d[\d.,'’_\s]*([eE][-+]?\d+)?\s*(%|[$€£¥]|[A-Z]{3})?\)?")
"""What may be meant as a number, with a currency or percent."""
_MANY_DIGITS = re.compile(r"[-+]?\d{5,}")


@dataclass(frozen=True)
class Convention:
    """What divides the fraction from the whole, "," or "."; grouped: whether the other sign divides thousands."""

    decimal: str = "."
    grouped: bool = False

    @property
    def group(self) -> str:
        """The sign that may stand between groups of digits."""
        return "." if self.decimal == "," else ","

    def number(self, text: str) -> float:
        """A number without blanks; NaN for what is none by this convention."""
        whole, point, fraction = text.partition(self.decimal)
        if self.group in whole and self.grouped and _GROUPS[self.group].fullmatch(whole):
            whole = whole.replace(self.group, "")
        return _float(f"{whole}.{fraction}" if point else whole) if self.group not in whole + fraction else np.nan


def numbers(texts: Sequence[str], *, notes: list[str], decimal_comma: bool = False) -> np.ndarray:
    """float64 (n,): each text as a number, NaN where it is none or beyond LARGEST.

    decimal_comma: that the table has decimal commas elsewhere (see `has_decimal_commas`), for columns that do not tell.
    What was not read as programs write numbers is told in `notes`, each kind once.
    """
    places: dict[str, int] = {}
    codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int64, len(texts))
    values = _distinct(list(places), decimal_comma, notes)
    beyond = np.abs(values) > LARGEST  # false for NaN
    if beyond.any():
        _tell_once(_BEYOND, f": “{list(places)[int(np.argmax(beyond))].strip():.30}”, for one.", notes)
        values[beyond] = np.nan
    return values[codes]


def reader(texts: Sequence[str]) -> Callable[[str], float]:
    """What reads further numbers of a column, of which these are the first, in the same way; NaN for what is none."""
    convention = _understood(texts, [_float(text) for text in texts])
    if convention is None:
        return _float

    def value(text: str) -> float:
        number = np.nan if _has_groups(text, convention) else _float(text)
        if number == number:
            return number
        plain = _plain(text)
        return _meant(_clear_sign(plain), convention).number(plain)

    return value


def has_decimal_commas(columns: Iterable[Sequence[str]]) -> bool:
    """Whether a table writes fractions with commas: some numbers that are clear do, and none has a point instead."""
    found = {sign for column in columns if any("," in text for text in column) for sign in _clear_signs(set(column))}
    return found == {","}


def look_like_numbers(texts: Iterable[str]) -> bool:
    """Whether most of the texts that are given seem to be meant as numbers, however they are written."""
    given = [text.strip() for text in texts if text.strip()]
    return sum(map(bool, map(_WRITTEN.fullmatch, given))) > len(given) / 2


def no_number(texts: Iterable[str]) -> str:
    """The first text, shortened, that is no number however it is read; "" if there is none."""
    for text in texts:
        value = _plain(text)
        if value and all(not np.abs(Convention(sign, True).number(value)) <= LARGEST for sign in ".,"):
            return text.strip()[:30]
    return ""


def _distinct(texts: Sequence[str], decimal_comma: bool, notes: list[str]) -> np.ndarray:
    values = np.array([_float(text) for text in texts], dtype=np.float64)
    convention = _understood(texts, values.tolist(), decimal_comma)
    if convention is None:
        return values
    plain = {place: _plain(texts[place]) for place in _odd(texts, values.tolist())}
    signs = {place: _clear_sign(text) for place, text in plain.items()}
    plain |= {place: text.strip() for place, text in enumerate(texts) if _has_groups(text, convention)}
    read = []
    for place, text in plain.items():
        meant = _meant(signs.get(place, ""), convention)
        values[place] = value = meant.number(text)
        if value == value:
            read.append((texts[place], text, meant.decimal, value))
    _tell(read, notes)
    return values


def _odd(texts: Sequence[str], values: Sequence[float]) -> list[int]:
    """The places of what may be a number that programs would not write so."""
    return [place for place, value in enumerate(values) if value != value and _MAYBE.fullmatch(texts[place])]


def _understood(texts: Sequence[str], values: Sequence[float], decimal_comma: bool = False) -> Convention | None:
    """What commas and points mean; None where all is as programs write it. values: NaN where a text is not."""
    odd = [_plain(texts[place]) for place in _odd(texts, values)]
    if not odd and not decimal_comma:
        return None
    return _convention(odd, {_clear_sign(text) for text in odd}, texts, decimal_comma)


def _meant(sign: str, convention: Convention) -> Convention:
    """What is meant in a number that can be read in one way only (sign: before its fraction), or by its column."""
    return Convention(sign, grouped=True) if sign else convention


def _has_groups(text: str, convention: Convention) -> bool:
    """Whether what programs would take for a fraction are thousands: 1.234 where commas divide fractions."""
    return convention == Convention(",", grouped=True) and _GROUPS["."].fullmatch(text.strip()) is not None


def _convention(odd: Sequence[str], clear: set[str], texts: Sequence[str], decimal_comma: bool) -> Convention:
    """What commas and points mean in numbers that can be read in two ways.

    odd: the spellings that programs would not write; clear: the signs before fractions in those of them that can be
    read in one way only, "" for the others. texts: all spellings.
    """
    pointed = _clear_signs(text for text in texts if "." in text)
    clear = (clear | pointed) - {""}
    if len(clear) == 1:
        return Convention(clear.pop(), grouped=True)
    if clear:  # they contradict each other: as programs write numbers
        return Convention()
    if decimal_comma:
        return Convention(",", grouped=True)
    written_out = sum(map(bool, map(_MANY_DIGITS.fullmatch, texts)))
    return Convention(",") if written_out > sum("," in text for text in odd) else Convention(".", grouped=True)


def _clear_signs(spellings: Iterable[str]) -> set[str]:
    """The signs before fractions in numbers that can be read in one way only."""
    return {sign for text in spellings if (sign := _clear_sign(_plain(text)))}


def _clear_sign(text: str) -> str:
    commas, points = text.count(","), text.count(".")
    if commas and points:
        last, other = (",", ".") if text.rindex(",") > text.rindex(".") else (".", ",")
        return last if text.count(last) == 1 and _GROUPS[other].fullmatch(text.partition(last)[0]) else ""
    if not commas and not points:
        return ""
    sign, other = (",", ".") if commas else (".", ",")
    if _GROUPS[sign].fullmatch(text):
        return other if text.count(sign) > 1 else ""
    return sign if _FRACTIONS[sign].fullmatch(text) else ""


def _plain(text: str) -> str:
    """Digits of any script as 0 to 9, full-width signs and the minus of print as plain ones, no blanks in numbers."""
    text = _without_blanks(text.strip())
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).replace("\u066b", ".").replace("\u2212", "-")
    return "".join(map(_western, text))


def _without_blanks(text: str) -> str:
    if text.isascii() and " " not in text and "'" not in text:
        return text
    found = _BLANK_GROUPS.fullmatch(text)
    return found[1].replace(found[2], "") + (found[3] or "") if found else text


def _western(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _float(text: str) -> float:
    """A number as programs write it; Python's own underscores make none."""
    try:
        return np.nan if "_" in text or not text.isascii() else float(text)
    except ValueError:
        return np.nan


def _tell(read: Iterable[tuple[str, str, str, float]], notes: list[str]) -> None:
    """Say what was read otherwise than programs write numbers, with an example of each kind.

    read: spelling, the same in plain signs, the sign before its fraction, the number.
    """
    found: dict[str, str] = {}
    for text, plain, decimal, value in read:
        for kind in _kinds(text.strip(), plain, decimal):
            if kind not in found:
                found[kind] = f": “{text.strip():.30}” is {value:.12g}."
    for kind, example in found.items():
        _tell_once(kind, example, notes)


def _tell_once(kind: str, example: str, notes: list[str]) -> None:
    if not any(note.startswith(kind) for note in notes):
        notes.append(kind + example)


def _kinds(text: str, plain: str, decimal: str) -> Iterator[str]:
    if "," in plain:
        yield _DECIMAL_COMMA if decimal == "," else "Commas between thousands were left out of numbers"
    if "." in plain and decimal == ",":
        yield "Points between thousands were left out of numbers"
    if text != _without_blanks(text):
        yield "Signs between thousands were left out of numbers"
    elif not text.isascii():
        yield "Numbers in digits or signs of another script were read as what they mean"
