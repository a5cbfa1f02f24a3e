"""How near reconstructions are to the images: scores of a few, the error of each class, the worst of all."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.picture_quality import psnr, squared_errors, ssim


@dataclass(frozen=True)
class Likeness:
    """Means over some images: squared error per pixel, its PSNR in decibels, and SSIM (1: equal)."""

    mse: float
    psnr: float
    ssim: float


def likeness(clean: np.ndarray, found: np.ndarray, shape: tuple[int, int, int]) -> Likeness:
    """Of reconstructions (n, n_pixels) and their originals; for SSIM they are cut to [0, 1]."""
    mse = float(squared_errors(clean, found).mean())
    pictures = clean.reshape(-1, *shape), np.clip(found, 0, 1).reshape(-1, *shape)
    return Likeness(mse, float(psnr(mse)), float(ssim(*pictures).mean()))


def worst(errors: np.ndarray, rows: np.ndarray, n: int) -> np.ndarray:
    """Of some rows the n with the largest errors (n_images,), the largest first."""
    return rows[np.argsort(-errors[rows], kind="stable")[:n]]


def best(errors: np.ndarray, rows: np.ndarray, n: int) -> np.ndarray:
    """Of some rows the n with the smallest errors (n_images,), the smallest first."""
    return rows[np.argsort(errors[rows], kind="stable")[:n]]


def times_the_median(errors: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Errors (n_images,) as multiples of the median over some rows."""
    return errors / max(float(np.median(errors[rows])), 1e-12)


def by_class(errors: np.ndarray, targets: np.ndarray, n_classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean error (n_classes,) of images with errors and targets (n,), and how many there are of each class."""
    counts = np.bincount(targets, minlength=n_classes)
    return np.bincount(targets, weights=errors, minlength=n_classes) / np.maximum(counts, 1), counts
