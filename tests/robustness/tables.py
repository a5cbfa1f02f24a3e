"""All tables, in the order in which they are tried and published."""

from tests.robustness.faults import FAULTS
from tests.robustness.inputs.any_upload import ANY_UPLOAD
from tests.robustness.inputs.graphs import GRAPHS
from tests.robustness.inputs.images import IMAGES
from tests.robustness.inputs.network import NETWORK
from tests.robustness.inputs.ratings import RATINGS
from tests.robustness.inputs.reader_cases import READER_CASES
from tests.robustness.inputs.settings import SETTINGS
from tests.robustness.inputs.texts import TEXTS
from tests.robustness.inputs.vectors import VECTORS
from tests.robustness.loads.rows import LOADS
from tests.robustness.row import Table

INPUTS = (
    *(ANY_UPLOAD + TEXTS + RATINGS + GRAPHS + IMAGES + VECTORS),
    *(SETTINGS + NETWORK),
)
TABLES = (
    Table(
        "Loads",
        "One server with its own home; visitors are sessions that speak its protocol, in one process beside it.",
        LOADS,
    ),
    Table(
        "Bad input",
        "Each is read with a note, or refused in one sentence with a stable code; no traceback, no run, little memory.",
        INPUTS,
        limits=True,
    ),
    Table(
        "Layouts that people have",
        "Files of layouts that were once read wrongly, each with what an independent count expects. They are read "
        "where EMBEDDING_DATA names the folder that holds them.",
        READER_CASES,
        limits=True,
    ),
    Table(
        "Faults",
        "What breaks while the app runs: processes, disks, clocks, files, connections.",
        FAULTS,
    ),
)
