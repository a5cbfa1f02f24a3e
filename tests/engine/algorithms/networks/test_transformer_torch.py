"""The transformer: what may depend on what, and against attention written out."""

import numpy as np
import pytest

from engine.errors import InputError

torch = pytest.importorskip("torch")

from engine.algorithms.networks.training_torch import seeded  # noqa: E402
from engine.algorithms.networks.transformer import TransformerSizes  # noqa: E402
from engine.algorithms.networks.transformer_torch import Attention, Transformer  # noqa: E402

SIZES = TransformerSizes(n_tokens=11, n_positions=7, width=12, n_layers=2, n_heads=3)
CAUSAL = TransformerSizes(n_tokens=11, n_positions=7, width=12, n_layers=2, n_heads=3, causal=True)


def made(sizes: TransformerSizes, spread: float = 0.5) -> Transformer:
    """A network whose weights are large enough for every path to show."""
    with seeded(0):
        network = Transformer(sizes)
        for weights in network.parameters():
            torch.nn.init.normal_(weights, std=spread)
    return network.eval()


def sentences(n: int, length: int) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(1).integers(0, 11, (n, length)))


def changed(network: Transformer, at: int) -> list[bool]:
    """At which places the logits change when the token at one place does."""
    tokens = sentences(1, 7)
    other = tokens.clone()
    other[0, at] = (other[0, at] + 1) % 11
    with torch.no_grad():
        return ((network(tokens) - network(other)).abs().amax(dim=2)[0] > 0).tolist()


def test_a_later_token_changes_no_earlier_logits_if_causal() -> None:
    assert changed(made(CAUSAL), 4) == [False] * 4 + [True] * 3
    assert changed(made(SIZES), 4) == [True] * 7


@pytest.mark.parametrize("sizes", [SIZES, CAUSAL])
def test_attention_rows_sum_to_one_and_go_only_where_they_may(sizes: TransformerSizes) -> None:
    real = torch.ones(2, 7, dtype=torch.bool)
    real[1, 5:] = False
    with torch.no_grad():
        weights = made(sizes).attention(sentences(2, 7), real)
    assert weights.shape == (2, 2, 3, 7, 7)
    torch.testing.assert_close(weights.sum(dim=-1), torch.ones(2, 2, 3, 7))
    assert not weights[:, 1, :, :, 5:].any() and weights[:, 0, :, 6].all()
    assert bool(weights.triu(1).any()) is not sizes.causal


@pytest.mark.parametrize("sizes", [SIZES, CAUSAL])
def test_padding_changes_nothing(sizes: TransformerSizes) -> None:
    network, tokens = made(sizes), sentences(3, 5)
    padded = torch.cat([tokens, torch.full((3, 2), 9)], dim=1)
    real = torch.arange(7).expand(3, 7) < 5
    with torch.no_grad():
        torch.testing.assert_close(network(padded, real)[:, :5], network(tokens))
        torch.testing.assert_close(network.states(padded, real)[:, :, :5], network.states(tokens))
        wanted = network.attention(tokens)
        torch.testing.assert_close(network.attention(padded, real)[:, :, :, :5, :5], wanted)


@pytest.mark.parametrize("sizes", [SIZES, CAUSAL])
@pytest.mark.parametrize("padded", [False, True])
def test_attention_and_its_gradient_are_those_written_out(sizes: TransformerSizes, padded: bool) -> None:
    network = made(sizes)
    layer: Attention = network.blocks[0].attention  # type: ignore[assignment, union-attr]
    tokens, real = sentences(2, 7), torch.arange(7).expand(2, 7) < 4 if padded else None
    values = torch.randn(2, 7, 12, requires_grad=True)
    allowed = network._allowed(tokens, real)
    found = layer(values, allowed, causal=sizes.causal and allowed is None)
    wanted = []
    for sentence, length in zip(values, (4 if padded else 7,) * 2, strict=True):
        heads = []
        for head in range(3):
            part = slice(4 * head, 4 * head + 4)
            queries, keys, offers = (sentence @ weights[part].T for weights in layer.qkv)
            exponentials = torch.exp(queries @ keys.T / 2) * (torch.arange(7) < length)
            if sizes.causal:
                exponentials = exponentials * torch.tril(torch.ones(7, 7))
            heads.append(exponentials / exponentials.sum(dim=1, keepdim=True) @ offers)
        wanted.append(torch.cat(heads, dim=1) @ layer.out.weight.T)
    torch.testing.assert_close(found, torch.stack(wanted), atol=1e-5, rtol=1e-5)
    pull = torch.randn(2, 7, 12)
    to = (values, layer.qkv, layer.out.weight)
    grads = [torch.autograd.grad((made * pull).sum(), to) for made in (found, torch.stack(wanted))]
    for ours, theirs in zip(*grads, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)


def test_layer_zero_is_the_tokens_own_vector_and_the_last_is_what_the_head_reads() -> None:
    network, tokens = made(SIZES), torch.tensor([[3, 3, 5]])
    with torch.no_grad():
        states = network.states(tokens)
        assert states.shape == (3, 1, 3, 12)
        assert torch.equal(states[0, 0], network.tokens.weight[[3, 3, 5]])
        assert not torch.allclose(states[1, 0, 0], states[1, 0, 1])
        torch.testing.assert_close(network.head(network.norm(states[-1])), network(tokens))
        torch.testing.assert_close(network.last(tokens), network.norm(states[-1]))


def test_weights_fall_into_hidden_matrices_and_others() -> None:
    tied, separate = Transformer(SIZES), Transformer(TransformerSizes(11, 7, 12, 2, 3, tied=False))
    assert [tuple(weights.shape) for weights in tied.hidden_matrices()] == [
        (3, 12, 12), (12, 12), (48, 12), (12, 48),
    ] * 2  # fmt: skip
    for network, count in ((tied, 11 * 12), (separate, 2 * 11 * 12)):
        others = sum(weights.numel() for weights in network.other_parameters())
        assert others == count + 7 * 12 + 5 * 2 * 12 + 11
        parts = network.hidden_matrices() + network.other_parameters()
        assert sorted(map(id, parts)) == sorted(map(id, network.parameters()))
    assert tied.head.weight is tied.tokens.weight and separate.head.weight is not separate.tokens.weight


def test_products_are_counted_as_matrices_and_attention_are() -> None:
    matrices = sum(weights.numel() for weights in Transformer(SIZES).hidden_matrices())
    assert SIZES.n_products == matrices + 2 * 2 * 7 * 12 + 11 * 12


def test_the_first_loss_is_that_of_guessing() -> None:
    with seeded(0):
        network = Transformer(TransformerSizes(n_tokens=50, n_positions=16, causal=True))
        tokens = torch.randint(50, (8, 16))
    with torch.no_grad():
        loss = torch.nn.functional.cross_entropy(network(tokens).flatten(0, 1), torch.randint(50, (128,)))
    assert float(loss) == pytest.approx(np.log(50), abs=0.15)


def test_dropout_works_in_training_alone() -> None:
    with seeded(0):
        network = Transformer(TransformerSizes(11, 7, 12, 2, 3, dropout=0.5))
        tokens = sentences(2, 7)
        assert not torch.equal(network(tokens), network(tokens))
        network.eval()
        assert torch.equal(network(tokens), network(tokens))


def test_heads_must_share_the_width() -> None:
    with pytest.raises(InputError, match="A width of 10 cannot be shared by 4 heads"):
        TransformerSizes(5, 5, width=10, n_heads=4)
