"""A transformer that learns to write Shakespeare, character by character, beside nanoGPT's recipe for a processor.

Both have four layers, four heads and 128 numbers a character, see 64 characters, and train on the first nine tenths of
tiny Shakespeare in float32 on two threads, in turn: after each tenth of ours comes a tenth of the peer's. Ours takes
Muon for the matrices, higher rates and three tenths of the steps; it has biases in norms and head, .2 % more weights.
The loss is the mean over every character of the last tenth, in windows of 64. Quick: a tenth of the steps of both; our
schedule is as short, the peer's is not, so only the seconds and our own loss count.
"""

from engine.algorithms.networks.training import Schedule
from engine.algorithms.networks.transformer import TransformerSizes

GOAL = "Validation loss <= 1.88 nats and below the peer's, in <= 1/2 of its time (tiny Shakespeare, two threads)."
PEER = "nanoGPT's recipe for a processor (4 layers, 4 heads, width 128, context 64; 2,000 AdamW steps of 12 windows)"
CEILING, QUICK_CEILING = 1.88, 2.6
TIMES_FASTER = 2
BATCH, STEPS, PARTS = 12, 600, 10
MUON_RATE, ADAM_RATE, WARM_UP = 0.02, 0.01, 0.1
QUICK_SHARE = 10


def run(quick: bool) -> dict[str, object]:
    """Ratio: the peer's seconds over ours. Quick: a tenth of the steps; see the module."""
    import torch

    from tests.benchmarks import nanogpt_recipe as recipe
    from tests.benchmarks.shakespeare import full_loss, tiny_shakespeare, trained

    torch.set_num_threads(2)
    text = tiny_shakespeare()
    parts = PARTS * (QUICK_SHARE if quick else 1)
    peer = recipe.Recipe(text.learned, text.n_characters, seed=0)
    sizes = TransformerSizes(text.n_characters, recipe.CONTEXT, recipe.WIDTH, recipe.LAYERS, recipe.HEADS, causal=True)
    model, seconds = trained(
        sizes, text.learned, Schedule(PARTS, BATCH, ADAM_RATE, warm_up=WARM_UP), MUON_RATE, STEPS // parts,
        in_between=lambda: peer.go(recipe.STEPS // parts),
    )  # fmt: skip
    own, theirs = (full_loss(each, text.kept, recipe.CONTEXT) for each in (model, peer.model))
    print(f"ours {own:.4f} nats in {seconds:.1f} s, peer {theirs:.4f} nats in {peer.seconds:.1f} s")
    ratio = peer.seconds / seconds
    met = own <= QUICK_CEILING if quick else own <= CEILING and own < theirs
    return {
        "ratio": round(ratio, 2),
        "goal": GOAL,
        "quality": {"loss": own, "peer_loss": theirs, "seconds": seconds, "peer_seconds": peer.seconds, "quick": quick},
        "ok": bool(met and ratio >= TIMES_FASTER),
    }
