"""What was found in a file, in words, before anything is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.counting import counted
from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from rgpt_tui.studio.taking_in import Found

HEADINGS = 6
"""Chapters that are named before the rest is counted."""


def shown(found: Found) -> Content:
    """How long it is, its chapters, what is left out of it, and how it begins."""
    chapters = [printable(heading).replace("\n", " ") for heading in found.headings]
    parts: list[str | tuple[str, str]] = [
        (
            f"{counted(found.words, 'word')} · {counted(len(chapters), 'chapter')} · "
            f"{counted(found.steps, 'step')} of about 20 sentences",
            "bold",
        ),
        "\n",
    ]
    if chapters:
        rest = len(chapters) - HEADINGS
        more = f" and {rest:,} more" if rest > 0 else ""
        parts += [(f"{' · '.join(chapters[:HEADINGS])}{more}", "$heading"), "\n"]
    for left_out in found.left_out:
        parts += [(f"Left out: {printable(left_out)}", "$text-warning"), "\n"]
    parts += ["\n", (printable(found.beginning), "$prose")]
    return Content.assemble(*parts)
