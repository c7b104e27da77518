"""How a place in the story is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.records import Position


def place(position: Position) -> str:
    """A place in few words, such as ``Ch. 3 · 14``."""
    return f"Ch. {position.chapter} · {position.number:,}"
