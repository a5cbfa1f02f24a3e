"""The networks of occurrences: nobody sees what is to be told, and what numpy reads is what torch has trained."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from engine.algorithms.contextual.bilstm_torch import BiLSTM  # noqa: E402
from engine.algorithms.contextual.readers import BiLSTMReader, TransformerReader  # noqa: E402
from engine.algorithms.contextual.training_torch import of_like_length  # noqa: E402
from engine.algorithms.networks.training_torch import seeded  # noqa: E402
from engine.algorithms.networks.transformer import TransformerSizes  # noqa: E402
from engine.algorithms.networks.transformer_torch import Transformer  # noqa: E402

N_WORDS, WIDTH, LAYERS = 9, 8, 2


def loud(model: "torch.nn.Module") -> "torch.nn.Module":
    """Weights so large that every path shows."""
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.5)
    return model.eval()


@pytest.fixture(scope="module")
def bilstm() -> BiLSTM:
    with seeded(0):
        return loud(BiLSTM(N_WORDS + 1, WIDTH, LAYERS, 0.0))


@pytest.fixture(scope="module")
def transformer() -> Transformer:
    with seeded(0):
        return loud(Transformer(TransformerSizes(N_WORDS + 2, 9, WIDTH, LAYERS, 2)))


def text() -> tuple[np.ndarray, np.ndarray]:
    """Three rows of 7, 5 and 3 tokens, edges included, filled up with edges."""
    rng = np.random.default_rng(3)
    lengths = np.array([7, 5, 3])
    rows = rng.integers(0, N_WORDS, (3, 7))
    columns = np.arange(7)
    rows[:, 0] = N_WORDS
    rows[columns >= lengths[:, None] - 1] = N_WORDS
    return rows, columns < lengths[:, None]


def weights_of(model: "torch.nn.Module") -> tuple[np.ndarray, dict[str, np.ndarray]]:
    found = {name: value.numpy() for name, value in model.state_dict().items()}
    return found["tokens.weight"], found


def predictions(model: BiLSTM, rows: np.ndarray, real: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with torch.no_grad():
        before, behind = model.before_and_behind(torch.from_numpy(rows), torch.from_numpy(real.sum(axis=1)))
        return model.logits(before).numpy(), model.logits(behind).numpy()


@pytest.mark.parametrize("place", range(1, 6))
def test_neither_direction_sees_the_word_that_it_is_to_tell(bilstm: BiLSTM, place: int) -> None:
    rows, real = text()
    other = rows.copy()
    other[0, place] = (other[0, place] + 1) % N_WORDS
    first, second = predictions(bilstm, rows, real), predictions(bilstm, other, real)
    changed = [(abs(a - b).max(axis=2)[0] > 0).tolist() for a, b in zip(first, second, strict=True)]
    told = np.arange(1, 7), np.arange(6)
    assert changed == [(told[0] > place).tolist(), (told[1] < place).tolist()]  # told is what lies beyond it alone


def test_what_fills_a_row_up_changes_nothing(bilstm: BiLSTM) -> None:
    rows, real = text()
    whole = predictions(bilstm, rows, real)
    alone = predictions(bilstm, rows[1:2, :5], real[1:2, :5])
    for padded, bare in zip(whole, alone, strict=True):
        np.testing.assert_allclose(padded[1, :4], bare[0], atol=1e-6)


def test_numpy_reads_the_lstms_as_torch_does(bilstm: BiLSTM) -> None:
    rows, real = text()
    words, weights = weights_of(bilstm)
    reader = BiLSTMReader(words, weights)
    assert reader.n_layers == LAYERS
    with torch.no_grad():
        sides = bilstm.sides(torch.from_numpy(rows), torch.from_numpy(real.sum(axis=1)))
    inside = real[:, 1:-1] & real[:, 2:]
    for layer, state in enumerate(reader.states(rows, real)[1:]):
        before, behind = (side[layer].numpy() for side in sides)
        both = np.concatenate([before[:, :-2], behind[:, 2:]], axis=2)
        np.testing.assert_allclose(state[:, 1:-1][inside], both[inside], atol=1e-5)
    logits = predictions(bilstm, rows, real)
    for name, expected, place in zip(("next", "previous"), logits, (0, 1), strict=True):
        chances = reader.chances(rows, real, 1)[name]
        of_words = torch.from_numpy(expected[:, place, :N_WORDS])
        np.testing.assert_allclose(chances, torch.softmax(of_words, 1), atol=1e-5)


def test_the_state_at_a_word_knows_all_of_its_sentence_but_the_word(bilstm: BiLSTM) -> None:
    rows, real = text()
    reader = BiLSTMReader(*weights_of(bilstm))
    before = reader.states(rows, real)
    for place in range(1, 6):
        other = rows.copy()
        other[0, place] = (other[0, place] + 1) % N_WORDS
        for first, second in zip(before[1:], reader.states(other, real)[1:], strict=True):
            changed = abs(first - second).max(axis=2)[0, 1:-1] > 0
            assert changed.tolist() == [at != place for at in range(1, 6)]


def test_numpy_reads_the_transformer_as_torch_does(transformer: Transformer) -> None:
    rows, real = text()
    words, weights = weights_of(transformer)
    reader = TransformerReader(words, weights, 2)
    assert reader.n_layers == LAYERS
    given = torch.from_numpy(rows), torch.from_numpy(real)
    with torch.no_grad():
        states, attention = transformer.states(*given).numpy(), transformer.attention(*given).numpy()
        hidden = rows.copy()
        hidden[:, 1] = N_WORDS + 1
        logits = transformer(torch.from_numpy(hidden), given[1])[:, 1, :N_WORDS]
    for ours, theirs in zip(reader.states(rows, real), states, strict=True):
        np.testing.assert_allclose(ours[real], theirs[real], atol=1e-4)
    for ours, theirs in zip(reader.attention(rows, real), attention, strict=True):
        np.testing.assert_allclose(ours.transpose(0, 2, 1, 3)[real], theirs.transpose(0, 2, 1, 3)[real], atol=1e-5)
    np.testing.assert_allclose(reader.chances(rows, real, 1)["masked"], torch.softmax(logits, 1), atol=1e-5)


def test_a_masked_word_is_not_seen(transformer: Transformer) -> None:
    rows, real = text()
    reader = TransformerReader(*weights_of(transformer), 2)
    other = rows.copy()
    other[:, 1] = (other[:, 1] + 1) % N_WORDS
    np.testing.assert_array_equal(reader.chances(rows, real, 1)["masked"], reader.chances(other, real, 1)["masked"])
    assert abs(reader.states(rows, real)[-1] - reader.states(other, real)[-1])[:, 1].max() > 0.01


def test_sentences_of_like_length_go_together_and_each_comes_once() -> None:
    lengths = np.random.default_rng(0).integers(1, 30, 1_000)
    with seeded(0):
        first, second = of_like_length(lengths, 32), of_like_length(lengths, 32)
    for batches in (first, second):
        assert torch.cat(batches).sort().values.tolist() == list(range(1_000))
        assert max(np.ptp(lengths[rows.numpy()]) for rows in batches) <= 2
    shortest = [lengths[rows.numpy()].min() for rows in first]
    assert shortest != sorted(shortest) and first[0].tolist() != second[0].tolist()
