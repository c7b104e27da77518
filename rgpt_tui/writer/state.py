"""The state of the cell: everything that the next step starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.reading import NoSuchStep
from rgpt_tui.story.records import Brief, Position, StepKind
from rgpt_tui.writer.foreign import foreign_script

if TYPE_CHECKING:
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Step


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
    remembered: bool = True
    """The memory takes in the last paragraph; one that the writer's own hand wrote with no model
    at hand has only the memory of the step before it."""

    @property
    def foreign_script(self) -> str:
        """In what the last paragraph is written, where that is not the language of the story: the
        writer has let it stand.
        """
        return foreign_script(self.previous[-1], self.brief.language) if self.previous else ""

    @property
    def needs_refresh(self) -> bool:
        """The text has no memory, or one of less text than there is: an imported draft, an undo
        into it, or a paragraph of the writer's own that no model has read.
        """
        return bool(self.previous) and (not self.memory.strip() or not self.remembered)


def state_of(book: BookReader, previous_paragraphs: int = 1) -> State:
    """The state at the tip of a book."""
    with book.snapshot():
        return state_after(book, book.tip, previous_paragraphs)


def state_after(book: BookReader, step_id: str | None, previous_paragraphs: int = 1) -> State:
    """The state behind a step of the present path, or before the first one.

    Args:
        book: open for reading.
        step_id: of the step; None: before the first.
        previous_paragraphs: how many paragraphs the state has.

    Raises:
        NoSuchStep: the step is not on the path.
    """
    with book.snapshot():
        path = _path_to(book, step_id)
        steps = [book.step(each.id) for each in path[-previous_paragraphs:]] if path else []
        last = steps[-1].text if steps else None
        place = path[-1].position if path else None
        return State(
            brief=book.brief,
            tip=step_id,
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
            remembered=not steps or _is_remembered(book, steps[-1]),
        )


def _path_to(book: BookReader, step_id: str | None) -> tuple[PathStep, ...]:
    path = book.path()
    if step_id is None:
        return ()
    ids = [each.id for each in path]
    if step_id not in ids:
        raise NoSuchStep(
            "The step that this was to follow is not on the present branch of the story. Nothing "
            "was written. Go to that step first."
        )
    return path[: ids.index(step_id) + 1]


def _is_remembered(book: BookReader, step: Step) -> bool:
    """Whether a model, or the writer, made a memory of a step."""
    if step.kind is not StepKind.OWN or step.text.plans or step.text.rationale:
        return True
    before = book.step(step.parent).text.memory if step.parent else ""
    return step.text.memory != before
