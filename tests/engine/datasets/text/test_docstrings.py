"""Sentences out of docstrings: prose stays, whatever is written for machines goes."""

import pytest

from engine.datasets.text.docstrings import prose

WHOLE = """
    Solve a linear matrix equation.

    Computes the "exact" solution, `x`, of the well-determined, i.e., full
    rank, linear matrix equation ``ax = b``.

    Parameters
    ----------
    a : (..., M, M) array_like
        Coefficient matrix.

    Returns
    -------
    x : ndarray
        The solution.

    See Also
    --------
    scipy.linalg.solve : Similar function in SciPy.

    Notes
    -----
    The solution is found by :func:`numpy.linalg.lu`, see https://netlib.org/x.html [1]_.

    .. math:: a x = b

    .. note:: Broadcasting rules apply.

    For example::

        code = here

    That was an example.

    ====  ====
    one   two
    ====  ====

    References
    ----------
    .. [1] G. Strang, *Linear Algebra*

    Examples
    --------
    Solve the system:

    >>> import numpy as np
    >>> np.linalg.solve(a, b)
    array([2., 3.])

    Check that it is right.
"""


def test_prose_stays_and_code_tables_formulas_and_lists_of_names_go() -> None:
    text = prose(WHOLE)
    for sentence in (
        "Solve a linear matrix equation.",
        "full rank, linear matrix equation",
        "Coefficient matrix.",
        "Broadcasting rules apply.",
        "That was an example.",
        "Solve the system:",
        "Check that it is right.",
    ):
        assert sentence in text
    gone = ("ax = b", "array_like", "ndarray", "SciPy", "netlib", "a x", "code = here", "====", "Strang", ">>>", "[1]")
    assert not [mark for mark in gone if mark in text]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*Emphasis* and **strength**.", "Emphasis and strength."),
        ("See `the guide <https://x.org>`_ for more.", "See the guide for more."),
        ("Uses numpy.linalg.norm and my_function(x) inside.", "Uses and inside."),
        ("For $n > 3$ it holds.", "For it holds."),
        ("", ""),
        (">>> 1 + 1\n2", ""),
        ("---------", ""),
    ],
)
def test_marks_go_and_words_stay(written: str, read: str) -> None:
    assert prose(written) == read


def test_paragraphs_are_divided_by_an_empty_line() -> None:
    assert prose("One\nline.\n\nAnother one.") == "One line.\n\nAnother one."
