"""The contract of datasets that are made of others."""

from collections.abc import Mapping
from typing import Any

from engine.datasets.base import Dataset, Source
from engine.fields import specs
from engine.report import Report, Silent


class JointSource(Source):
    """A dataset made of others: its nested fields are the sources of its parts, its other fields say how to join them.

    A job reads each part as a run of its own, so that a part that was read before, for itself or for another joint
    dataset, is not read again; then it calls `join`. `load` does without runs, for notebooks and tests.
    """

    def parts(self) -> dict[str, Source]:
        """Field -> source, in order of definition."""
        return {name: getattr(self, name) for name, spec in specs(self).items() if spec.kind == "nested"}

    def join(self, parts: Mapping[str, Any], report: Report) -> Dataset:
        """Make the dataset of its parts, given by field. Raises InputError with a sentence for the user."""
        raise NotImplementedError

    def load(self, report: Report = Silent()) -> Dataset:
        """Read all parts, and join them."""
        return self.join({name: part.load(report) for name, part in self.parts().items()}, report)
