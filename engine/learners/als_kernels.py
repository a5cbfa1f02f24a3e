"""Inner loops of alternating least squares: one side's vectors solved for, the other side's fixed."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def solve_implicit(offsets, others, alpha, regularization, fixed, gram, inverse, solved):  # type: ignore[no-untyped-def]
    """solved[u] = (G + alpha Q'Q + lambda I)^-1 (1 + alpha) Q'1, Q being the fixed vectors of u's others.

    offsets int64 (n + 1,), others int32; fixed float64 (m, k); gram = fixed' fixed; inverse = (gram + lambda I)^-1;
    solved float64 (n, k), written to. A row with fewer others than k is solved in the space of its others
    (Woodbury's identity), which costs k^2 for each instead of k^3. A row without others is 0.
    """
    k = fixed.shape[1]
    for row in range(len(offsets) - 1):
        mine = others[offsets[row] : offsets[row + 1]]
        n = len(mine)
        if n == 0:
            solved[row] = 0.0
            continue
        near = np.empty((n, k))
        total = np.zeros(k)
        for place in range(n):
            near[place] = fixed[mine[place]]
            total += near[place]
        if n < k // 2:
            spread = np.dot(near, inverse)
            small = np.dot(spread, near.T)
            for place in range(n):
                small[place, place] += 1.0 / alpha
            base = np.dot(inverse, total)
            weights = np.linalg.solve(small, np.dot(near, base))
            solved[row] = (1.0 + alpha) * (base - np.dot(spread.T, weights))
        else:
            matrix = gram + alpha * np.dot(near.T, near)
            for place in range(k):
                matrix[place, place] += regularization
            solved[row] = np.linalg.solve(matrix, (1.0 + alpha) * total)


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
