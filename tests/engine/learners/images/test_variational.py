"""Variational autoencoders: the KL term against sampling, the ELBO as a bound, the prior as a place to sample from."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.insight.images.coding import kl_to_standard_normal
from engine.learners.images.contract import examples
from engine.learners.images.variational import VariationalAutoencoder
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = VariationalAutoencoder(hidden="128", n_components=4, n_epochs=30, batch_size=64)


def log_normal(x: np.ndarray, mean: np.ndarray, log_variance: np.ndarray) -> np.ndarray:
    return -0.5 * (np.log(2 * np.pi) + log_variance + np.square(x - mean) / np.exp(log_variance))


def test_kl_in_closed_form_is_the_mean_of_sampled_log_ratios() -> None:
    generator = np.random.default_rng(0)
    mean, log_variance = np.array([0.0, 1.5, -0.3]), np.array([0.0, -2.0, 0.8])
    draws = mean + np.exp(log_variance / 2) * generator.standard_normal((400_000, 3))
    sampled = (log_normal(draws, mean, log_variance) - log_normal(draws, np.zeros(3), np.zeros(3))).mean(axis=0)
    found = kl_to_standard_normal(mean, log_variance)
    assert found[0] == 0
    np.testing.assert_allclose(found, sampled, atol=0.01)


def test_training_measures_the_closed_form() -> None:
    import torch

    from engine.algorithms.networks.training import VariationalSettings
    from engine.algorithms.networks.training_torch import seeded
    from engine.algorithms.networks.variational_torch import VariationalTask

    with seeded(0):
        settings = VariationalSettings(LEARNER.schedule, LEARNER.n_components)
        task = VariationalTask(LEARNER.network(DIGITS.shape), examples(DIGITS), settings)
        test = task.pixels.test
        reconstruction, kl = task.terms(test, task.draw)
        mean, log_variance = (part.detach().numpy() for part in task.posterior(test))
        codes = torch.from_numpy(mean + np.exp(log_variance / 2) * task.draw.numpy())
        said = torch.sigmoid(task.model.decode(codes)).detach().numpy().astype(np.float64)
    assert kl.item() == pytest.approx(kl_to_standard_normal(mean, log_variance).sum() / len(mean), rel=1e-4)
    x = test.numpy()
    entropy = -(x * np.log(said) + (1 - x) * np.log(1 - said)).sum() / len(x)
    assert reconstruction.item() == pytest.approx(entropy, rel=1e-4)


def test_the_elbo_is_a_lower_bound_that_sampling_tightens() -> None:
    fit = LEARNER.fit(DIGITS)
    pixels = DIGITS.pixels(DIGITS.test_rows)[:60].astype(np.float64)
    mean, log_variance = LEARNER.posterior(fit, DIGITS.shape, pixels)
    generator = np.random.default_rng(0)
    ratios = []
    for _ in range(200):
        codes = mean + np.exp(log_variance / 2) * generator.standard_normal(mean.shape)
        said = np.clip(LEARNER.decode(fit, DIGITS.shape, codes), 1e-9, 1 - 1e-9)
        likelihood = (pixels * np.log(said) + (1 - pixels) * np.log(1 - said)).sum(axis=1)
        prior = log_normal(codes, np.zeros(4), np.zeros(4)).sum(axis=1)
        ratios.append(likelihood + prior - log_normal(codes, mean, log_variance).sum(axis=1))
    elbo = np.mean(ratios)
    by_importance = np.mean(np.logaddexp.reduce(ratios, axis=0) - np.log(len(ratios)))
    assert elbo < by_importance < elbo + 5
    assert fit.summary["test_negative_elbo"] == pytest.approx(-elbo, rel=0.1)


def test_the_two_terms_add_up_and_beta_trades_them() -> None:
    plain, strict = LEARNER.replace(n_epochs=15).fit(DIGITS), LEARNER.replace(n_epochs=15, beta=6.0).fit(DIGITS)
    for fit in (plain, strict):
        total = fit.summary["test_reconstruction"] + fit.summary["test_kl"]
        assert fit.summary["test_negative_elbo"] == pytest.approx(total)
    assert strict.summary["test_kl"] < 0.6 * plain.summary["test_kl"]
    assert strict.summary["test_mse"] > plain.summary["test_mse"]


def test_codes_fill_the_prior() -> None:
    fit = LEARNER.fit(DIGITS)
    codes = fit.main.vectors
    spread = np.sqrt(codes.var(axis=0) + np.square(fit.arrays["code_spread"]))
    np.testing.assert_allclose(spread, 1, atol=0.25)
    np.testing.assert_allclose(codes.mean(axis=0), 0, atol=0.25)
    assert "loss" in fit.history and fit.history["test_negative_elbo"][-1] < 0.8 * fit.history["test_negative_elbo"][0]


def test_cross_entropy_and_its_slope_are_those_of_torch() -> None:
    import torch

    from engine.algorithms.networks.variational_torch import CrossEntropy

    chance = torch.Generator().manual_seed(0)
    said = 10 * torch.randn(7, 5, generator=chance, dtype=torch.float64)
    said[0, 0], said[1, 0] = 60, -60
    clean = torch.rand(7, 5, generator=chance, dtype=torch.float64)
    results = []
    for loss in (
        CrossEntropy.apply,
        lambda a, b: torch.nn.functional.binary_cross_entropy_with_logits(a, b, reduction="sum"),
    ):
        logits = said.clone().requires_grad_()
        value = loss(logits, clean) / 3
        value.backward()
        results.append((value.item(), logits.grad.numpy()))
    assert results[0][0] == pytest.approx(results[1][0], rel=1e-8)  # beyond 20 softplus is taken to be linear
    np.testing.assert_allclose(results[0][1], results[1][1], atol=1e-12)
