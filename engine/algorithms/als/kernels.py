"""Inner loops of alternating least squares: one side's vectors solved for, the other side's fixed."""

import numpy as np
from numba import njit

REORDERED = {"reassoc", "nsz", "contract"}
"""Sums may be taken in the order that the processor's vectors like: always the same one, but not from left to right."""


@njit(cache=True, nogil=True, fastmath=REORDERED)
def solve_implicit(first, stop, offsets, others, alpha, regularization, fixed, gram, spread, solved, reached):  # type: ignore[no-untyped-def]
    """solved[u] = (G + alpha Q'Q + lambda I)^-1 (1 + alpha) Q'1, Q being the fixed vectors of u's others.

    For the rows from first to stop. offsets int64 (n + 1,), others int32; fixed float64 (m, k); gram G = fixed' fixed;
    spread = fixed (G + lambda I)^-1; solved float64 (n, k) and reached float64 (n,), the sum of its inner products with
    Q, are written to. A row with fewer others than k is solved in the space of its others (Woodbury's identity):
    (1 + alpha) S'y with (I + alpha S Q') y = 1, S their rows of `spread`. A row without others is 0.
    """
    k = fixed.shape[1]
    matrix, wanted = np.empty((k, k)), np.empty(k)
    for row in range(first, stop):
        mine = others[offsets[row] : offsets[row + 1]]
        n = len(mine)
        solved[row] = 0.0
        if n < k:
            for i in range(n):
                line = spread[mine[i]]
                for j in range(i, n):
                    matrix[i, j] = alpha * _dot(line, fixed[mine[j]], k)
                matrix[i, i] += 1.0
                wanted[i] = 1.0
            solve_symmetric(matrix, wanted, n)
            reached[row] = (1.0 + alpha) / alpha * (n - wanted[:n].sum())
            for place in range(n):
                share, line = (1.0 + alpha) * wanted[place], spread[mine[place]]
                for i in range(k):
                    solved[row, i] += share * line[i]
        else:
            matrix[:] = gram
            for i in range(k):
                matrix[i, i] += regularization
            wanted[:] = 0.0
            for place in range(n):
                line = fixed[mine[place]]
                for i in range(k):
                    wanted[i] += line[i]
            solved[row] = (1.0 + alpha) * wanted
            _add_squares(matrix, alpha, fixed, mine)
            solve_symmetric(matrix, solved[row], k)
            reached[row] = _dot(wanted, solved[row], k)


@njit(cache=True, nogil=True, fastmath=REORDERED)
def _add_squares(matrix, alpha, fixed, rows):  # type: ignore[no-untyped-def]
    """matrix += alpha Q'Q; four rows of Q at a time, so that the matrix is gone over less often."""
    k = fixed.shape[1]
    fours = len(rows) - len(rows) % 4
    for place in range(0, fours, 4):
        a, b, c, d = fixed[rows[place]], fixed[rows[place + 1]], fixed[rows[place + 2]], fixed[rows[place + 3]]
        for i in range(k):
            line, of_a, of_b, of_c, of_d = matrix[i], alpha * a[i], alpha * b[i], alpha * c[i], alpha * d[i]
            for j in range(k):
                line[j] += of_a * a[j] + of_b * b[j] + of_c * c[j] + of_d * d[j]
    for place in range(fours, len(rows)):
        a = fixed[rows[place]]
        for i in range(k):
            line, of_a = matrix[i], alpha * a[i]
            for j in range(k):
                line[j] += of_a * a[j]


@njit(cache=True, nogil=True, fastmath=REORDERED)
def solve_symmetric(matrix, wanted, n):  # type: ignore[no-untyped-def]
    """Overwrite wanted[:n] by the solution x of matrix[:n, :n] x = wanted, and the matrix by what elimination leaves.

    Positive definite, and only its upper triangle is read. Two columns are eliminated at a time: for matrices of a few
    dozen rows this is several times as fast as a call of LAPACK.
    """
    for p in range(0, n - 1, 2):
        top, next_ = matrix[p], matrix[p + 1]
        share = top[p + 1] / top[p]
        for j in range(p + 1, n):
            next_[j] -= share * top[j]
        wanted[p + 1] -= share * wanted[p]
        for i in range(p + 2, n):
            line, of_top, of_next = matrix[i], top[i] / top[p], next_[i] / next_[p + 1]
            for j in range(i, n):
                line[j] -= of_top * top[j] + of_next * next_[j]
            wanted[i] -= of_top * wanted[p] + of_next * wanted[p + 1]
    for i in range(n - 1, -1, -1):
        rest = wanted[i]
        for j in range(i + 1, n):
            rest -= matrix[i, j] * wanted[j]
        wanted[i] = rest / matrix[i, i]


@njit(cache=True, nogil=True, fastmath=REORDERED, inline="always")
def _dot(left, right, n):  # type: ignore[no-untyped-def]
    total = 0.0
    for place in range(n):
        total += left[place] * right[place]
    return total


@njit(cache=True, nogil=True)
def solve_biased(offsets, others, residuals, regularization, fixed, fixed_bias, solved, solved_bias):  # type: ignore[no-untyped-def]
    """Vector and bias of each row from its ratings: least squares of residual = bias + fixed_bias + p . q.

    residuals float64: stars less the global mean. The penalty of a row is lambda times its number of ratings times
    the squared length of its vector and bias (Zhou et al., 2008). Rows without ratings are 0.
    """
    k = fixed.shape[1]
    for row in range(len(offsets) - 1):
        start, stop = offsets[row], offsets[row + 1]
        n = stop - start
        if n == 0:
            solved[row] = 0.0
            solved_bias[row] = 0.0
            continue
        near = np.ones((n, k + 1))
        wanted = np.empty(n)
        for place in range(n):
            other = others[start + place]
            near[place, :k] = fixed[other]
            wanted[place] = residuals[start + place] - fixed_bias[other]
        matrix = np.dot(near.T, near)
        for place in range(k + 1):
            matrix[place, place] += regularization * n
        solution = np.linalg.solve(matrix, np.dot(near.T, wanted))
        solved[row] = solution[:k]
        solved_bias[row] = solution[k]


@njit(cache=True, nogil=True)
def descend(users, items, residuals, order, rate, regularization, left, right, left_bias, right_bias):  # type: ignore[no-untyped-def]
    """One pass of stochastic gradient descent over the ratings in `order`; the four tables are written to."""
    k = left.shape[1]
    total = 0.0
    for place in order:
        user, item = users[place], items[place]
        error = residuals[place] - left_bias[user] - right_bias[item]
        for column in range(k):
            error -= left[user, column] * right[item, column]
        total += error * error
        left_bias[user] += rate * (error - regularization * left_bias[user])
        right_bias[item] += rate * (error - regularization * right_bias[item])
        for column in range(k):
            mine, other = left[user, column], right[item, column]
            left[user, column] += rate * (error * other - regularization * mine)
            right[item, column] += rate * (error * mine - regularization * other)
    return total / max(len(order), 1)
