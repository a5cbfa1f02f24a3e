"""What a straight cut through codes tells of the classes of images."""

import numpy as np

from engine.algorithms.linear_probe import fit_probe
from engine.datasets.images.image_set import ImageSet


def probed(images: ImageSet, codes: np.ndarray) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """What logistic regression on the training part's codes tells of all images.

    The column "predicted" and, where there is a test part, the summary number "linear_accuracy"; nothing without
    classes.
    """
    if not images.has_classes:
        return {}, {}
    targets = images.targets[: images.n_train]
    found = fit_probe(codes[: images.n_train], targets, len(images.class_names)).classes(codes)
    predicted = {"predicted": np.array(images.class_names)[found]}
    if not images.n_test:
        return predicted, {}
    return predicted, {"linear_accuracy": float((found == images.targets)[images.test_rows].mean())}
