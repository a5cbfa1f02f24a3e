"""Autoencoders on MNIST beside as many principal components: error on test images at equal code size."""

from engine.learners.images.autoencoder import Autoencoder
from engine.report import Silent
from tests.benchmarks.image_data import mnist

CEILINGS = {2: 0.68, 16: 0.40, 32: 0.27}
HIDDEN = {2: "512-256-128", 16: "512-256", 32: "512-256"}
EPOCHS = 20
QUICK_SIZES, QUICK_EPOCHS = (2, 16), 6
GOAL = "test error over that of PCA: <= .68 at code size 2, <= .40 at 16, <= .27 at 32 (two threads)."
PEER = "exact PCA of the same images, same run"


def run(quick: bool) -> dict[str, object]:
    """Ratio: the worst of (error over PCA's) / ceiling; the goal is 1 or less. Quick: six epochs, without size 32."""
    images = mnist(0)
    found = {}
    for size in QUICK_SIZES if quick else CEILINGS:
        learner = Autoencoder(
            hidden=HIDDEN[size],
            n_components=size,
            n_epochs=QUICK_EPOCHS if quick else EPOCHS,
            batch_size=128,
            activation="silu",
            learning_rate=0.002 if size == 2 else 0.003,
        )
        fit = learner.fit(images, Silent())
        found[size] = fit.summary["test_mse"] / fit.summary["pca_test_mse"]
        print(
            f"code {size:3}: test MSE {fit.summary['test_mse']:.5f}, PCA {fit.summary['pca_test_mse']:.5f}, "
            f"ratio {found[size]:.3f} (at most {CEILINGS[size]}), {fit.summary['seconds']:.0f} s",
            flush=True,
        )
    worst = max(ratio / CEILINGS[size] for size, ratio in found.items())
    quality = {"over_pca": found, "quick": quick}
    return {"ratio": round(worst, 3), "goal": GOAL, "quality": quality, "ok": bool(worst <= 1)}
