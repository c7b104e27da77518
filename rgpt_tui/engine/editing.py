"""An open story: its lock, its book, and every change that needs no model.

Nothing here reads or writes the book on the event loop. The readable copy follows each change by
itself; `settle` waits for it.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from rgpt_tui.engine.backing_up import BackupKeeper, BackupRules
from rgpt_tui.engine.copying import CopyFollower
from rgpt_tui.engine.events import Revised, committed
from rgpt_tui.engine.uninterrupted import in_thread
from rgpt_tui.story.book import Book
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.reading import NoSuchRevision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import EllipsisType
    from typing import Self

    from rgpt_tui.engine.interface import StoryEngine
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.marks import Mark
    from rgpt_tui.story.records import Brief, NewStep, Step, Text
    from rgpt_tui.writer.events import Event


class EditingSession:
    """One story being edited."""

    def __init__(
        self,
        folder: Path,
        engine: StoryEngine,
        program: str,
        *,
        backups: BackupRules | None = None,
    ) -> None:
        """Make a session; nothing is opened yet.

        Args:
            folder: of the story.
            engine: of the story.
            program: who writes, for those who come to a story that is locked.
            backups: how many backups of the book are to be made; None: none.
        """
        self._folder = folder
        self._engine = engine
        self._program = program
        self._copy = CopyFollower(engine.write_copy)
        self._backups = BackupKeeper(folder, backups or BackupRules(keep=0))
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Take the lock and open the book.

        Raises:
            StoryLocked: another program writes the story.
            BookUnreadable, BookUnwritable, StoryTooNew: the book cannot be opened.
        """
        async with AsyncExitStack() as stack:
            stack.enter_context(WriterLock(self._folder, self._program))
            self.book = stack.enter_context(await asyncio.to_thread(Book.open, self._folder))
            stack.push_async_callback(self.settle)
            stack.push_async_callback(self._backups.close)
            self._stack = stack.pop_all()
        # A kill may have come between the last change and the copy of it.
        self._follow()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def settle(self) -> list[Event]:
        """Wait until the readable copy is up to date, and give a notice if it could not be, or if a
        backup could not be made.
        """
        return [*await self._copy.settle(), *self._backups.told()]

    def _follow(self) -> None:
        """Have what is made of the book follow a change of it."""
        self._copy.follow()
        self._backups.follow()

    def _told(self) -> list[Event]:
        return [*self._copy.told(), *self._backups.told()]

    async def plans(self) -> tuple[str, ...]:
        """The plans on offer at the tip."""
        steps = await asyncio.to_thread(self.book.last_steps, 1)
        return steps[-1].text.plans if steps else ()

    async def revise(self, step_id: str, **changes: Any) -> list[Event]:
        """Give a step a new revision; the earlier ones stay in the book.

        Args:
            step_id: the step.
            changes: as `Book.revise` takes them.

        Returns:
            A `Revised`, and what there is to say of the readable copy so far.
        """
        step = await in_thread(self.book.revise, step_id, **changes)
        self._follow()
        return [
            Revised(
                id=step.id,
                number=step.number,
                revision=step.revision,
                memory=step.text.memory,
                plans=step.text.plans,
            ),
            *self._told(),
        ]

    async def change_brief(self, brief: Brief) -> list[Event]:
        """Change what stays true of the whole story; the brief as it was stays in the book."""
        await in_thread(self.book.set_brief, brief)
        self._follow()
        return self._told()

    async def mark(self, step_id: str, mark: Mark | None) -> None:
        """Pin or mute a step, or, without a mark, take away the one that it has."""
        if mark is None:
            await in_thread(self.book.marks.take_off, step_id)
        else:
            await in_thread(self.book.marks.put, step_id, mark)

    async def acknowledge_edits(self) -> None:
        """Dismiss the marks “written before this edit”."""
        await in_thread(self.book.acknowledge_edits)

    async def set_aside(self, draft_id: str) -> None:
        """No longer offer a draft; its text stays in the book."""
        await in_thread(self.book.drafts.set_aside, draft_id)

    async def take_back(self, draft: Draft) -> list[Event]:
        """Offer a draft again, at the step that it was to follow: the story goes there.

        Returns:
            What there is to say of the readable copy so far.

        Raises:
            InTheBin, NoSuchStep: that step is in the bin, or there is none.
        """
        if await asyncio.to_thread(lambda: self.book.tip) != draft.parent:
            await in_thread(self._place_tip, draft.parent)
        await in_thread(self.book.drafts.keep, draft)
        self._follow()
        return self._told()

    async def add(self, steps: Sequence[NewStep]) -> list[Event]:
        """Commit steps that no model made, such as those of an imported draft."""
        return await self._commit(steps)

    async def move(self, *, back: bool) -> list[Event]:
        """Undo or redo a step.

        Returns:
            What there is to say of the readable copy so far.

        Raises:
            NothingToMove: there is none.
        """
        await in_thread(self.book.undo if back else self.book.redo)
        self._follow()
        return self._told()

    async def go_to(self, step_id: str | None) -> list[Event]:
        """Make a step of any branch the tip; None: go before the first step.

        Returns:
            What there is to say of the readable copy so far.

        Raises:
            NoSuchStep: there is none of that id.
        """
        await in_thread(self._place_tip, step_id)
        self._follow()
        return self._told()

    async def restore_revision(self, step_id: str, number: int) -> list[Event]:
        """Make an earlier version of the text of a step the one that counts, as a new revision.

        Returns:
            As `revise` does.

        Raises:
            InTheBin: the step is in the bin.
            NoSuchRevision: the step has none of that number.
        """
        text = await asyncio.to_thread(self._revision, step_id, number)
        return await self.revise(
            step_id, **{each.name: getattr(text, each.name) for each in fields(text)}
        )

    def _revision(self, step_id: str, number: int) -> Text:
        self.book.bin.see_that_outside(step_id)
        texts = self.book.revisions(step_id)
        if not 1 <= number <= len(texts):
            raise NoSuchRevision(
                f"There is no revision {number} of that step: it has {len(texts)}. Nothing was "
                "changed. Choose another one."
            )
        return texts[number - 1]

    async def name_branch(self, step_id: str, name: str) -> str:
        """Give the branch of a step a name, as `Branches.call` does; empty: take its name away."""
        return await in_thread(self.book.branches.call, step_id, name)

    async def bin_branch(self, step_id: str) -> int:
        """Put a step, and all that was written after it, into the bin, as `Bin.put` does."""
        return await in_thread(self.book.bin.put, step_id)

    async def take_out_of_bin(self, step_id: str) -> int:
        """Take a branch out of the bin, whole, as `Bin.take_out` does."""
        return await in_thread(self.book.bin.take_out, step_id)

    async def alternates(self, step_id: str) -> list[Step]:
        """The steps that were written at the same place, this one among them, the first first.

        Raises:
            NoSuchStep: there is none of that id.
        """
        return await asyncio.to_thread(lambda: self.book.children(self.book.step(step_id).parent))

    async def _commit(
        self,
        steps: Sequence[NewStep],
        *,
        draft_id: str | None = None,
        behind: str | EllipsisType | None = ...,
    ) -> list[Event]:
        """Add steps, as `Book.commit` does; on the disk when this returns."""
        saved = await in_thread(self.book.commit, steps, draft=draft_id, behind=behind)
        self._follow()
        told = self._told()
        return [
            *(committed(step, new.making) for step, new in zip(saved, steps, strict=True)),
            *told,
        ]

    def _place_tip(self, step_id: str | None) -> None:
        if step_id is not None:
            self.book.go_to(step_id)
        elif path := self.book.path():
            self.book.go_to(path[0].id)
            self.book.undo()
