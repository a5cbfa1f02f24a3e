"""Named lists of words to begin with, of which two are targets and two are attributes: those that suit the text."""

from engine.arithmetic.association import categories, parse
from engine.embedding import Embedding

SETS = {
    "flowers": (
        "Flowers and insects, pleasant or not",
        "flowers: rose, tulip, lily, daisy, orchid, violet, iris, poppy, clover, marigold\n"
        "insects: ant, bee, fly, mosquito, spider, wasp, moth, beetle, flea, cockroach\n"
        "pleasant: love, peace, joy, friend, happy, gentle, honest, health, gift, paradise\n"
        "unpleasant: hatred, war, pain, enemy, sad, cruel, ugly, death, poison, prison",
    ),
    "work": (
        "Men and women, work and family",
        "men: he, man, boy, brother, son, father, uncle, him\n"
        "women: she, woman, girl, sister, daughter, mother, aunt, her\n"
        "work: office, business, career, company, professional, salary, management, work\n"
        "family: home, parents, children, family, marriage, wedding, house, child",
    ),
    "animals": (
        "Animals and countries",
        "animals: dog, cat, horse, cow, sheep, duck, goat, pig\n"
        "countries: france, england, germany, italy, japan, russia, spain, canada\n"
        "young: puppy, kitten, foal, calf, lamb, duckling\n"
        "capitals: paris, london, berlin, rome, tokyo, moscow",
    ),
    "libraries": (
        "Linear algebra and learning from data",
        "algebra: matrix, eigenvalues, vector, decomposition, inverse, determinant\n"
        "learning: regression, estimator, classifier, clustering, model, prediction\n"
        "matrix words: symmetric, orthogonal, hermitian, triangular, diagonal, singular\n"
        "data words: training, features, labels, samples, target, score",
    ),
}
"""name -> title; targets X and Y, attributes A and B, a line each. The first two follow tests of Caliskan et al. (2017)
with words chosen anew.
"""


SUITS = 0.3
"""Share of its words that must be known for a set to suit: of a text in another language, a few are by chance."""


def by_known(embedding: Embedding) -> dict[str, float]:
    """Name of each set -> share of its words that are known, the largest first; equal ones in order of writing."""

    def share(name: str) -> float:
        lists = parse(SETS[name][1])
        known = sum(len(one.rows) for one in categories(embedding, lists))
        return known / sum(len(words) for _, words in lists)

    shares = {name: share(name) for name in SETS}
    return dict(sorted(shares.items(), key=lambda item: -item[1]))
