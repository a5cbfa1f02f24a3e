"""The variational autoencoder on MNIST beside the recipe of PyTorch's VAE example: seconds an epoch, and the bound.

Both have a code of 20 numbers and one hidden layer of 400 units; ours is trained by a schedule of its own: batches of
256 to 1,024, a one-cycle learning rate of at most .007. After half of the epochs it cannot have come as far: the quick
version only catches a broken training.
"""

import numpy as np

from engine.learners.images.variational import VariationalAutoencoder
from engine.report import Silent
from tests.benchmarks.image_data import mnist

GOAL = (
    "Code of 20: an epoch >= 4 times faster, and -ELBO <= 105.6 nats on the test images after 10 epochs (two threads)."
)
PEER = "the recipe of PyTorch's VAE example (784-400-20), one epoch"
CEILING, QUICK_CEILING = 105.6, 107.0
"""In nats, after N_EPOCHS and after QUICK_EPOCHS."""
TIMES_FASTER = 4
N_EPOCHS, QUICK_EPOCHS = 10, 5


def run(quick: bool) -> dict[str, object]:
    """Ratio: the peer's seconds for an epoch over ours. Quick: 5 epochs, and a tenth of an epoch for the peer."""
    import torch

    from tests.benchmarks.published_recipes import vae_epoch

    torch.set_num_threads(2)
    images = mnist()
    share = 10 if quick else 1
    peers = [share * vae_epoch(images, images.n_train // share)]
    n_epochs, ceiling = (QUICK_EPOCHS, QUICK_CEILING) if quick else (N_EPOCHS, CEILING)
    fit = VariationalAutoencoder(
        n_components=20, hidden="400", batch_size=256, learning_rate=0.007, n_epochs=n_epochs
    ).fit(images, Silent())
    peers.append(share * vae_epoch(images, images.n_train // share))
    own, peer, bound = fit.summary["seconds"] / n_epochs, float(np.mean(peers)), fit.summary["test_negative_elbo"]
    print(f"seconds an epoch: ours {own:.2f}, peer {peer:.2f} (before and after: {peers[0]:.2f}, {peers[1]:.2f})")
    print(f"-ELBO on {images.n_test:,} test images after {n_epochs} epochs: {bound:.2f} nats (at most {ceiling})")
    quality = {"negative_elbo": bound, "epoch_seconds": own, "peer_epoch_seconds": peer, "quick": quick}
    return {
        "ratio": round(peer / own, 2),
        "goal": GOAL,
        "quality": quality,
        "ok": bool(bound <= ceiling and peer / own >= TIMES_FASTER),
    }
