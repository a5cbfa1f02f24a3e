"""Compiled loops of random walks: one random state for each walk, so that the walks do not depend on threads."""

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
LOW = np.uint64(0xFFFFFFFF)
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
UNIT = 2.0**-32


@njit(nogil=True, cache=True, inline="always")
def mixed(state: np.uint64) -> np.uint64:
    """The random bits of a state (splitmix64; Steele, Lea and Flood, 2014); the next state is state + GOLDEN."""
    state = (state ^ (state >> S30)) * MIX_1
    state = (state ^ (state >> S27)) * MIX_2
    return state ^ (state >> S31)


@njit(nogil=True, cache=True)
def alias_rows(offsets: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Alias tables of every row (Walker, 1977; Vose, 1991): threshold uint32 and other int32, as long as `weights`.

    Entry e of a row stands for itself if 32 random bits are at most threshold[e], else for entry other[e] of the row.
    """
    threshold = np.empty(len(weights), np.uint32)
    other = np.empty(len(weights), np.int32)
    longest = np.max(np.diff(offsets)) if len(offsets) > 1 else 0
    share, waiting = np.empty(longest), np.empty(longest, np.int64)
    for row in range(len(offsets) - 1):
        first, size = offsets[row], offsets[row + 1] - offsets[row]
        total = 0.0
        for entry in range(size):
            total += weights[first + entry]
        n_small, n_large = 0, 0
        for entry in range(size):  # small entries wait at the front, large ones at the back
            share[entry] = weights[first + entry] * size / total
            threshold[first + entry], other[first + entry] = LOW, entry
            if share[entry] < 1.0:
                waiting[n_small] = entry
                n_small += 1
            else:
                n_large += 1
                waiting[size - n_large] = entry
        while n_small > 0 and n_large > 0:
            n_small -= 1
            low, high = waiting[n_small], waiting[size - n_large]
            threshold[first + low], other[first + low] = np.uint32(share[low] * 4294967295.0), high
            share[high] -= 1.0 - share[low]
            if share[high] < 1.0:
                n_large -= 1
                waiting[n_small] = high
                n_small += 1
    return threshold, other


@njit(nogil=True, cache=True, inline="always")
def find(targets: np.ndarray, first: int, last: int, wanted: np.int64) -> int:
    """Place of a target in a sorted row, or -1."""
    low, high = first, last
    while low < high:
        middle = (low + high) >> 1
        if targets[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < last and targets[low] == wanted else -1


@njit(nogil=True, cache=True, inline="always")
def draw(bits: np.uint64, first: int, size: int, threshold: np.ndarray, other: np.ndarray) -> int:
    """An entry of a row by its weight; tables of length 0 stand for equal weights."""
    entry = np.int64(((bits >> S32) * np.uint64(size)) >> S32)
    if len(threshold) > 0 and np.uint32(bits & LOW) > threshold[first + entry]:
        entry = other[first + entry]
    return int(first + entry)


@njit(nogil=True, cache=True)
def first_order(
    offsets: np.ndarray, targets: np.ndarray, threshold: np.ndarray, other: np.ndarray,
    starts: np.ndarray, seeds: np.ndarray, walks: np.ndarray,
) -> None:  # fmt: skip
    """Fill each row of `walks` with a walk from its start; -1 after a node that no edge leaves."""
    for walk in range(len(starts)):
        state = seeds[walk]
        node = starts[walk]
        walks[walk, 0] = node
        for step in range(1, walks.shape[1]):
            first = offsets[node]
            size = offsets[node + 1] - first
            if size == 0:
                walks[walk, step:] = -1
                break
            state += GOLDEN
            node = targets[draw(mixed(state), first, size, threshold, other)]
            walks[walk, step] = node


@njit(nogil=True, cache=True)
def second_order(
    offsets: np.ndarray, targets: np.ndarray, weights: np.ndarray, totals: np.ndarray, threshold: np.ndarray,
    other: np.ndarray, back: float, away: float, starts: np.ndarray, seeds: np.ndarray, walks: np.ndarray,
) -> None:  # fmt: skip
    """As `first_order`, with a factor for each step (Grover and Leskovec, 2016): `back` = 1/p to the node before, 1 to
    a node that it has an edge to, `away` = 1/q to others.

    By rejection (Yang et al., 2019): a neighbor is drawn by its weight and taken with a chance in proportion to its
    factor. What 1/p is above all other factors is set apart and drawn directly, so that a small p costs nothing.
    """
    top = max(1.0, away)
    both = min(1.0, away)
    weighted = len(threshold) > 0
    for walk in range(len(starts)):
        state = seeds[walk]
        before, node = np.int64(-1), np.int64(starts[walk])
        walks[walk, 0] = node
        for step in range(1, walks.shape[1]):
            first = offsets[node]
            size = offsets[node + 1] - first
            if size == 0:
                walks[walk, step:] = -1
                break
            reached = np.int64(-1)
            direct = 0.0  # chance of the part of 1/p that is set apart
            if before >= 0 and back > top:
                entry = find(targets, first, first + size, before)
                if entry >= 0:
                    extra = (back - top) * (weights[entry] if weighted else 1.0)
                    direct = extra / (top * totals[node] + extra)
            while reached < 0:
                if direct > 0.0:
                    state += GOLDEN
                    if (mixed(state) >> S32) * UNIT < direct:
                        reached = before
                        break
                state += GOLDEN
                entry = draw(mixed(state), first, size, threshold, other)
                near = np.int64(targets[entry])
                if before < 0:
                    reached = near
                    break
                state += GOLDEN
                chance = (mixed(state) >> S32) * UNIT * top
                if near == before:
                    if chance < back:
                        reached = near
                elif chance < both or (find(targets, offsets[before], offsets[before + 1], near) >= 0) == (away < 1.0):
                    reached = near  # both factors allow it, or the larger one does and is the one that counts
            before, node = node, reached
            walks[walk, step] = node
