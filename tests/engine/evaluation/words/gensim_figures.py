"""What gensim's own scorers say of made-up vectors: run in an environment that has gensim, it writes the figures that
`test_gensim_figures.py` compares with. The tests themselves need no gensim.

    python tests/engine/evaluation/words/gensim_figures.py
"""

import json
import tempfile
from pathlib import Path

import numpy as np

FIGURES = Path(__file__).with_suffix(".json")
N_PAIRS, N_COMPONENTS = 12, 16
RELATIONS = ("first", "second", "third")


def words() -> list[str]:
    """Two words for each pair of each relation, and some that belong to none."""
    related = [f"{side}{relation}{pair}" for relation in RELATIONS for pair in range(N_PAIRS) for side in "ab"]
    return [*related, *(f"other{number}" for number in range(40))]


def vectors() -> np.ndarray:
    """Each relation an offset, with ever more noise from the first to the third; float32 (n_words, N_COMPONENTS)."""
    rng = np.random.default_rng(7)
    rows = []
    for place in range(len(RELATIONS)):
        offset = rng.normal(size=N_COMPONENTS)
        for _ in range(N_PAIRS):
            start = rng.normal(size=N_COMPONENTS)
            rows += [start, start + offset + rng.normal(scale=0.3 + 0.3 * place, size=N_COMPONENTS)]
    rows += list(rng.normal(size=(40, N_COMPONENTS)))
    return np.array(rows, dtype=np.float32)


def questions() -> str:
    """Every couple of pairs by relation, as Google's file writes them; one section has a word that nobody knows."""
    lines = []
    for relation in RELATIONS:
        lines.append(f": {relation}")
        pairs = [(f"a{relation}{pair}", f"b{relation}{pair}") for pair in range(N_PAIRS)]
        lines += [f"{a} {b} {c} {d}" for a, b in pairs for c, d in pairs if a != c]
    return "\n".join([*lines, "afirst0 bfirst0 nobody knows"]) + "\n"


def pairs() -> str:
    """Pairs with scores of which some are equal, and one of an unknown word."""
    rng, known = np.random.default_rng(8), words()
    drawn = rng.integers(0, len(known), (80, 2))
    lines = [f"{known[a]}\t{known[b]}\t{rng.integers(0, 11)}" for a, b in drawn if a != b]
    return "\n".join([*lines, "nobody\tafirst0\t3"]) + "\n"


def fours() -> list[list[str]]:
    """Sets of words one of which is to be the odd one."""
    rng, known = np.random.default_rng(9), words()
    return [[known[row] for row in rng.choice(len(known), 4, replace=False)] for _ in range(50)]


def main() -> None:
    """Ask gensim, and write what it says."""
    from gensim import __version__
    from gensim.models import KeyedVectors

    model = KeyedVectors(N_COMPONENTS)
    model.add_vectors(words(), vectors())
    with tempfile.TemporaryDirectory() as folder:
        asked, rated = Path(folder, "questions.txt"), Path(folder, "pairs.tsv")
        asked.write_text(questions(), encoding="utf-8")
        rated.write_text(pairs(), encoding="utf-8")
        accuracy, sections = model.evaluate_word_analogies(str(asked), case_insensitive=False)
        _, spearman, unknown = model.evaluate_word_pairs(str(rated), case_insensitive=False)
    figures = {
        "gensim": __version__,
        "accuracy": accuracy,
        "sections": {
            each["section"]: [len(each["correct"]), len(each["correct"]) + len(each["incorrect"])] for each in sections
        },
        "spearman": float(spearman[0]),
        "unknown_percent": unknown,
        "odd": [model.doesnt_match(four) for four in fours()],
    }
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
