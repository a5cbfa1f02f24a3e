"""Which of several matrices of a file, or files of an archive, is meant."""

from collections.abc import Mapping

from engine.errors import InputError

LISTED = 12


def chosen(shapes: Mapping[str, tuple[int, ...]], wanted: str, what: str) -> str:
    """The name wanted, else the only one there is. Raises InputError E-VEC-10 that lists what there is.

    shapes: by name; what: a noun for one of them.
    """
    if wanted in shapes:
        return wanted
    if len(shapes) == 1 and not wanted:
        return next(iter(shapes))
    told = ", ".join(
        f"{name} ({' x '.join(f'{side:,}' for side in shape)})" if shape else name
        for name, shape in list(shapes.items())[:LISTED]
    )
    asked = f"No {what} is called “{wanted:.60}”" if wanted else f"The file holds {len(shapes):,} of a {what}"
    raise InputError(f"{asked}; name one of them under “Part of the file”: {told or 'there are none'}.", "E-VEC-10")
