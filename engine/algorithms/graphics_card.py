"""Whether there is a graphics card to compute on."""

from engine.errors import InputError


def require(device: str) -> None:
    """Raise InputError if "cuda" is asked for and PyTorch sees no such card."""
    if device != "cuda":
        return
    import torch

    if not torch.cuda.is_available():
        raise InputError(
            "Device cuda cannot be used: this machine shows no CUDA GPU to PyTorch. Choose the processor.", "E-TRN-04"
        )
