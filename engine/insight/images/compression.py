"""Codes as compressed pictures: bytes and quality beside JPEG, and what the model itself costs."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.picture_quality import psnr, ssim
from engine.low_rank import Principal

QUALITIES = (1, 2, 3, 5, 8, 12, 18, 25, 35, 50, 65, 80, 90, 95)
"""Settings of JPEG, from the coarsest."""
BITS = tuple(range(1, 9))
"""Bits that a number of a code may be rounded to."""
RANKS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
N_COMPRESSED = 100
"""Test images that rates are measured on."""
FLOAT_BYTES = 4
_START_OF_SCAN = b"\xff\xda"
_END_BYTES = 2
_SOI_BYTES = 2


@dataclass(frozen=True, eq=False)
class Quantizer:
    """Each number of a code rounded to one of 2^bits equal steps between its bounds.

    low, high: (k,), the smallest and largest value of each number on the training images.
    """

    low: np.ndarray
    high: np.ndarray
    bits: int

    @classmethod
    def of(cls, codes: np.ndarray, bits: int) -> "Quantizer":
        """For codes (n, k) of the training images."""
        return cls(codes.min(axis=0), codes.max(axis=0), bits)

    def rounded(self, codes: np.ndarray) -> np.ndarray:
        """Codes (n, k) as they come back from storage: cut to the bounds, then at most half a step off."""
        steps = 2**self.bits - 1
        width = np.where(self.high > self.low, self.high - self.low, 1)
        levels = np.rint(np.clip((codes - self.low) / width, 0, 1) * steps)
        return (self.low + levels / steps * width).astype(np.float32)

    def n_bytes(self) -> float:
        """Bytes of one stored code; may be fractional, as codes are stored one behind the other."""
        return len(self.low) * self.bits / 8


@dataclass(frozen=True)
class Rate:
    """A compressed set of pictures: its bytes per picture, and mean squared error and SSIM against the originals.

    setting: quality, rank or bits, whatever was varied.
    """

    n_bytes: float
    mse: float
    ssim: float
    setting: int = 0


def rate_of(pictures: np.ndarray, found: np.ndarray, n_bytes: float, setting: int = 0) -> Rate:
    """The rate of decoded pictures (n, height, width, channels) in [0, 1]; values outside are cut off."""
    found = np.clip(found, 0, 1)
    return Rate(n_bytes, float(np.square(pictures - found).mean()), float(ssim(pictures, found).mean()), setting)


def rates_to(rates: Sequence[Rate]) -> np.ndarray:
    """Rates as numbers (n, 4), for storage."""
    return np.array([(rate.n_bytes, rate.mse, rate.ssim, rate.setting) for rate in rates])


def rates_from(table: np.ndarray) -> list[Rate]:
    """The rates that `rates_to` wrote down."""
    return [Rate(n_bytes, mse, likeness, int(setting)) for n_bytes, mse, likeness, setting in table.tolist()]


def rank_rates(axes: Principal, known: np.ndarray, pictures: np.ndarray, bits: int) -> list[Rate]:
    """The rate of each of RANKS there is, on pictures (n, height, width, channels).

    known: training images (m, n_pixels), by which the steps of the rounding are bounded.
    """
    most = min(RANKS[-1], len(axes.components))
    bounds, codes = axes.transform(known, most), axes.transform(pictures.reshape(len(pictures), -1), most)
    rates = []
    for k in [rank for rank in RANKS if rank <= most]:
        quantizer = Quantizer.of(bounds[:, :k], bits)
        found = axes.reconstruct(quantizer.rounded(codes[:, :k]))
        rates.append(rate_of(pictures, found.reshape(pictures.shape), quantizer.n_bytes(), k))
    return rates


def model_bytes(arrays: Mapping[str, np.ndarray]) -> int:
    """Bytes of encoder and decoder as float32."""
    return FLOAT_BYTES * sum(array.size for name, array in arrays.items() if name.startswith(("encoder.", "decoder.")))


def jpeg(picture: np.ndarray, quality: int) -> tuple[int, int, np.ndarray]:
    """A picture uint8 (height, width, 1 or 3) through Pillow's JPEG: bytes of the file, of the scan, what comes back.

    The scan is the coded picture alone, without headers and tables, which many small pictures could share.
    """
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(picture.squeeze(-1) if picture.shape[-1] == 1 else picture).save(stream, "JPEG", quality=quality)
    data = stream.getvalue()
    with Image.open(io.BytesIO(data)) as image:
        return len(data), scan_bytes(data), np.asarray(image, dtype=np.uint8).reshape(picture.shape)


def scan_bytes(data: bytes) -> int:
    """Bytes of the entropy-coded part of a baseline JPEG file: behind the header of the scan, before the end mark."""
    at = _SOI_BYTES
    while data[at : at + 2] != _START_OF_SCAN:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    header = int.from_bytes(data[at + 2 : at + 4], "big")
    return len(data) - (at + 2 + header) - _END_BYTES


def jpeg_rates(pictures: np.ndarray, qualities: Sequence[int] = QUALITIES) -> tuple[list[Rate], int]:
    """The rate of each quality on pictures uint8 (n, height, width, channels), by scan; and the bytes of the rest."""
    rates, rest = [], 0
    for quality in qualities:
        made = [jpeg(picture, quality) for picture in pictures]
        rest = made[0][0] - made[0][1]
        found = np.stack([picture for _, _, picture in made]) / 255
        rates.append(rate_of(pictures / 255, found, float(np.mean([scan for _, scan, _ in made])), quality))
    return rates, rest


def at_equal_bytes(rates: Sequence[Rate], n_bytes: float) -> Rate:
    """Of rates in rising order of bytes the last that takes no more than so many; the first, if all take more."""
    return max((rate for rate in rates if rate.n_bytes <= n_bytes), key=lambda rate: rate.n_bytes, default=rates[0])


def bytes_at_error(rates: Sequence[Rate], mse: float) -> float:
    """Bytes per picture at which the rates reach an error, between two of them by the logarithm of the error.

    Errors beyond the ends give the bytes at that end.
    """
    order = sorted(rates, key=lambda rate: rate.mse)
    logs = np.log([max(rate.mse, 1e-12) for rate in order])
    return float(np.interp(np.log(max(mse, 1e-12)), logs, [rate.n_bytes for rate in order]))


def pays_from(model_bytes: float, code_bytes: float, other_bytes: float) -> float:
    """Number of pictures from which model and codes together are smaller than the other way; infinite if never."""
    return model_bytes / (other_bytes - code_bytes) if other_bytes > code_bytes else float("inf")


@dataclass(frozen=True)
class Compared:
    """A method beside JPEG. rival: JPEG's finest quality that takes no more bytes; the coarsest if it cannot go so low.

    psnr, rival_psnr: decibels. pays_from: pictures from which model and codes together take less than JPEG of the same
    error; None if never.
    """

    title: str
    rate: Rate
    psnr: float
    model_bytes: int
    rival: Rate
    rival_psnr: float
    pays_from: int | None


def compared(methods: Iterable[tuple[str, Rate, int]], by_quality: Sequence[Rate]) -> list[Compared]:
    """Methods (title, rate, bytes of the model) in rising order of bytes beside JPEG's rates."""
    found = []
    for title, rate, size in sorted(methods, key=lambda method: method[1].n_bytes):
        rival = at_equal_bytes(by_quality, rate.n_bytes)
        needed = pays_from(size, rate.n_bytes, bytes_at_error(by_quality, rate.mse))
        pays = round(needed) if np.isfinite(needed) else None
        found.append(Compared(title, rate, float(psnr(rate.mse)), size, rival, float(psnr(rival.mse)), pays))
    return found


def rank_bytes(rank: int, n_pixels: int) -> int:
    """Bytes of so many components and the mean as float32."""
    return FLOAT_BYTES * n_pixels * (rank + 1)
