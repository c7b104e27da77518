"""Keeping the words of a reply in flight, about once a second, so that no crash takes them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import ModelChosen, Recalled
from rgpt_tui.engine.uninterrupted import in_thread
from rgpt_tui.writer.events import Answered, Event, Rewritten, Words

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book
    from rgpt_tui.story.drafts import Draft

SECONDS = 1.0


class DraftKeeper:
    """The draft of one step while it is being written."""

    def __init__(self, book: Book, draft: Draft) -> None:
        self.draft = draft
        self._book = book
        self._kept_at = time.monotonic()
        self._changed = False

    async def watch(self, event: Event) -> None:
        """Take up what an event adds, and keep it if the last time is a while ago."""
        self._take(event)
        if self._changed and time.monotonic() - self._kept_at >= SECONDS:
            await in_thread(self.keep)

    def keep(self) -> None:
        """Put the draft into the book, if it holds any words that are not there."""
        if self._changed and any(text.strip() for text in self.draft.sections.values()):
            self._book.drafts.keep(self.draft)
        self._changed, self._kept_at = False, time.monotonic()

    def done(self) -> None:
        """The words are in a step now; there is nothing left to keep."""
        self._changed = False

    def _take(self, event: Event) -> None:
        draft = self.draft
        if isinstance(event, Words):
            text = draft.sections.get(event.section, "") + event.text
            self.draft = replace(
                draft,
                sections={**draft.sections, event.section: text},
                unfinished=event.section,
            )
        elif isinstance(event, Rewritten):
            self.draft = replace(draft, sections={**draft.sections, event.section: event.text})
        elif isinstance(event, Answered):
            self.draft = replace(
                draft,
                sections=event.sections,
                unfinished=event.unfinished,
                making=draft.making.plus(event.request, event.usage, event.cost, event.seconds),
            )
        elif isinstance(event, ModelChosen):
            self.draft = replace(draft, making=replace(draft.making, model=event.name))
        elif isinstance(event, Recalled):
            self.draft = replace(draft, making=replace(draft.making, recalled=event.hits))
        else:
            return
        self._changed = True
