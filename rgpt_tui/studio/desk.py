"""The desk: the open story as the studio sees it.

It holds the writing session and the story's engine, reads the book off the event loop, and tells
its listener when the book has changed. It knows no widget.
"""

from __future__ import annotations

import asyncio
import importlib
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, TypeVar

from rgpt_tui.beside import beside
from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.typing_kept import TypingKept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.engine.remote import RemoteEngine
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.book import Book
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.marks import Mark
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.records import Brief
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event

T = TypeVar("T")
PROGRAM = "the rgpt studio"


class DeskClosed(RgptError):
    """The story has been given back."""


class DeskNotReady(RgptError):
    """The story is still being opened."""


class Desk:
    """One open story."""

    def __init__(self, folder: Path, settings: Settings, client: EngineClient) -> None:
        """Make a desk for the story in a folder; nothing is opened yet."""
        self.folder = folder
        self.settings = settings
        self.client = client
        self.on_change: Callable[[], None] = lambda: None
        """Called on the event loop when the book has changed."""
        self.on_unkept: Callable[[Exception | None], None] = lambda _: None
        """Called when what is typed cannot be kept, and, with None, when it is kept again."""
        self._opened: tuple[RemoteEngine, WritingSession, TypingKept] | None = None
        self._stack = AsyncExitStack()
        self._stood: Standing | None = None
        self._reads: set[asyncio.Future[Any]] = set()
        self._opening = asyncio.Lock()
        self.closed = False
        """The story has been given back, or is to be as soon as it is open."""

    async def open(self) -> None:
        """Take the story's lock and open its book.

        Raises:
            StoryLocked: another program writes the story.
            BookUnreadable, BookUnwritable, StoryTooNew: the book cannot be opened.
            DeskClosed: the writer has left before it was open.
        """
        async with self._opening:
            self._refuse_if_closed()
            await self._open()

    async def _open(self) -> None:
        # Imported here because it would double the time to the first frame, and in a thread so
        # that the event loop goes on.
        await asyncio.to_thread(importlib.import_module, "rgpt_tui.engine.session")
        from rgpt_tui.engine.backing_up import BackupRules
        from rgpt_tui.engine.session import WritingSession

        async with AsyncExitStack() as stack:
            engine = self.client.story(self.folder, self.settings)
            stack.push_async_callback(engine.aclose)
            session = await stack.enter_async_context(
                WritingSession(self.folder, engine, PROGRAM, backups=BackupRules.of(self.settings))
            )
            typing = TypingKept(session.book)
            typing.on_fault = lambda error: self.on_unkept(error)
            typing.on_mended = lambda: self.on_unkept(None)
            stack.push_async_callback(typing.close)
            # They may have been changed while it was being opened.
            engine.use(self.settings)
            self._opened = engine, session, typing
            self._stack = stack.pop_all()

    async def close(self) -> None:
        """Keep what is typed, and give the story back once nobody reads it any more."""
        self.closed = True
        async with self._opening:
            if self._reads:
                await asyncio.wait(self._reads)
            await self._stack.aclose()

    def _refuse_if_closed(self) -> None:
        if self.closed:
            raise DeskClosed("The story is closed. Open it again from the shelf.")

    def use(self, settings: Settings) -> None:
        """Go on with other settings; what is being written at the moment ends by the old ones."""
        self.settings = settings
        if self._opened is not None:
            self.engine.use(settings)

    # What is there once it is open

    def _ready(self) -> tuple[RemoteEngine, WritingSession, TypingKept]:
        if self._opened is None:
            self._refuse_if_closed()
            raise DeskNotReady(
                "The story is still being opened. Nothing was changed. Try again in a moment."
            )
        return self._opened

    @property
    def engine(self) -> RemoteEngine:
        """The engine of this story.

        Raises:
            DeskNotReady: it is still being opened.
            DeskClosed: it was given back before it was open.
        """
        return self._ready()[0]

    @property
    def session(self) -> WritingSession:
        """The writing of this story.

        Raises:
            DeskNotReady, DeskClosed: as for `engine`.
        """
        return self._ready()[1]

    @property
    def typing(self) -> TypingKept:
        """What is typed in the boxes of this story.

        Raises:
            DeskNotReady, DeskClosed: as for `engine`.
        """
        return self._ready()[2]

    @property
    def book(self) -> Book:
        """The book; whoever reads it does so through `read`."""
        return self.session.book

    async def read(self, what: Callable[[BookReader], T]) -> T:
        """What is read from the book, off the event loop.

        Raises:
            DeskClosed: the story has been given back.
            DeskNotReady: it is still being opened.
        """
        self._refuse_if_closed()
        reading = beside(asyncio.to_thread(what, self.book))
        self._reads.add(reading)
        reading.add_done_callback(self._reads.discard)
        # The thread reads on when its answer is no longer wanted; closing waits for it.
        return await asyncio.shield(reading)

    async def standing(self) -> Standing:
        """Where the story stands."""
        from rgpt_tui.studio.standing import standing_of

        before = self._stood
        self._stood = await self.read(lambda _: standing_of(self.book, before))
        return self._stood

    # What changes the book

    async def revise(self, step: str, **changes: object) -> list[Event]:
        """Give a step a new revision."""
        return self._changed(await self.session.revise(step, **changes))

    async def mark(self, step: str, mark: Mark | None) -> None:
        """Pin or mute a step, or take its mark away."""
        await self.session.mark(step, mark)
        self._changed(())

    async def move(self, *, back: bool) -> list[Event]:
        """Undo or redo a step."""
        return self._changed(await self.session.move(back=back))

    async def go_to(self, step: str) -> list[Event]:
        """Go on from a step; the later ones stay in the book."""
        return self._changed(await self.session.go_to(step))

    async def keep_draft(self, draft: Draft) -> list[Event]:
        """Make a step of a stopped reply as it stands."""
        return self._changed(await self.session.keep_draft(draft))

    async def set_aside(self, draft: Draft) -> None:
        """No longer offer a stopped reply."""
        await self.session.set_aside(draft.id)
        self._changed(())

    async def take_back(self, draft: Draft) -> list[Event]:
        """Offer a draft again, where it was to follow."""
        return self._changed(await self.session.take_back(draft))

    async def change_brief(self, brief: Brief) -> list[Event]:
        """Change what stays true of the whole story."""
        return self._changed(await self.session.change_brief(brief))

    async def restore_revision(self, step: str, number: int) -> list[Event]:
        """Make an earlier version of a step's text the one that counts."""
        return self._changed(await self.session.restore_revision(step, number))

    async def name_branch(self, step: str, name: str) -> None:
        """Give the branch of a step a name; empty: take its name away."""
        await self.session.name_branch(step, name)
        self._changed(())

    async def bin_branch(self, step: str) -> int:
        """Put a step, and all that was written after it, into the bin; how many steps that are."""
        count = await self.session.bin_branch(step)
        self._changed(())
        return count

    async def take_out_of_bin(self, step: str) -> int:
        """Take a branch out of the bin, by its first step; how many steps that are."""
        count = await self.session.take_out_of_bin(step)
        self._changed(())
        return count

    async def acknowledge_edits(self) -> None:
        """Dismiss the marks “written before this edit”."""
        await self.session.acknowledge_edits()
        self._changed(())

    def _changed(self, events: Sequence[Event]) -> list[Event]:
        self.on_change()
        return list(events)
