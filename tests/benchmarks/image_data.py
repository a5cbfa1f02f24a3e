"""MNIST for benchmarks."""

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import DownloadedImages
from engine.report import Silent
from tests.benchmarks.data import real_file


def mnist(n_images: int = 0) -> ImageSet:
    """All 70,000 images, or a sample; ends the benchmark with a sentence if the files are not there."""
    real_file("train-images-idx3-ubyte.gz")
    return DownloadedImages(entry="mnist", n_images=n_images).load(Silent())
