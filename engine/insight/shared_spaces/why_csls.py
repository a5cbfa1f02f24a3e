"""Why CSLS demotes hubs, with the numbers of one; and the rotation of a run by the pairs that it was learned from."""

from dataclasses import dataclass

import numpy as np

from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.shared_spaces.plane import decomposed, diagonal_tex, matrix_tex
from engine.insight.shared_spaces.two_languages import TwoLanguages


@dataclass(frozen=True, eq=False)
class Demoted:
    """Rows of a word, of the hub that is nearest to it by cosine, and of what CSLS puts first instead."""

    word: int
    hub: int
    instead: int


def demoted(spaces: TwoLanguages) -> Demoted | None:
    """A word that CSLS gives another answer: one that is right then and was not before, if there is one, and of these
    the one where the r of the two answers differs most. None if CSLS changes no answer."""
    first = spaces.place[0]
    cosines = spaces.embedding.unit[first] @ spaces.embedding.unit[spaces.place[1]].T
    plain = cosines.argmax(axis=1)
    fair = (2 * cosines - spaces.near[1]).argmax(axis=1)
    changed = np.flatnonzero(plain != fair)
    if not len(changed):
        return None
    known = {(int(a), int(b)) for a, b in spaces.pairs}
    right = np.array([(int(row), int(fair[row])) in known for row in changed])
    wrong = np.array([(int(row), int(plain[row])) not in known for row in changed])
    fairer = spaces.near[1][fair[changed]] - spaces.near[1][plain[changed]]
    order = np.lexsort((changed, fairer, ~(right & wrong)))
    row = int(changed[order[0]])
    return Demoted(int(first[row]), int(spaces.place[1][plain[row]]), int(spaces.place[1][fair[row]]))


def why_csls(spaces: TwoLanguages, word: int | None = None) -> tuple[Explanation, ...]:
    """The formula with the numbers of a word: the one asked for if CSLS changes its answer, else the best example."""
    found = _of(spaces, word) if word is not None else None
    found = found or demoted(spaces)
    if found is None:
        return (
            Explanation(
                "CSLS", caption="In this run CSLS changes no answer: no word is near to many more than others."
            ),
        )
    labels = spaces.embedding.labels
    x, here = found.word, int(spaces.side[found.word])
    r_x = float(spaces.near[here][spaces.own[x]])
    table: dict[str, list[object]] = {"word": [], "cosine with x": [], "r(y)": [], "CSLS": [], "is near": []}
    formulas = [r"\mathrm{CSLS}(x, y) = 2\cos(x, y) - r(x) - r(y)"]
    for y in (found.hub, found.instead):
        cosine = float(spaces.embedding.unit[x] @ spaces.embedding.unit[y])
        r_y = float(spaces.near[1 - here][spaces.own[y]])
        score = 2 * cosine - r_x - r_y
        formulas.append(rf"2 \cdot {cosine:.3f} - {r_x:.3f} - {r_y:.3f} = {score:.3f}")
        known = " (known translation)" if y in spaces.known(x) else ""
        often = f"{spaces.occurrences[0][spaces.own[y]]:,} words" if here == 0 else ""
        for column, value in zip(table, (labels[y] + known, cosine, r_y, score, often), strict=True):
            table[column].append(value)
    if here == 1:
        del table["is near"]
    unchanged = "" if word is None or word == x else f"For {labels[word]} CSLS changes nothing. "
    caption = (
        f"{unchanged}For x = {labels[x]} the nearest word by cosine is {labels[found.hub]}, and by CSLS "
        f"{labels[found.instead]}. r is the mean cosine of a word with its ten nearest words of the other language. A "
        "hub is near to many, so its r is large, and it must be nearer than others to win. r(x) is the same for all "
        "answers and changes no order. Is near: among the ten nearest of so many words, by cosine."
    )
    return (Explanation("Why CSLS demotes a hub", "", tuple(formulas), table, caption=caption),)


def _of(spaces: TwoLanguages, word: int) -> Demoted | None:
    plain, fair = (spaces.translations(word, 1, how).rows[0] for how in (False, True))
    return None if plain == fair else Demoted(word, int(plain), int(fair))


def own_rotation(spaces: TwoLanguages, fit: Fit) -> Explanation:
    """The rotation of the run in two dimensions: those of the largest singular values of its pairs."""
    before, seeds = fit.arrays["before"], spaces.seeds
    x = before[seeds[:, 0]].astype(np.float64)
    y = spaces.embedding.vectors[spaces.place[1][seeds[:, 1]]].astype(np.float64)
    values = np.linalg.svd(x.T @ y, compute_uv=False)
    mean = float(values.sum() / len(seeds))
    now = float(np.einsum("ij,ij->i", x, y).mean())
    axes = np.linalg.svd(np.concatenate([x, y]), full_matrices=False)[2][:2]
    flat = decomposed(x @ axes.T, y @ axes.T)
    return Explanation(
        "The rotation of this run",
        f"X and Y hold the vectors of the {len(seeds):,} pairs that it was learned from, a row each.",
        (
            r"X^\top Y = U S V^\top, \quad W = U V^\top, \quad \operatorname{tr}(W^\top X^\top Y) = \sum_i s_i",
            rf"\frac1n \sum_i s_i = \frac{{{values.sum():.2f}}}{{{len(seeds)}}} = {mean:.3f}"
            rf"\quad\text{{against }} {now:.3f} \text{{ before}}",
            r"\text{in two dimensions:}\quad X^\top Y = " + matrix_tex(flat.product),
            "U = " + matrix_tex(flat.left) + r",\ S = " + diagonal_tex(flat.values) + r",\ V^\top = "
            + matrix_tex(flat.right) + r",\ W = " + matrix_tex(flat.rotation),
        ),
        caption="The sum of the singular values over the number of pairs is the mean cosine of the pairs after the "
        "turn that these alone ask for. The two dimensions are the first principal ones of the pairs' vectors; within "
        f"them alone, W {flat.told()}. All {len(values)} dimensions are turned at once in the same way.",
    )  # fmt: skip
