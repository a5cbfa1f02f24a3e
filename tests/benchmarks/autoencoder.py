"""Autoencoders on MNIST beside as many principal components: error on test images at equal code size."""

from engine.learners.autoencoder import Autoencoder
from engine.learners.base import Silent
from tests.benchmarks.image_data import mnist

CEILINGS = {2: 0.68, 16: 0.40, 32: 0.27}
GOAL = "test error over that of PCA: <= .68 at code size 2, <= .40 at 16, <= .27 at 32 (two threads)."
PEER = "exact PCA of the same images, same run"
HIDDEN = "1000-500-250"


def run(quick: bool) -> dict[str, object]:
    """Ratio: the worst of (error over PCA's) / ceiling; the goal is 1 or less. Quick: a fifth of the images, short."""
    images = mnist(14_000 if quick else 0)
    found = {}
    for size in CEILINGS:
        learner = Autoencoder(
            hidden=HIDDEN, n_components=size, n_epochs=6 if quick else 60, activation="silu", learning_rate=0.002
        )
        fit = learner.fit(images, Silent())
        found[size] = fit.summary["test_mse"] / fit.summary["pca_test_mse"]
        print(
            f"code {size:3}: test MSE {fit.summary['test_mse']:.5f}, PCA {fit.summary['pca_test_mse']:.5f}, "
            f"ratio {found[size]:.3f} (at most {CEILINGS[size]}), {fit.summary['seconds']:.0f} s",
            flush=True,
        )
    worst = max(found[size] / ceiling for size, ceiling in CEILINGS.items())
    quality = {"over_pca": found, "quick": quick}
    return {"ratio": round(worst, 3), "goal": GOAL, "quality": quality, "ok": bool(worst <= 1)}
