"""Text of the user's own inside Markdown, shown literally."""

import re

JOINER = "\u2060"
"""A character without width, at which no line breaks."""
_REPLACED = re.compile(r":(?=[\w/+-])|@(?=\w)|www(?=\.)|<(?=-)|[-~<>](?=[->=])", re.IGNORECASE)
"""After these a joiner goes: icon names, addresses and arrows are replaced even where their characters are escaped."""


def plain(text: str) -> str:
    """`text` with every character escaped that Markdown, LaTeX or an icon name could take for its own."""
    broken = _REPLACED.sub(lambda found: found[0] + JOINER, text)
    return "".join("\\" + character if character in "\\`*_{}[]()<>#+-.!|~$:^=&" else character for character in broken)
