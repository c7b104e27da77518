"""The state of the cell: everything that the next step starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Brief, Position

if TYPE_CHECKING:
    from rgpt_tui.story.reading import BookReader


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the LSTM of RecurrentGPT carries from step t to t+1, as text."""

    brief: Brief
    tip: str | None
    """The step that the next one follows."""
    position: Position
    """The place that the next step will have, if it goes on in the same chapter."""
    words: int
    """How long the story is so far."""
    previous: tuple[str, ...]
    """The paragraphs before the next one, the oldest first."""
    previous_ids: tuple[str, ...]
    """The steps that these stand in."""
    memory: str
    pinned: tuple[str, ...]
    plans: tuple[str, ...]

    @property
    def needs_refresh(self) -> bool:
        """Text was written, but no memory was made of it: an imported draft, or an undo into it."""
        return bool(self.previous) and not self.memory.strip()


def state_of(book: BookReader, previous_paragraphs: int = 1) -> State:
    """The state at the tip of a book."""
    path = book.path()
    steps = book.last_steps(previous_paragraphs)
    last = steps[-1].text if steps else None
    place = path[-1].position if path else None
    return State(
        brief=book.brief,
        tip=book.tip,
        position=Position(
            number=len(path) + 1,
            chapter=place.chapter if place else 1,
            in_chapter=place.in_chapter + 1 if place else 1,
            heading=place.heading if place else "",
        ),
        words=sum(step.words for step in path),
        previous=tuple(step.text.paragraph for step in steps),
        previous_ids=tuple(step.id for step in steps),
        memory=last.memory if last else "",
        pinned=last.pinned if last else (),
        plans=last.plans if last else (),
    )
