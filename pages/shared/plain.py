"""Text of the user's own inside Markdown, shown literally."""


def plain(text: str) -> str:
    """`text` with every character escaped that Markdown, LaTeX or an icon name could take for its own."""
    return "".join("\\" + character if character in "\\`*_{}[]()<>#+-.!|~$:^=&" else character for character in text)
