"""Going back to an earlier version of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.editing import EditingSession
from rgpt_tui.story.authors import Author
from rgpt_tui.story.bin import InTheBin
from rgpt_tui.story.book import Book
from rgpt_tui.story.reading import NoSuchRevision
from rgpt_tui.story.records import Brief
from tests.story.samples import full_step, step

if TYPE_CHECKING:
    from pathlib import Path


class NoEngine:
    """Stands where nothing but the readable copy is asked for."""

    async def write_copy(self) -> list[object]:
        """Write none."""
        return []


async def test_every_part_of_an_earlier_version_counts_again_and_none_is_overwritten(
    tmp_path: Path,
) -> None:
    Book.create(tmp_path, Brief()).close()
    async with EditingSession(tmp_path, NoEngine(), "a test") as session:  # type: ignore[arg-type]
        book = session.book
        (one,) = book.commit([full_step()])
        book.revise(one.id, paragraph="x", memory="", pinned=(), plans=(), heading="", rationale="")
        await session.restore_revision(one.id, 1)
        texts = book.revisions(one.id)
        assert [text == full_step().text for text in texts] == [True, False, True]
        assert book.history.revisions(one.id)[-1].author is Author.WRITER
        for missing in (0, 4):
            with pytest.raises(NoSuchRevision, match=f"no revision {missing} of that step"):
                await session.restore_revision(one.id, missing)
        book.undo()
        book.commit([step("Another one.")])
        await session.bin_branch(one.id)
        with pytest.raises(InTheBin):
            await session.restore_revision(one.id, 1)
        assert len(book.revisions(one.id)) == 3
