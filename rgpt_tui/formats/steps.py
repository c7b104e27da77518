"""Paragraphs grouped into steps: RecurrentGPT's “paragraph” has about twenty sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP: Final = 20
"""How many sentences a step has, about."""
LONGEST: Final = 40
"""How many sentences a paragraph may have without being cut."""
_SCENE_BREAK: Final = re.compile(r"[\W_]+")


def steps_of(paragraphs: Sequence[str], language: str) -> Iterator[str]:
    """Group the paragraphs of one chapter into steps of about the same length.

    A paragraph is cut only if it alone has more than `LONGEST` sentences, and then at the end of
    sentences, with a new step at each cut. A scene break goes with what follows it.
    """
    waiting: list[tuple[str, int]] = []
    for paragraph in paragraphs:
        spans = sentence_spans(paragraph, language)
        if len(spans) <= LONGEST:
            count = 0 if _SCENE_BREAK.fullmatch(paragraph) else len(spans)
            waiting.append((paragraph, count))
            continue
        number = round(len(spans) / STEP)
        places = [place * len(spans) // number for place in range(number + 1)]
        for begin, end in pairwise(places):
            piece = paragraph[spans[begin].start : spans[end - 1].end]
            waiting.append((piece, end - begin))
            if end < len(spans):
                yield from _grouped(waiting)
                waiting = []
    yield from _grouped(waiting)


def _grouped(paragraphs: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Put paragraphs into as many steps as they fill, each into the one its middle falls into."""
    total = sum(count for _, count in paragraphs)
    number = max(1, round(total / STEP))
    step: list[str] = []
    current = 0
    before = 0
    breaks: list[str] = []
    for paragraph, count in paragraphs:
        if count == 0:
            breaks.append(paragraph)
            continue
        place = (2 * before + count) * number // (2 * total)
        if place > current and step:
            yield "\n\n".join(step)
            step = []
        current = place
        step += [*breaks, paragraph]
        breaks = []
        before += count
    if step or breaks:
        yield "\n\n".join([*step, *breaks])
