"""What is drawn while a network learns, by Streamlit's own test client."""

import json

from streamlit.testing.v1 import AppTest


def drawn(trace: list[dict[str, float]]) -> AppTest:
    """The page of a training whose job has told so much."""

    def script(text: str) -> None:
        import json

        from pages.images.watched import live
        from pages.parts.explore.state import PageState

        live(PageState("images"), {"unit": "images", "metrics": {}, "trace": json.loads(text)})

    app = AppTest.from_function(script, args=(json.dumps(trace),), default_timeout=30).run()
    assert not app.exception
    return app


def test_accuracies_are_drawn_by_epoch_once_there_are_two() -> None:
    before = {"done": 10, "loss": 2.0}
    first = {"done": 20, "loss": 1.5, "epoch": 1, "test_accuracy": 0.5, "train_accuracy_after": 0.6}
    again = first | {"done": 30, "loss": 1.2}
    second = {"done": 40, "loss": 1.0, "epoch": 2, "test_accuracy": 0.7, "train_accuracy_after": 0.9}
    assert len(drawn([before, first, again]).get("plotly_chart")) == 1
    charts = drawn([before, first, again, second]).get("plotly_chart")
    assert len(charts) == 2
    test, training = json.loads(charts[1].proto.spec)["data"]
    assert test["x"] == training["x"] == [1, 2]
    assert test["y"] == [0.5, 0.7] and training["y"] == [0.6, 0.9]


def test_a_training_without_classes_draws_its_loss_alone() -> None:
    trace = [{"done": 10 * at, "loss": 1.0 / at, "epoch": at, "test_mse": 0.1} for at in range(1, 4)]
    assert len(drawn(trace).get("plotly_chart")) == 1
