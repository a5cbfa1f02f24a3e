"""The two ways in which work for a user ends early: an input that cannot serve, and a cancel."""


class InputError(ValueError):
    """Something the user gave cannot be used.

    The message is one sentence for the user: what is wrong, the value, the limit, and what to do.
    `code` names the case for tests and support, e.g. ``"E-TXT-19"`` (`engine.error_codes` lists them).
    """

    def __init__(self, message: str, code: str = "E-GEN-00"):
        super().__init__(message)
        self.code = code


class Cancelled(Exception):
    """The user cancelled the work; nothing is kept."""
