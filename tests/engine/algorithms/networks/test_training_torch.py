"""The one torch loop: schedule, batches, early stopping, best weights."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.errors import Cancelled, InputError
from engine.report import Silent

torch = pytest.importorskip("torch")

from engine.algorithms.networks import training_torch  # noqa: E402
from engine.algorithms.networks.training import Schedule  # noqa: E402
from engine.algorithms.networks.training_torch import one_cycle, seeded, train  # noqa: E402


class Line:
    """Fits y = w x; the validation loss is whatever the test says."""

    def __init__(self, validation: list[float] | None = None, n_train: int = 64) -> None:
        self.n_train = n_train
        self.model = torch.nn.Linear(1, 1)
        self.x = torch.linspace(-1, 1, n_train)[:, None]
        self.validation = validation
        self.weights: list[float] = []

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        return {"loss": (self.model(self.x[rows]) - 3 * self.x[rows] - 1).square().mean()}

    def validation_loss(self) -> float | None:
        self.weights.append(self.model.weight.item())
        return self.validation[len(self.weights) - 1] if self.validation else None

    def measures(self) -> Mapping[str, float]:
        return {"weight": self.model.weight.item()}

    def picture(self) -> Mapping[str, Any]:
        return {}


def test_a_line_is_found() -> None:
    with seeded(0):
        task = Line()
        trained = train(task, Schedule(60, 16, 0.2), Silent())
    assert float(task.model.weight) == pytest.approx(3, abs=0.02)
    assert float(task.model.bias) == pytest.approx(1, abs=0.02)
    assert trained.history["step"] == [64 * epoch for epoch in range(1, 61)]
    assert trained.history["loss"][-1] < 1e-3 < trained.history["loss"][0]


def test_the_best_weights_are_kept_and_patience_ends_the_training() -> None:
    with seeded(0):
        task = Line([5, 4, 1, 3, 2, 3, 9, 9, 9])
        trained = train(task, Schedule(9, 16, 0.1, patience=3), Silent())
    assert trained.best_epoch == 3
    assert len(trained.history["loss"]) == 6
    assert trained.history["validation_loss"] == [5, 4, 1, 3, 2, 3]
    assert float(task.model.weight) == task.weights[2] != task.weights[5]


def test_without_validation_the_last_weights_are_kept() -> None:
    with seeded(0):
        task = Line()
        trained = train(task, Schedule(4, 16, 0.1), Silent())
    assert trained.best_epoch == 4
    assert float(task.model.weight) == task.weights[-1]


def test_one_cycle_rises_then_falls() -> None:
    shares = [at / 1000 for at in range(1001)]
    rates = [one_cycle(share) for share in shares]
    top = rates.index(max(rates))
    assert rates[top] == 1 and shares[top] == 0.25
    assert rates[: top + 1] == sorted(set(rates[: top + 1]))
    assert rates[:top:-1] == sorted(set(rates[top + 1 :]))
    assert rates[0] == pytest.approx(0.04) and rates[-1] == pytest.approx(0.002)


def test_the_warm_up_can_be_shorter() -> None:
    rates = [one_cycle(at / 1000, 0.1) for at in range(1001)]
    assert rates.index(max(rates)) == 100 and max(rates) == 1
    assert rates[550] == pytest.approx(0.002 + 0.998 / 2)  # half way down
    found = []
    for warm_up in (0.25, 0.1):
        with seeded(0):
            task = Line()
            train(task, Schedule(2, 16, 0.1, warm_up=warm_up), Silent())
        found.append(float(task.model.weight))
    assert found[0] != found[1]


def test_batches_grow_by_thirds_and_never_leave_less_than_four_steps() -> None:
    growing = Schedule(9, 100, 0.1, growing=True)
    assert [growing.batch(epoch, 10_000) for epoch in range(1, 10)] == [100] * 3 + [200] * 3 + [400] * 3
    assert growing.batch(9, 1_000) == 250
    assert Schedule(9, 100, 0.1).batch(9, 10_000) == 100


def test_a_loss_that_is_no_number_names_step_and_rate() -> None:
    class Broken(Line):
        def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
            return {"loss": self.model.weight.sum() * float("nan")}

    with pytest.raises(InputError, match=r"step 16: a learning rate of 0.1"):
        train(Broken(), Schedule(2, 16, 0.1), Silent())


def test_seeds_reproduce_and_leave_the_outside_alone() -> None:
    outside = torch.random.get_rng_state()
    found = []
    for seed in (0, 0, 1):
        with seeded(seed):
            task = Line()
            train(task, Schedule(2, 16, 0.1), Silent())
        found.append(float(task.model.weight))
    assert found[0] == found[1] != found[2]
    assert torch.equal(torch.random.get_rng_state(), outside)


def test_cancelled_within_an_epoch() -> None:
    class Cancelling(Silent):
        calls = 0

        def cancelled(self) -> bool:
            self.calls += 1
            return self.calls > 3

    listener = Cancelling()
    with pytest.raises(Cancelled):
        train(Line(), Schedule(5, 16, 0.1), listener)
    assert listener.calls == 4


def test_what_was_measured_after_each_epoch_is_told_live(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []

    class Listener(Silent):
        def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
            told.append(metrics)

    monkeypatch.setattr(training_torch, "REPORT_SECONDS", 0)
    with seeded(0):
        trained = train(Line(), Schedule(4, 16, 0.1), Listener())
    after = {metrics["epoch"]: metrics["weight"] for metrics in told if "epoch" in metrics}
    assert after == dict(enumerate(trained.history["weight"], start=1))
    assert "weight" not in told[0] and "epoch" not in trained.history
