"""The compiled loops of the validity network: the hinge loss of all pairs of a step, and steps of AdaGrad for rows."""

# mypy: ignore-errors
# numba infers the types.

import numpy as np
from numba import njit, prange

SUMS = {"reassoc", "contract", "nsz"}
ONE = np.float32(1)


@njit(nogil=True, parallel=True, fastmath=SUMS, cache=True)
def compare(valid, rest, switched, output, words, drawn, to_valid, to_rest, to_switched, to_output, costs):
    """The hinge loss max(0, 1 - s + s') of each window with each drawn word, and its gradients.

    What goes into the hidden layer: valid float32 (m, h), of the windows as they are; rest (m, h), of all but the
    word that is switched; switched (k, h), of the drawn words in its place. output (h,): s = output . hardtanh(...).
    words (m,), drawn (k,): a word is not switched for itself; -1 leaves a window out.
    Writes the gradients to_valid, to_rest (m, h), and, for each of the p parts that the windows fall into,
    to_switched (p, k, h), to_output (p, h) and the loss costs (p,).
    """
    n_parts, size = len(costs), (len(valid) + len(costs) - 1) // len(costs)
    n_hidden = len(output)
    for part in prange(n_parts):
        to_switched[part] = 0
        to_output[part] = 0
        cost = np.float64(0)
        for row in range(part * size, min(part * size + size, len(valid))):
            to_rest[row] = 0
            score = np.float32(0)
            for unit in range(n_hidden):
                score += output[unit] * min(max(valid[row, unit], -ONE), ONE)
            n_of_row = 0
            for other in range(len(drawn)):
                if words[row] < 0 or words[row] == drawn[other]:
                    continue
                apart = ONE - score
                for unit in range(n_hidden):
                    apart += output[unit] * min(max(rest[row, unit] + switched[other, unit], -ONE), ONE)
                if apart <= 0:
                    continue
                cost += apart
                n_of_row += 1
                for unit in range(n_hidden):
                    hidden = rest[row, unit] + switched[other, unit]
                    bent = min(max(hidden, -ONE), ONE)
                    slope = output[unit] if bent == hidden else np.float32(0)
                    to_output[part, unit] += bent
                    to_rest[row, unit] += slope
                    to_switched[part, other, unit] += slope
            times = np.float32(n_of_row)
            for unit in range(n_hidden):
                bent = min(max(valid[row, unit], -ONE), ONE)
                to_valid[row, unit] = -times * output[unit] if bent == valid[row, unit] else np.float32(0)
                to_output[part, unit] -= times * bent
        costs[part] = cost


@njit(nogil=True, fastmath=SUMS, cache=True)
def move_rows(table, past, rows, gradients, rate, total, place_of):
    """One step of AdaGrad (Duchi, Hazan and Singer, 2011) for the rows of a table, which may come several times.

    table, past: float32 (n, d), the vectors and their sums of squared gradients. rows: int32 (m,); gradients (m, d).
    total: float32 (at least as many as there are different rows, d), and place_of: int32 (n,) of -1 alone, to work in.
    """
    n_different = 0
    for place in range(len(rows)):
        row = rows[place]
        if place_of[row] < 0:
            place_of[row] = n_different
            total[n_different] = 0
            n_different += 1
        at = place_of[row]
        for component in range(table.shape[1]):
            total[at, component] += gradients[place, component]
    for place in range(len(rows)):
        row = rows[place]
        at = place_of[row]
        if at < 0:
            continue
        place_of[row] = -1
        for component in range(table.shape[1]):
            gradient = total[at, component]
            past[row, component] += gradient * gradient
            table[row, component] -= rate * gradient / np.sqrt(past[row, component])
