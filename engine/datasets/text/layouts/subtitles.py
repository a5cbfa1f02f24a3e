"""Subtitles of films: the spoken words, without numbers, times and marks (SubRip, WebVTT, MicroDVD, SubStation)."""

import re
from collections.abc import Iterable, Iterator

from engine.datasets.text.layouts.lines import lines

TITLE = "Subtitles (.srt, .vtt, .sub, .ass)"
_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,:]\d{1,3}"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-+>\s*{_CLOCK}")
_FRAMES = re.compile(r"\{\d*\}\{\d*\}")
_EVENT = re.compile(r"Dialogue:(?:[^,\n]*,){9}")
_MARKS = re.compile(r"<[^<>\n]{0,200}>|\{[^{}\n]{0,200}\}")
_LEFT_OUT = ("WEBVTT", "NOTE", "STYLE", "REGION")
"""First words of blocks of WebVTT that nobody speaks."""
_MIN_SHARE = 0.1


def recognized(sample: str) -> bool:
    """Whether a text begins like subtitles."""
    filled = [line for line in sample.split("\n") if line.strip()]
    timed = [line for line in filled if _TIMES.match(line) or _FRAMES.match(line) or _EVENT.match(line)]
    return len(timed) > 1 and len(timed) > _MIN_SHARE * len(filled)


def spoken(pieces: Iterable[str], notes: list[str]) -> Iterator[str]:
    """The spoken lines; a sentence may go on over several captions. How many captions there were is told."""
    n_captions = 0
    for caption in _captions(lines(pieces)):
        n_captions += 1
        yield "".join(f"{_MARKS.sub('', line).strip()}\n" for line in caption if line.strip())
    notes.append(f"Read as subtitles: the words of {n_captions:,} captions, without numbers, times and marks.")


def _captions(found: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each caption: those after its times, or behind them in the same line."""
    caption: list[str] | None = None
    for line in found:
        frames, event = _FRAMES.match(line), _EVENT.match(line)
        if frames:
            yield line[frames.end() :].split("|")
        elif event:
            yield re.split(r"\\[Nn]", line[event.end() :])
        elif _TIMES.match(line):
            if caption:
                yield _without_number(caption)
            caption = []
        elif caption is not None and line.startswith(_LEFT_OUT) and not (caption and caption[-1].strip()):
            yield caption
            caption = None
        elif caption is not None:
            caption.append(line)
    if caption:
        yield caption


def _without_number(caption: list[str]) -> list[str]:
    """Without what stands above the times of the next caption, below an empty line: its number or its name."""
    after_gap = len(caption) > 1 and not caption[-2].strip() and caption[-1].strip()
    is_number = caption[-1].strip().isdigit()
    return caption[:-1] if after_gap or is_number else caption
