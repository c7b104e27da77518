"""A disk that gives up writing while a story on it is open: what was saved is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import Brief
from rgpt_tui.story.unsent import Box, UnsentEdit
from tests.faults.disks import FailingDisk, failing_disk
from tests.story.samples import paragraphs, step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[FailingDisk]:
    with failing_disk(tmp_path / "disk", 24) as disk:
        yield disk


def test_what_was_saved_is_read_on_and_is_whole_when_the_disk_is_mounted_again(
    disk: FailingDisk,
) -> None:
    folder = disk.place / "the-drowned-bell"
    folder.mkdir()
    with Book.create(folder, Brief(title="The Drowned Bell")) as book:
        (first,) = book.commit([step("One.")])
        book.commit([step("Two.")])
        book.drafts.keep(Draft(parent=book.tip, plan=None, sections={"paragraph": "The tide"}))
        book.unsent.keep(UnsentEdit(step=book.tip, box=Box.PLAN, text="They wait."))
        disk.fail()
        for change in (
            lambda: book.commit([step("Three.")]),
            lambda: book.revise(first.id, paragraph="One, edited."),
            lambda: book.unsent.keep(UnsentEdit(step=book.tip, box=Box.PLAN, text="They go.")),
        ):
            with pytest.raises(BookUnwritable, match="Everything saved before is safe"):
                change()
        assert paragraphs(book) == ["One.", "Two."]
    disk.unmount()
    disk.mount()
    with BookReader.open(folder) as book:
        assert paragraphs(book) == ["One.", "Two."]
        kept = book.drafts.latest(book.tip)
        assert kept is not None
        assert kept.sections == {"paragraph": "The tide"}
        assert [each.text for each in book.unsent.all()] == ["They wait."]
    with Book.open(folder) as book:
        book.commit([step("Three.")])
        assert paragraphs(book) == ["One.", "Two.", "Three."]
