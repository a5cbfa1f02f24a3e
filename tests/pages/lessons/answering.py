"""Lessons in Streamlit's own test client, answered as a student does."""

from streamlit.testing.v1 import AppTest


def reveals(app: AppTest) -> list[str]:
    """Keys of the questions that wait for an answer, without what the button adds."""
    return [button.key.removesuffix(".reveal") for button in app.button if str(button.key).endswith(".reveal")]


def answer(app: AppTest, question: str, value: str | float) -> None:
    """Predict, and press Reveal. question: "2.emptied"."""
    if isinstance(value, str):
        app.radio(key=f"lessons.{question}.choice").set_value(value).run()
    else:
        app.number_input(key=f"lessons.{question}.number").set_value(value).run()
    app.button(key=f"lessons.{question}.reveal").click().run()


def answer_all(app: AppTest) -> list[str]:
    """Answer every question of a lesson with what comes first, and return their names in order."""
    asked = []
    while waiting := reveals(app):
        name = waiting[0].removeprefix("lessons.")
        choices = [box for box in app.radio if box.key == f"lessons.{name}.choice"]
        answer(app, name, choices[0].options[0].replace("\\", "") if choices else 1.0)
        asked.append(name)
        assert not app.exception
    return asked
