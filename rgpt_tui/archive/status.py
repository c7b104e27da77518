"""How an archive is, and what is said to the writer when it is not well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MENDING = "The long-term memory was damaged and is being mended from the book. Your text is safe."
ANEW = "`rgpt rebuild`, or “Rebuild the memory” in the studio, makes it anew from the book."
DAMAGED = (
    "The long-term memory is damaged and will be mended from the book before the next step. Your "
    "text is safe; this recall was by keyword."
)

SOURCE: Final = re.compile(r",?\s*(?:at )?(?:/|[A-Za-z]:\\)[^\s\"]*\.rs:\d+(?::\d+)?")
"""A place in the Rust sources, on the machine that LanceDB was built on."""
LOCATION: Final = re.compile(r",? ?location: Location \{[^}]*\}(?:, backtrace: \w+)?")
MESSAGE: Final = re.compile(r'message: "([^"]+)"')
"""The cause in an error that came as Rust prints one for its programmers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStatus:
    """How an archive is."""

    steps: int
    """Steps in it."""
    waiting: int
    """Steps that still lack vectors."""
    sentences: int
    embedder: str
    """What its vectors were made by; empty if there are none."""
    notice: str | None
    """What is wrong and what to do, if anything is."""


def unusable(folder: Path, error: Exception) -> str:
    """What to say when LanceDB or its folder cannot be used."""
    return (
        f"The long-term memory in {folder} cannot be used ({error}). Your text is safe and recall "
        f"goes on by keyword. {ANEW}"
    )


def untidy(error: Exception) -> str:
    """What to say when the files could not be merged."""
    return (
        f"The long-term memory could not be tidied up ({error}). Your text is safe and it still "
        f"works. Free some space on the disk. {ANEW}"
    )


def behind(embedder: str) -> str:
    """What to say while the vectors are those of another embedder."""
    return (
        f"The long-term memory was not made by the embedder {embedder}: recall is by keyword until "
        "it has caught up, which begins with the next step."
    )


def unspoken(embedder: str, language: str) -> str:
    """What to say when an embedder does not speak the language of a story."""
    return (
        f"The embedder {embedder} does not speak the language of this story ({language}), so that "
        "recall is by keyword. For recall by meaning set `embedder` to `universal` (after "
        '`pip install "rgpt-tui[universal]"`) or to a multilingual sentence-transformers model.'
    )


def first_line(error: BaseException) -> str:
    """What an error says, cut to what fits a message, without where a library was built."""
    lines = str(error).strip().splitlines()
    line = LOCATION.sub("", SOURCE.sub("", lines[0])).strip() if lines else ""
    before, nested, rest = line.partition(" { ")
    if nested and (cause := MESSAGE.search(rest)):
        line = f"{before.rpartition(': ')[0]}: {cause[1]}".removeprefix(": ")
    return (line or type(error).__name__)[:200]
