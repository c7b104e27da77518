"""Text that stays inside its own lines on the screen."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.printable import CONTROLS, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

_BIDI_CONTROLS: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates: unclosed, they turn what follows on the screen around."""
_SURROGATES: Final = range(0xD800, 0xE000)
"""Halves of characters, that no terminal can be sent."""
_SOFT_HYPHEN: Final = 0xAD
"""As wide as a terminal pleases; it is only meant to be seen where a word is divided."""
_BYTE_ORDER_MARK: Final = 0xFEFF
_SHOWN: Final[dict[int, str]] = (
    dict.fromkeys((*_BIDI_CONTROLS, _SOFT_HYPHEN, _BYTE_ORDER_MARK), "")
    | dict.fromkeys(_SURROGATES, "\N{REPLACEMENT CHARACTER}")
    | {0x2028: "\n", 0x2029: "\n"}
)
_UNSHOWN: Final = re.compile(f"[{''.join(map(chr, {*CONTROLS, *_SHOWN} - {ord(chr(10))}))}]+")
"""What is changed, found first: most texts have none of it, and `translate` is slow for Chinese."""


def clean(text: str) -> str:
    """A text that a terminal shows, does not obey, and keeps on its lines.

    Done character by character: cleaned pieces make up the cleaned whole.
    """
    return _UNSHOWN.sub(lambda found: printable(found[0]).translate(_SHOWN), text)


def clean_spans(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Clean a text, and say where spans of it are afterwards.

    Args:
        text: Any text.
        spans: Starts and ends in the text, in any order; ends beyond the text are cut.

    Returns:
        The cleaned text without line breaks around it, and the spans in it, in the same order.
    """
    spans = [(min(max(0, a), len(text)), min(max(0, b), len(text))) for a, b in spans]
    bounds = sorted({0, len(text), *(bound for span in spans for bound in span)})
    pieces = [clean(text[start:end]) for start, end in pairwise(bounds)]
    moved = dict(zip(bounds, accumulate(map(len, pieces), initial=0), strict=True))
    cleaned = "".join(pieces)
    inner = cleaned.lstrip("\n")
    skipped = len(cleaned) - len(inner)
    inner = inner.rstrip()

    def index(bound: int) -> int:
        return min(max(0, moved[bound] - skipped), len(inner))

    return inner, [(index(start), index(end)) for start, end in spans]
