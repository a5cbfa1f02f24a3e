"""How the cluster is, for the pages: a small file that whoever serves the queue writes."""

from dataclasses import asdict, dataclass

from engine import settings
from engine.runs import files


@dataclass(frozen=True)
class Told:
    """address: of the scheduler. connected: whether it answers. workers, places: those that take jobs, and how many at
    once. strangers: workers that are of another version, or started without the app.
    """

    address: str
    connected: bool
    workers: int
    places: int
    strangers: int

    @property
    def sentence(self) -> str:
        """For who waits: why no job begins; "" if that is not the cluster's fault."""
        if not self.connected:
            return "The cluster's scheduler does not answer; jobs wait and go on when it is back."
        if not self.places and self.strangers:
            return f"None of the cluster's {self.strangers} workers is of the server's version; jobs wait for one."
        if not self.places:
            return "No computer of the cluster is there; jobs wait for one."
        return ""


def tell(now: Told) -> None:
    """Write down how it is, if that is new."""
    path = settings.home() / "jobs" / "cluster.json"
    if files.read_json(path) != asdict(now):
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace_file(path, files.to_json(asdict(now)))


def latest() -> Told | None:
    """How it was last; None without a cluster."""
    if not settings.cluster():
        return None
    found = files.read_json(settings.home() / "jobs" / "cluster.json")
    if not isinstance(found, dict) or found.get("address") != settings.cluster():
        return Told(settings.cluster(), False, 0, 0, 0)
    return Told(**found)


def places() -> int:
    """How many jobs run at once on the workers; 0 without a cluster."""
    cluster = latest()
    return cluster.places if cluster else 0
