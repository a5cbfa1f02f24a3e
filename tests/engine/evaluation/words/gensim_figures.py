"""Run by an interpreter that has gensim: its scores of vectors that anyone can make again, as JSON.

    python tests/engine/evaluation/words/gensim_figures.py > tests/engine/evaluation/words/gensim_figures.json

The app's scores of the same vectors and the same questions must be these (`test_gensim_figures.py`, which needs no
gensim). Vectors and questions are made here by a rule, so that no file has to lie beside the figures.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

N_WORDS, N_COMPONENTS = 400, 20


def words() -> list[str]:
    """w0, w1, ..."""
    return [f"w{row}" for row in range(N_WORDS)]


def vectors() -> np.ndarray:
    """float32 (400, 20): word w(4 i + j) is item i in role j, with noise, so that some analogies can be solved."""
    generator = np.random.default_rng(15)
    items, roles = generator.normal(size=(N_WORDS // 4, N_COMPONENTS)), generator.normal(size=(4, N_COMPONENTS))
    noise = generator.normal(size=(N_WORDS, N_COMPONENTS))
    return (np.repeat(items, 4, axis=0) + np.tile(roles, (N_WORDS // 4, 1)) + 0.9 * noise).astype(np.float32)


def questions() -> str:
    """In Google's layout: three relations, of which some questions hold a word that has no vector."""
    generator = np.random.default_rng(16)
    lines = []
    for role in (1, 2, 3):
        lines.append(f": role {role}")
        for _ in range(200):
            one, other = generator.choice(N_WORDS // 4 + 5, 2, replace=False)
            lines.append(f"w{4 * one} w{4 * one + role} w{4 * other} w{4 * other + role}")
    return "\n".join(lines) + "\n"


def pairs() -> str:
    """word, word, score: scores with ties that follow the cosines loosely; some words have no vector."""
    generator = np.random.default_rng(17)
    unit = vectors() / np.linalg.norm(vectors(), axis=1, keepdims=True)
    lines = []
    for _ in range(300):
        a, b = generator.choice(N_WORDS + 10, 2, replace=False)
        cosine = float(unit[a] @ unit[b]) if max(a, b) < N_WORDS else 0.0
        lines.append(f"w{a}\tw{b}\t{round(5 + 3 * cosine + generator.normal())}")
    return "\n".join(lines) + "\n"


def multiplied(keyed: Any) -> dict[str, list[str]]:
    """Section -> what 3CosMul answers to each question that can be asked: `evaluate_word_analogies` only adds."""
    answers: dict[str, list[str]] = {}
    section = ""
    for line in questions().splitlines():
        if line.startswith(":"):
            section = line[2:]
            continue
        a, b, c, d = line.split()
        if all(word in keyed for word in (a, b, c, d)):
            best = keyed.most_similar_cosmul(positive=[b, c], negative=[a], topn=1)[0][0]
            answers.setdefault(section, []).append(best)
    return answers


def main() -> None:
    """Score and print."""
    import gensim
    from gensim.models import KeyedVectors

    keyed = KeyedVectors(N_COMPONENTS)
    keyed.add_vectors(words(), vectors())
    with tempfile.TemporaryDirectory() as folder:
        asked, scored = Path(folder) / "questions.txt", Path(folder) / "pairs.tsv"
        asked.write_text(questions(), encoding="utf-8")
        scored.write_text(pairs(), encoding="utf-8")
        _, sections = keyed.evaluate_word_analogies(str(asked), restrict_vocab=N_WORDS, case_insensitive=False)
        _, spearman, unknown = keyed.evaluate_word_pairs(str(scored), case_insensitive=False)
    added = {one["section"]: [len(one["correct"]), len(one["incorrect"])] for one in sections}
    odd = [
        keyed.doesnt_match([f"w{4 * item + role}" for role in range(4)] + [f"w{4 * item + 7}"]) for item in range(30)
    ]
    figures = {
        "gensim": gensim.__version__,
        "3cosadd": added,
        "3cosmul": multiplied(keyed),
        "spearman": float(spearman.statistic),
        "unknown_percent": unknown,
        "odd_one_out": odd,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
