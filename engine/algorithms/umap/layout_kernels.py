"""The compiled loops of the layout: each point is drawn to those it belongs with, and away from some others.

Places are float32 (n, 3); on a flat map the third coordinate is 0 and stays so. Chance is a function of seed, pass
and point, and no point sees what others of its turn do: the map is the same on any number of threads.
"""

import numpy as np
from numba import njit, prange

TURNS = 8
"""Points move in so many groups, one after the other: were all to move at once, pairs would change places for ever."""
FARTHEST = 4.0
"""No pull or push is longer in any coordinate, at a rate of 1."""
NOT_ON_THE_SPOT = 0.001
"""Added to squared distances before they divide a push."""
SHIFT, LOWEST, HIGHEST = 17, -20, 20
"""The tables hold squared distances from 2^LOWEST to 2^HIGHEST, in steps of the first 23 - SHIFT binary digits."""
PER_OCTAVE = 1 << (23 - SHIFT)
FIRST_STEP = (127 + LOWEST) * PER_OCTAVE
N_STEPS = (HIGHEST - LOWEST) * PER_OCTAVE
GOLDEN = 0.6180339887498949
"""Turns of a circle: its multiples are spread evenly, so that pairs of one weight do not all fall due at once."""


def coefficients(a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """What differences of places are multiplied by for a pull and for a push, at the middle of every step: float32.

    The gradients of -log q and -log(1 - q) for q = 1 / (1 + a d^2b). Powers would take as long as all the rest.
    """
    steps = np.arange(N_STEPS)
    squares = 2.0 ** (LOWEST + steps // PER_OCTAVE) * (1 + (steps % PER_OCTAVE + 0.5) / PER_OCTAVE)
    powers = a * squares**b
    pulls = 2 * b * powers / (squares * (1 + powers))
    pushes = 2 * b / ((NOT_ON_THE_SPOT + squares) * (1 + powers))
    return pulls.astype(np.float32), pushes.astype(np.float32)


@njit(nogil=True, inline="always")
def _mixed(state: np.uint64) -> np.uint64:
    """Bits well mixed (Steele, Lea and Flood, 2014)."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


@njit(nogil=True, inline="always")
def _limited(length: np.float32) -> np.float32:
    return min(max(length, np.float32(-FARTHEST)), np.float32(FARTHEST))


@njit(nogil=True, inline="always")
def _step_of(squared: np.float32) -> int:
    """Where a squared distance stands in the tables of pulls and pushes: by its exponent and first binary digits."""
    step = int(np.float32(squared).view(np.int32) >> SHIFT) - FIRST_STEP
    return min(max(step, 0), N_STEPS - 1)


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def move(
    places: np.ndarray,
    moved: np.ndarray,
    turn: int,
    starts: np.ndarray,
    columns: np.ndarray,
    shares: np.ndarray,
    passes: int,
    rate: float,
    pulls: np.ndarray,
    pushes: np.ndarray,
    negatives: int,
    seed: int,
) -> None:
    """Move every TURNS-th point from `turn` on. moved: float32 (points of a turn, 3), where they are kept meanwhile.

    shares: (pairs,) in [0, 1], how often a pair is due in a pass, of which `passes` were before. What is due pulls, and
    half of `negatives` points by chance push. pulls, pushes: tables of `coefficients`.
    """
    n = len(places)
    pace = np.float32(rate)
    golden = np.uint64(0x9E3779B97F4A7C15)
    begin = _mixed(_mixed(np.uint64(seed) + golden) + golden * np.uint64(passes + 1))
    own = (n - turn + TURNS - 1) // TURNS
    for place in prange(own):
        i = turn + place * TURNS
        x, y, z = places[i, 0], places[i, 1], places[i, 2]
        state = _mixed(begin + golden * np.uint64(i + 1))
        for pair in range(starts[i], starts[i + 1]):
            phase = pair * GOLDEN
            phase -= np.floor(phase)
            times = np.floor((passes + 1) * shares[pair] + phase)
            if times == np.floor(passes * shares[pair] + phase):
                continue
            other = np.int64(columns[pair])
            dx, dy, dz = x - places[other, 0], y - places[other, 1], z - places[other, 2]
            pull = pulls[_step_of(dx * dx + dy * dy + dz * dz)]
            x -= pace * _limited(pull * dx)
            y -= pace * _limited(pull * dy)
            z -= pace * _limited(pull * dz)
            px, py, pz = np.float32(0), np.float32(0), np.float32(0)
            for _ in range((negatives + (np.int64(times) & 1)) // 2):
                state += golden
                other = np.int64(((_mixed(state) >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))
                dx, dy, dz = x - places[other, 0], y - places[other, 1], z - places[other, 2]
                push = pushes[_step_of(dx * dx + dy * dy + dz * dz)] if other != i else np.float32(0)
                px += _limited(push * dx)
                py += _limited(push * dy)
                pz += _limited(push * dz)
            x += pace * px
            y += pace * py
            z += pace * pz
        moved[place, 0], moved[place, 1], moved[place, 2] = x, y, z
    for place in prange(own):
        i = turn + place * TURNS
        places[i, 0], places[i, 1], places[i, 2] = moved[place, 0], moved[place, 1], moved[place, 2]


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def losses(
    places: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    weights: np.ndarray,
    a: float,
    b: float,
    negatives: int,
    samples: int,
    stride: int,
) -> np.ndarray:
    """float64: what the moves lower, the part of every stride-th point: its pairs' -w log q, and -log(1 - q) by chance.

    q = 1 / (1 + a d^2b). The second is the mean over `samples` points, the same each time, times half of `negatives`
    and the sum of the weights: what negative sampling stands for (Damrich and Hamprecht, 2021).
    """
    n = len(places)
    result = np.empty((n + stride - 1) // stride)
    golden = np.uint64(0x9E3779B97F4A7C15)
    for place in prange(len(result)):
        i = place * stride
        x, y, z = places[i, 0], places[i, 1], places[i, 2]
        total, weight = 0.0, 0.0
        for pair in range(starts[i], starts[i + 1]):
            j = columns[pair]
            squared = (x - places[j, 0]) ** 2 + (y - places[j, 1]) ** 2 + (z - places[j, 2]) ** 2
            total += weights[pair] * np.log1p(a * squared**b)
            weight += weights[pair]
        state = golden * np.uint64(i + 1)
        apart = 0.0
        for _ in range(samples):
            state += golden
            other = np.int64(((_mixed(state) >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))
            squared = (x - places[other, 0]) ** 2 + (y - places[other, 1]) ** 2 + (z - places[other, 2]) ** 2
            far = a * (squared + NOT_ON_THE_SPOT) ** b
            apart += np.log1p(1 / far)
        result[place] = total + 0.5 * negatives * weight * apart / samples
    return result
