"""HTML and XML: the text between the tags. Nothing is expanded or fetched; what is no tag is text."""

import html
import re
from collections.abc import Iterable, Iterator

TITLE = "Text between tags (HTML, XML)"
_BEGINS = re.compile(r"\s*<(?:\?xml|!doctype|[a-z][\w:.-]*(?:\s[^<>]{0,2000})?/?>)", re.IGNORECASE)
_INLINE = "a abbr b big cite code del dfn em font hi i ins kbd mark q s samp small span strong sub sup tt u"
"""Tags within words; others end a word."""
_BLOCKS = """
    article blockquote body caption dd div dl doc dt figcaption footer h1 h2 h3 h4 h5 h6 head header hr item l lg li
    main nav ol p pre section seg stage td th title tr ul
"""
"""Tags that end a sentence."""
_STANDS_FOR = {"br": "\n"} | dict.fromkeys(_INLINE.split(), "") | dict.fromkeys(_BLOCKS.split(), "\n\n")
_SKIPPED = frozenset(["script", "style", "template", "noscript", "svg", "teiheader"])
"""Tags whose content is no text."""
_END_OF = {"-->": re.compile("-->")} | {f"</{name}": re.compile(f"(?i)</{name}[^<>]*+>") for name in _SKIPPED}
_LONGEST_TAG = 20_000
_TAG = re.compile(r"<!--|<!\[CDATA\[|<[!?][^<>]*+>?|</?([A-Za-z][\w:.-]*+)[^<>]*+>")


def recognized(sample: str) -> bool:
    """Whether a text begins with a tag, and one is closed."""
    return _BEGINS.match(sample) is not None and ("</" in sample or "/>" in sample)


def text(pieces: Iterable[str], notes: list[str]) -> Iterator[str]:
    """The text; what ends a paragraph or an item ends a sentence. How many tags there were is told."""
    scanner = _Scanner()
    for piece in pieces:
        yield "".join(scanner.feed(piece))
    yield "".join(scanner.rest())
    notes.append(f"Read as HTML or XML: the text between the tags, which were left out: {scanner.n_tags:,}.")
    if scanner.n_skipped:
        notes.append(f"Characters of programs, styles and comments, left out: {scanner.n_skipped:,}.")
    if scanner.until:
        notes.append(f"The end of the file lies in a part that “{scanner.until}” should have closed.")


class _Scanner:
    """Walks through a text that comes in pieces, in linear time."""

    def __init__(self) -> None:
        self.n_tags = self.n_skipped = 0
        self.until = ""
        """What ends the part that is left out, while in one."""
        self._held = ""

    def feed(self, piece: str) -> Iterator[str]:
        """The text in this piece, but for what may go on in the next one."""
        text = self._held + piece
        end = _whole(text)
        at = 0
        while at < end:
            if self.until:
                at = self._skip(text, at, end)
                if self.until:
                    break
            else:
                found = _TAG.search(text, at, end)
                yield html.unescape(text[at : found.start() if found else end])
                at = found.end() if found else end
                yield self._meaning(found) if found else ""
        self._held = text[at:]

    def rest(self) -> Iterator[str]:
        """What was held back at the end."""
        if not self.until:
            yield html.unescape(self._held)

    def _skip(self, text: str, at: int, end: int) -> int:
        """Where what is left out ends; what may be the beginning of its end is held."""
        found = _END_OF[self.until].search(text, at, end)
        if found is None:
            kept = max(at, end - len(self.until))
            self.n_skipped += kept - at
            return kept
        self.n_skipped += found.start() - at
        self.until = ""
        return found.end()

    def _meaning(self, tag: re.Match[str]) -> str:
        """What stands for a tag in the text."""
        self.n_tags += 1
        name = (tag[1] or "").lower()
        if tag[0] == "<!--":
            self.until = "-->"
        elif name in _SKIPPED and not tag[0].startswith("</") and not tag[0].endswith("/>"):
            self.until = f"</{name}"
        return _STANDS_FOR.get(name.rpartition(":")[2], " ")


def _whole(text: str) -> int:
    """Where a tag or a reference such as &amp; begins that the end of the text may cut; else the end."""
    start = text.rfind("<", max(0, len(text) - _LONGEST_TAG))
    if start >= 0 and ">" not in text[start:]:
        return start
    start = text.rfind("&", max(0, len(text) - 12))
    return start if start >= 0 and ";" not in text[start:] else len(text)
