"""Both methods of pictures and words: what they learn, and what they must not have seen."""

from dataclasses import replace

import numpy as np
import pytest

from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fit import Fit
from engine.insight.captions.retrieval import SHOTS, shots_among
from engine.learners.given_vectors import GivenVectors
from engine.learners.shared_spaces.contrastive_towers import ContrastiveTowers
from engine.learners.shared_spaces.word_space import WordSpace
from tests.examples import captions

HELD = WordSpace(n_epochs=2, held_out="boot")


def weights(fit: Fit) -> bytes:
    return b"".join(fit.arrays[name].tobytes() for name in sorted(fit.arrays) if name.startswith("image."))


def spoiled(data: CaptionedImages, rows: np.ndarray) -> CaptionedImages:
    """The same with other pictures in these rows."""
    raw = data.raw.copy()
    raw[rows] = np.random.default_rng(9).integers(0, 256, raw[rows].shape)
    return replace(data, images=replace(data.images, raw=raw))


def test_held_out_classes_leave_no_trace_in_the_network() -> None:
    data = captions()
    of_boots = data.images.targets == 1
    clean = HELD.fit(data)
    assert weights(HELD.fit(spoiled(data, of_boots))) == weights(clean)
    assert weights(HELD.fit(spoiled(data, ~of_boots))) != weights(clean)  # what is seen does leave one


def test_labels_among_held_out_classes_leave_no_trace_either() -> None:
    data = captions()
    named = replace(data.images, class_names=("shirt", "boot", "bag", "coat"))
    kept = np.arange(data.images.n_images) % 2 == 0
    swapped = replace(named, targets=np.where((named.targets == 1) & kept, 3, named.targets))
    learner = WordSpace(n_epochs=2, held_out="boot,coat")
    found = [learner.fit(replace(data, images=images)) for images in (named, swapped)]
    assert weights(found[0]) == weights(found[1])


def test_the_amount_by_which_seen_scores_are_lowered_asks_no_unseen_picture() -> None:
    data = captions()
    lowering = [HELD.fit(each).arrays["zero_shot"][5] for each in (data, spoiled(data, data.images.targets == 1))]
    assert lowering[0] == lowering[1]


def test_unseen_classes_are_told_by_examples_beside_their_names() -> None:
    data = captions()
    codes = np.eye(len(data.images.class_names), dtype=np.float32)[data.images.targets]
    assert shots_among(data, codes, np.array([0, 2]), 0) == (1.0,) * len(SHOTS)
    blind = np.ones_like(codes)  # all alike: the first of the classes is told
    rows = data.images.tested(2_000)
    among = data.images.targets[rows][np.isin(data.images.targets[rows], [0, 2])]
    np.testing.assert_allclose(shots_among(data, blind, np.array([0, 2]), 0), (among == 0).mean())
    assert shots_among(data, codes, np.array([0, 99]), 0) == ()
    fit = WordSpace(n_epochs=1, held_out="boot").fit(data)
    np.testing.assert_array_equal(fit.arrays["unseen_shots"], 1.0)  # one class alone


def test_pictures_are_mapped_to_the_names_that_are_given() -> None:
    data = captions()
    words = Embedding(np.vstack([np.eye(3), [[1, 1, 0]]]), ["Shirt", "boots", "bag", "thing"])
    learner = WordSpace(n_epochs=60, names="boot: boots")
    fit = learner.fit(GivenVectors(data, words))
    assert fit.embeddings["name"].metadata["names"].tolist() == ["shirt", "boots", "bag"]
    codes, names = fit.embeddings["picture"].vectors, fit.embeddings["name"].vectors
    right = (codes @ names.T).argmax(axis=1) == data.images.targets
    assert right[data.images.n_train :].mean() > 0.9
    np.testing.assert_allclose(learner.encode_texts(fit, [("boot",)])[0], names[1])


def test_every_text_of_the_map_is_there_once() -> None:
    data = captions()
    for learner in (WordSpace(n_epochs=1), ContrastiveTowers(n_epochs=1, n_components=4, unseen=0)):
        together = learner.fit(data).embeddings["together"]
        texts = np.array(together.labels)[together.metadata["kind"] == "text"].tolist()
        assert len(set(texts)) == len(texts) and "bag" in " ".join(texts)  # so that runs can be compared


def test_classes_without_a_name_among_the_words_are_refused() -> None:
    words = Embedding(np.eye(2), ["shirt", "bag"])
    with pytest.raises(InputError) as error:
        WordSpace(n_epochs=1).fit(GivenVectors(captions(), words))
    assert error.value.code == "E-CAP-09" and "boot" in str(error.value)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_out": "hat"}, "E-CAP-11"),
        ({"held_out": "boot,bag"}, "E-CAP-12"),
        ({"names": "boot = boots"}, "E-CAP-08"),
        ({"names": "hat: cap"}, "E-CAP-08"),
    ],
)
def test_what_cannot_serve_is_told_before_the_training(changes: dict[str, str], code: str) -> None:
    learner = WordSpace(**changes)
    assert [advice.severity for advice in learner.advice(captions())] == ["error"]
    with pytest.raises(InputError) as error:
        learner.fit(captions())
    assert error.value.code == code


def test_towers_find_the_captions_of_pictures_they_never_saw() -> None:
    data = captions()
    learner = ContrastiveTowers(n_epochs=80, n_components=16, unseen=0, batch_size=32)
    fit = learner.fit(data)
    assert fit.arrays["recall"][0, 0] > 0.8 and fit.arrays["recall"][2, 0] == pytest.approx(1 / 9, abs=0.02)
    saved = Fit.unpack(*fit.pack())
    again = learner.encode_pictures(saved, data.images.shape, data.images.pixels())
    np.testing.assert_allclose(again, fit.embeddings["picture"].vectors, atol=1e-5)  # numpy beside torch
    texts = learner.encode_texts(saved, [("bright", "bag"), ("unheard",)])
    np.testing.assert_allclose(np.linalg.norm(texts, axis=1), [1, 0], atol=1e-6)


def test_combinations_that_are_held_out_leave_no_trace_in_the_towers() -> None:
    data = captions()
    learner = ContrastiveTowers(n_epochs=2, n_components=4, unseen=2)
    held = learner.held_out(data)
    assert len({query.told["class"] for query in held}) == 2
    rows = np.any([data.with_values(query.told) for query in held], axis=0)
    assert rows.any()
    assert weights(learner.fit(spoiled(data, rows))) == weights(learner.fit(data))
    assert weights(learner.fit(spoiled(data, ~rows))) != weights(learner.fit(data))


def test_too_few_captions_are_refused() -> None:
    data = captions()
    few = replace(data, captions=data.captions[:5], pictures=data.pictures[:5], attributes={})
    with pytest.raises(InputError) as error:
        ContrastiveTowers(n_epochs=1).fit(few)
    assert error.value.code == "E-CAP-03"


def test_the_loss_of_a_pair_is_written_out() -> None:
    data = captions()
    learner = ContrastiveTowers(n_epochs=2, n_components=4, unseen=0)
    (piece,) = learner.explain(learner.fit(data), data, {"picture": 70})
    row = np.array(piece.table["p₁ⱼ"])
    assert row.sum() == pytest.approx(1) and len(row) == 6
    assert piece.rows[0] == data.captions[70] and f"{row[0]:.4f}" in piece.formulas[0]
