"""Keeping the words of a reply in flight, about once a second, so that no crash takes them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.engine.events import ModelChosen, Recalled
from rgpt_tui.engine.in_flight import RequestInFlight
from rgpt_tui.engine.uninterrupted import in_thread
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.writer.events import Answered, Asking, Event, Notice, Rewritten, Words
from rgpt_tui.writer.sections import PROSE

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book
    from rgpt_tui.story.drafts import Draft

SECONDS = 1.0
HELD = "What comes of the reply is held in memory until it can be kept."


class DraftKeeper:
    """The draft of one step while it is being written."""

    def __init__(self, book: Book, draft: Draft) -> None:
        self.draft = draft
        self._book = book
        self._kept_at = time.monotonic()
        self._changed = False
        self._failing = False
        """The last time it could not be kept."""
        self._answers_before = len(draft.making.requests)
        self._request: RequestInFlight | None = None
        self._left_over = ""
        """The section whose words broke off and are in the draft only to be there."""

    async def watch(self, event: Event) -> Notice | None:
        """Take up what an event adds, and keep it if the last time is a while ago.

        Returns:
            That it could not be kept, the first time: no reply is stopped for that.
        """
        self._take(event)
        if not self._changed or time.monotonic() - self._kept_at < SECONDS:
            return None
        try:
            await in_thread(self.keep)
        except BookUnwritable as error:
            told, self._failing = self._failing, True
            return None if told else Notice(text=f"{error} {HELD}")
        self._failing = False
        return None

    def keep(self) -> None:
        """Put the draft into the book, if it holds any words that are not there."""
        answers = self.draft.making.requests[self._answers_before :]
        words = (*self.draft.sections.values(), *(answer.reply for answer in answers))
        self._kept_at = time.monotonic()
        if self._changed and any(text.strip() for text in words):
            self._book.drafts.keep(self._as_it_stands())
        self._changed = False

    def done(self) -> None:
        """The words are in a step now; there is nothing left to keep."""
        self._changed = False

    def _as_it_stands(self) -> Draft:
        """The draft, with the request that is under way: if it is stopped, or the process is, no
        account of it will come, and a sentence that is gone on with is written anew.
        """
        if self._request is None:
            return self.draft
        return replace(self.draft, making=self._request.added_to(self.draft.making))

    def _take(self, event: Event) -> None:
        draft = self.draft
        if isinstance(event, Asking):
            self._request = RequestInFlight(event)
            return
        if isinstance(event, Words):
            there = {name: text for name, text in draft.sections.items() if name != self._left_over}
            self._left_over = ""
            text = there.get(event.section, "") + event.text
            if self._request is not None:
                self._request.take(event)
            self.draft = replace(
                draft, sections={**there, event.section: text}, unfinished=event.section
            )
        elif isinstance(event, Rewritten):
            self.draft = replace(draft, sections={**draft.sections, event.section: event.text})
        elif isinstance(event, Answered):
            self._left_over, words = self._broken_off(event)
            self._request = None
            left_over = {self._left_over: words} if self._left_over else {}
            self.draft = replace(
                draft,
                sections={**event.sections, **left_over},
                unfinished=event.unfinished or self._left_over or None,
                making=draft.making.plus(event.request, event.usage, event.cost, event.seconds),
            )
        elif isinstance(event, ModelChosen):
            self.draft = replace(draft, making=replace(draft.making, model=event.name))
        elif isinstance(event, Recalled):
            self.draft = replace(draft, making=replace(draft.making, recalled=event.hits))
        else:
            return
        self._changed = True

    def _broken_off(self, answer: Answered) -> tuple[str, str]:
        """The section that a reply broke off in, with its words, where the cell did not take them.

        A broken outline, memory or plan is asked for anew, and until it comes these words are all
        there is of it. Prose is gone on with; what the cell did not take of it, such as a refusal,
        must not get into the story, and stands in the record of the reply.
        """
        came = self._request.came if self._request is not None else {}
        name, words = next(reversed(came.items()), ("", ""))
        useless = name in answer.missing and name not in answer.sections and not answer.unfinished
        if not useless or not words.strip() or name in PROSE:
            return "", ""
        return name, words
