"""What a learner returns, taken apart and put together again."""

import numpy as np

from engine.embedding import Embedding
from engine.fit import Fit


class Counted(str):
    """A label that counts how often labels are compared."""

    comparisons = 0

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def labeled(*labels: str) -> Embedding:
    return Embedding(np.ones((len(labels), 2), np.float32), [Counted(label) for label in labels])


def test_labels_that_are_shared_are_packed_once() -> None:
    fit = Fit({"a": labeled("x", "y"), "b": labeled("x", "z"), "c": labeled("x", "y")})
    arrays, document = fit.pack()
    assert document["labels"] == [["x", "y"], ["x", "z"]]
    assert [entry["labels"] for entry in document["embeddings"].values()] == [0, 1, 0]
    again = Fit.unpack(arrays, document)
    assert {name: each.labels for name, each in again.embeddings.items()} == {
        name: each.labels for name, each in fit.embeddings.items()
    }


def test_packing_compares_no_list_with_all_others() -> None:
    """Lists that differ in their last label alone: comparing each with each would take 50 * 49 / 2 * 100 looks."""
    common = [str(row) for row in range(99)]
    fit = Fit({str(n): labeled(*common, f"last {n}") for n in range(50)})
    Counted.comparisons = 0
    assert len(fit.pack()[1]["labels"]) == 50
    assert Counted.comparisons <= 50 * 100


def test_the_context_is_the_main_embedding_where_there_is_no_other() -> None:
    main, second = labeled("x"), labeled("y")
    assert Fit({"node": main}).context is main
    assert Fit({"node": main, "context": second}).context is second
