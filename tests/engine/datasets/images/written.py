"""Images written in the layouts of files, and read back, for the tests beside."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import UploadedImages
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent


def npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def npz(**arrays: Any) -> bytes:
    return zipped({f"{name}.npy": npy(array) for name, array in arrays.items()})


def idx(array: Any) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def picture(seed: int = 0, kind: str = "PNG", side: int = 8) -> bytes:
    """A gray picture of noise."""
    return saved(np.random.default_rng(seed).integers(0, 256, (side, side), dtype=np.uint8), kind)


def saved(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind)
    return stream.getvalue()


def table(rows: Any, headings: Sequence[Any] = (), delimiter: str = ",") -> bytes:
    lines = [delimiter.join(map(str, row)) for row in ([headings, *rows] if headings else rows)]
    return "\n".join([*lines, ""]).encode()


def load(data: bytes, labels: bytes = b"", name: str = "images.dat", **options: Any) -> ImageSet:
    given = {"labels_sha256": uploads.keep(labels, "labels.dat").sha256} if labels else {}
    return UploadedImages(sha256=uploads.keep(data, name).sha256, **given, **options).load(Silent())


def refusal(data: bytes, labels: bytes = b"", **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        load(data, labels, **options)
    return f"{caught.value.code}: {caught.value}"


def classes(found: ImageSet) -> dict[bytes, str]:
    """The name of the class of each picture, by its pixels."""
    return {image.tobytes(): found.class_of(row) for row, image in enumerate(found.raw)}


def told(found: ImageSet) -> str:
    return " ".join(found.notes)
