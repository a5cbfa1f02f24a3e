"""The same vectors in every format that is read, as the programs of each write them."""

import io
import json
import zipfile

import numpy as np

VALUES = np.random.default_rng(7).normal(size=(12, 5)).astype(np.float32)
LABELS = tuple(f"{word}{number}" for number, word in enumerate(["king", "queen", "sea", "road"] * 3))
DIGITS = "%.9g"


def lines(separator: str = " ", end: str = "\n", values: np.ndarray = VALUES, labels: tuple[str, ...] = LABELS) -> str:
    """A label and its numbers a line."""
    return "".join(
        separator.join([label, *(DIGITS % number for number in row)]) + end
        for label, row in zip(labels, values.tolist(), strict=True)
    )


def numbers(separator: str = "\t", values: np.ndarray = VALUES) -> str:
    """The numbers alone."""
    return "".join(separator.join(DIGITS % number for number in row) + "\n" for row in values.tolist())


def header(values: np.ndarray = VALUES) -> str:
    """The first line of word2vec's text."""
    return f"{len(values)} {values.shape[1]}\n"


def binary(end: bytes = b"\n", values: np.ndarray = VALUES, labels: tuple[str, ...] = LABELS) -> bytes:
    """word2vec's binary format; gensim writes no line ends."""
    rows = (label.encode() + b" " + row.tobytes() + end for label, row in zip(labels, values, strict=True))
    return header(values).encode() + b"".join(rows)


def npy(values: np.ndarray = VALUES) -> bytes:
    """NumPy's format of one array."""
    stream = io.BytesIO()
    np.save(stream, values)
    return stream.getvalue()


def npz(**arrays: np.ndarray) -> bytes:
    """NumPy's format of several."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def tensors(**arrays: np.ndarray) -> bytes:
    """safetensors, written by its own library."""
    from safetensors.numpy import save

    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def tensor_header(document: object, data: bytes) -> bytes:
    """safetensors with a header of one's own."""
    head = json.dumps(document).encode()
    return len(head).to_bytes(8, "little") + head + data


def parquet(**columns: object) -> bytes:
    """A Parquet file of these columns."""
    import pyarrow
    from pyarrow import parquet as files

    stream = io.BytesIO()
    files.write_table(pyarrow.table(columns), stream)
    return stream.getvalue()


def zipped(**files: bytes) -> bytes:
    """An archive of these files; __ in a name is a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()
