"""The steps of a path, as the prose view is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.studio.prose.entries import Author, Entry, Run, StepText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rgpt_tui.story.marks import Mark
    from rgpt_tui.story.paragraphs import Paragraph
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.reading import BookReader


def entry_of(step: PathStep, marks: Mapping[str, Mark]) -> Entry:
    """A step in the outline."""
    return Entry(
        id=step.id,
        words=step.words,
        heading=step.position.heading if step.position.in_chapter == 1 else "",
        stale=step.written_before_edit,
        mark=marks.get(step.id),
    )


def changed_between(before: Sequence[PathStep], now: Sequence[PathStep]) -> list[str]:
    """The steps that read otherwise than before, and are not new."""
    if now[: len(before)] == before:
        return []
    revisions = {step.id: step.revision for step in before}
    return [step.id for step in now if revisions.get(step.id, step.revision) != step.revision]


def texts_of(book: BookReader, ids: Sequence[str]) -> list[StepText]:
    """The texts of steps, and whose words they are."""
    return [_text(paragraph) for paragraph in book.read(list(ids))]


def _text(paragraph: Paragraph) -> StepText:
    from rgpt_tui.story.provenance import provenance_of

    runs = provenance_of(paragraph.kind, paragraph.original, paragraph.text)
    return StepText(
        id=paragraph.step,
        text=paragraph.text,
        runs=tuple(
            Run(start=run.start, end=run.end, author=Author(run.origin.value)) for run in runs
        ),
    )
