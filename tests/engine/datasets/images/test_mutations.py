"""Files that are valid but for some bytes: they are read, or refused in our own words, and nothing else."""

import numpy as np
import pytest

from engine.datasets.images.sources import UploadedImages
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent
from tests.engine.datasets.images.written import idx, npy, npz, picture, saved, table, zipped

GENERATOR = np.random.default_rng(0)
STACK = GENERATOR.integers(0, 256, (12, 5, 5), dtype=np.uint8)
LABELS = np.arange(12) % 2
FILES = {
    "npy": npy(STACK),
    "npz": npz(x=STACK, y=LABELS),
    "IDX": idx(STACK),
    "table": table([[label, *row] for label, row in zip(LABELS, STACK.reshape(12, -1).tolist(), strict=True)]),
    "FER": table([[label, " ".join(map(str, row))] for label, row in zip(LABELS, STACK.reshape(12, -1), strict=True)]),
    "ZIP": zipped({f"{at % 2}/{at}.png": picture(at) for at in range(12)} | {"labels.csv": b"id,label\n1,a\n2,b\n"}),
    "TIFF": zipped({f"{at % 2}/{at}.tif": saved(STACK[at], "TIFF") for at in range(12)}),
    "PGM": zipped({f"{at % 2}/{at}.pgm": saved(STACK[at], "PPM") for at in range(12)}),
    "PNG": picture(),
}
TRIALS = 60


def mutated(data: bytes, generator: np.random.Generator) -> bytes:
    """Some bytes changed, cut out, doubled, or the end cut off."""
    changed = bytearray(data)
    for _ in range(generator.integers(1, 5)):
        at = int(generator.integers(len(changed)))
        match generator.integers(4):
            case 0:
                changed[at] = generator.integers(256)
            case 1:
                del changed[at : at + int(generator.integers(1, 20))]
            case 2:
                changed[at:at] = changed[at : at + int(generator.integers(1, 20))]
            case _:
                changed[at] ^= 1 << int(generator.integers(8))
        if not changed:
            changed = bytearray(b"x")
    return bytes(changed[: int(generator.integers(1, len(changed) + 1))] if generator.random() < 0.1 else changed)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", FILES)
def test_only_the_input_error(kind: str) -> None:
    generator = np.random.default_rng(sum(map(ord, kind)))
    for trial in range(TRIALS):
        data = mutated(FILES[kind], generator)
        as_labels = trial % 5 == 0 and kind != "ZIP"
        files = [npy(STACK), data] if as_labels else [data]
        try:
            kept = [uploads.keep(file, "file").sha256 for file in files]
            found = UploadedImages(
                sha256=kept[0], labels_sha256=kept[1] if as_labels else ""
            )  # fmt: skip
            found.load(Silent())
        except InputError as error:
            assert "Traceback" not in str(error) and "numpy" not in str(error)
