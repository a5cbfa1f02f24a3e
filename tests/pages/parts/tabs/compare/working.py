"""Does the jobs of a page in the test's own process, as a worker would."""

from streamlit.testing.v1 import AppTest

from engine.errors import InputError
from engine.runs import inputs, jobs, queue, store
from engine.runs.progress import JobReport


def work(most: int = 100) -> list[str]:
    """Do what was asked for, at most so many; the names of the learners, in the order of the jobs."""
    done = []
    for status in jobs.active("")[:most]:
        recipe = jobs.recipe_of(status.run_id)
        assert recipe is not None
        report = JobReport(status.run_id, lambda: False)
        if recipe.learner is None:  # data that the page's picker asks for
            inputs.prepared(recipe.dataset, status.run_id, "", report)  # type: ignore[arg-type]
            queue.finish(status.run_id, "done", 0.5)
            continue
        try:
            dataset, dataset_id = inputs.data_of(recipe, "", report)
            store.save(recipe, recipe.learner.fit(dataset), 0.5, dataset_id=dataset_id)
            queue.finish(status.run_id, "done", 0.5)
        except InputError as error:
            queue.finish(status.run_id, "failed", 0.5, str(error))
        done.append(recipe.learner.name)
    return done


def press(app: AppTest, label: str) -> AppTest:
    """Click the one button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    """Of all buttons."""
    return [button.label for button in app.button]


def until_done(app: AppTest) -> AppTest:
    """Work and look again until nothing is asked for any more."""
    while jobs.active(""):
        work()
        app.run()
    return app
