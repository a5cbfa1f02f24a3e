"""The course of a training that goes through its data several times: told, written down, stopped if it fails."""

from collections.abc import Iterable

from engine.report import Report, require_finite


def recorded(
    losses: Iterable[float], n_epochs: int, learning_rate: float, report: Report, unit: str = "epochs"
) -> dict[str, list[float]]:
    """The columns "step" and "loss" of a history; each epoch is trained as `losses` is gone through, and reported.

    Ends after the epoch in which the user asked to stop and keep what there is.
    Raises InputError at the first loss that is not finite.
    """
    history: dict[str, list[float]] = {"step": [], "loss": []}
    for step, loss in enumerate(losses, 1):
        require_finite(loss, step, learning_rate)
        history["step"].append(step)
        history["loss"].append(loss)
        report.progress(step, n_epochs, unit, loss=round(loss, 4))
        if report.stopping(step, n_epochs, unit):
            break
    return history
