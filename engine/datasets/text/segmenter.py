"""Words of scripts that put no blanks between them: Chinese, Japanese, Thai, Lao, Khmer and Burmese, by dictionaries.

The dictionaries are those of ICU (International Components for Unicode), as the package icu4py brings them.
"""

import re
from collections.abc import Callable
from functools import partial

from engine.errors import InputError
from engine.files.scripts import ASIAN, MARKS, SOUTH_EAST

_RUN = re.compile(f"[{ASIAN}]{{2,}}+|[{SOUTH_EAST}][{SOUTH_EAST}{MARKS}\u200c\u200d]++")


def divider() -> Callable[[str], str]:
    """What puts blanks between the words of such scripts and leaves all else as it is, in time linear in the text.

    Raises InputError (E-TXT-43) where icu4py is not installed.
    """
    try:
        from icu4py.breakers import WordBreaker
    except ImportError as error:
        raise InputError(
            "Words by a dictionary need the package icu4py, which is not installed; please install it "
            "(pip install icu4py), or choose the unit Characters.",
            "E-TXT-43",
        ) from error
    # The script of a run says which dictionary is meant, so the language does not matter.
    return partial(_RUN.sub, lambda run: " ".join(WordBreaker(run[0], "en")))
