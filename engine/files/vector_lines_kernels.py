"""Lines of a label and numbers, read straight from bytes: compiled, as there may be fifty million numbers."""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit

READ, TOO_NARROW, TOO_WIDE = 0, 1, 2
"""What became of a line: read; fewer numbers at its end than wanted; one number more before them."""
NOTHING, LABEL, COLUMNS = 0, 1, 2
"""What stands before the numbers: nothing, a label, which does not end with a broken number, or any columns."""
_EXACT = 22
"""Powers of ten up to this one are whole as float64."""
_DIGITS = 18
"""Digits that a whole number of 64 bits holds."""
_POWERS = np.array([10.0**power for power in range(_EXACT + 1)])


@njit(nogil=True, cache=True)
def _is_word(data, start, end, word):
    """Whether letters of either case spell a word given in small ones."""
    if end - start != len(word):
        return False
    for place in range(len(word)):  # noqa: SIM110 - compiled
        if (data[start + place] | 32) != word[place]:
            return False
    return True


_NAN = np.frombuffer(b"nan", np.uint8)
_INF = np.frombuffer(b"inf", np.uint8)
_INFINITY = np.frombuffer(b"infinity", np.uint8)


@njit(nogil=True, cache=True)
def _scaled(mantissa, power):
    """mantissa x 10^power; exact but for one rounding where both are below 2^53 and 10^22."""
    if mantissa == 0:
        return 0.0
    value = float(mantissa)
    if power < -400 or power > 400:
        return 0.0 if power < 0 else np.inf
    while power > _EXACT:
        value *= _POWERS[_EXACT]
        power -= _EXACT
    while power < -_EXACT:
        value /= _POWERS[_EXACT]
        power += _EXACT
    return value * _POWERS[power] if power >= 0 else value / _POWERS[-power]


@njit(nogil=True, cache=True)
def number(data, start, end):
    """Whether bytes are a number as programs write it; the number; whether it has a point or an exponent."""
    at = start
    negative = False
    if at < end and (data[at] == 45 or data[at] == 43):  # - +
        negative = data[at] == 45
        at += 1
    if at < end and data[at] > 57:
        if _is_word(data, at, end, _NAN):
            return True, np.nan, True
        if _is_word(data, at, end, _INF) or _is_word(data, at, end, _INFINITY):
            return True, (-np.inf if negative else np.inf), True
        return False, 0.0, False
    mantissa, digits, power, seen, pointed = 0, 0, 0, 0, False
    while at < end:
        sign = data[at]
        if 48 <= sign <= 57:
            seen += 1
            if digits < _DIGITS:
                mantissa = mantissa * 10 + (sign - 48)
                digits += mantissa > 0
                power -= pointed
            else:
                power += not pointed
        elif sign == 46 and not pointed:
            pointed = True
        else:
            break
        at += 1
    if seen == 0:
        return False, 0.0, False
    if at < end:
        if (data[at] | 32) != 101:  # e
            return False, 0.0, False
        at += 1
        down = False
        if at < end and (data[at] == 45 or data[at] == 43):
            down = data[at] == 45
            at += 1
        if at == end:
            return False, 0.0, False
        exponent = 0
        while at < end:
            if not 48 <= data[at] <= 57:
                return False, 0.0, False
            exponent = min(exponent * 10 + (data[at] - 48), 100_000)
            at += 1
        power += -exponent if down else exponent
        pointed = True
    value = _scaled(mantissa, power)
    return True, (-value if negative else value), pointed


@njit(nogil=True, cache=True)
def _divides(sign, separator):
    """Whether a byte stands between fields; separator 32 means blanks and tabs, however many."""
    return sign == separator or (separator == 32 and sign == 9)


@njit(nogil=True, cache=True)
def parse(data, separator, before, values, labels, lines, states):
    """The numbers at the end of each line that is not blank, and what stands before them.

    data: uint8, whole lines that end with a newline each. separator: 32 for blanks, or the byte of a sign. before:
    NOTHING, LABEL or COLUMNS. values: float32 (rows, d), labels: uint8 (len(data),), each with a newline behind it,
    lines: int64 (rows,) from 0, states: uint8 (rows,); all are filled in. A line that is not READ keeps its place.
    Returns the numbers of rows, of lines, and of bytes of labels.
    """
    d = values.shape[1]
    row, line, begin, size, written = 0, 0, 0, len(data), 0
    while begin < size and row < len(values):
        stop = begin
        while stop < size and data[stop] != 10:
            stop += 1
        end = stop
        while end > begin and (data[end - 1] == 13 or data[end - 1] == 32 or data[end - 1] == 9):
            end -= 1
        if end > begin:
            states[row] = TOO_NARROW
            at = end
            found = 0
            while found < d:
                first = at
                while first > begin and not _divides(data[first - 1], separator):
                    first -= 1
                left, right = first, at
                while left < right and (data[left] == 32 or data[left] == 9):
                    left += 1
                while right > left and (data[right - 1] == 32 or data[right - 1] == 9):
                    right -= 1
                is_number, value, _ = number(data, left, right)
                if not is_number:
                    break
                found += 1
                values[row, d - found] = value
                at = first
                if found < d:
                    if at == begin:
                        break
                    at -= 1
                    if separator == 32:
                        while at > begin and _divides(data[at - 1], separator):
                            at -= 1
            if found == d and (at > begin) == (before != NOTHING):
                states[row] = READ
                stop_label = max(at - 1, begin)
                inner = stop_label
                while inner > begin and not _divides(data[inner - 1], separator):
                    inner -= 1
                if inner > begin and before == LABEL:
                    one_more, _, pointed = number(data, inner, stop_label)
                    if one_more and pointed:
                        states[row] = TOO_WIDE
                if before != NOTHING:
                    for place in range(begin, stop_label):
                        labels[written] = data[place]
                        written += 1
                    labels[written] = 10
                    written += 1
            elif found == d:
                states[row] = TOO_WIDE if at > begin else TOO_NARROW
            lines[row] = line
            row += 1
        line += 1
        begin = stop + 1
    return row, line, written
