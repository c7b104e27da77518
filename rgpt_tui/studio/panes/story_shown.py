"""The story as it is shown: the whole branch, then what is being written or was stopped."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import getters, on
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from rgpt_tui.story.printable import printable
from rgpt_tui.studio.desk import DeskClosed
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.at_work import busy
from rgpt_tui.studio.panes.coming import Coming, Shown
from rgpt_tui.studio.panes.opening import Opening
from rgpt_tui.studio.panes.outline import changed_between, entry_of, texts_of
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.panes.paragraph_editor import ParagraphEditor
from rgpt_tui.studio.panes.stopped_reply import StoppedReply
from rgpt_tui.studio.places_in_story import heading_of
from rgpt_tui.studio.prose.entries import Entry, StepText
from rgpt_tui.studio.prose.painting import STALE
from rgpt_tui.studio.prose.view import ProseView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from rgpt_tui.engine.events import Committed
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.studio.prose.messages import TextsWanted
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event

WRITTEN_BEFORE = f"{STALE} written before an edit"
FIRST_SHOWN = 12
"""How many of the last paragraphs are shown before anything else is read."""


class StoryShown(Pane):
    """The story as it is shown: the whole branch, then what is being written or was stopped."""

    stale: reactive[bool] = reactive(False, repaint=False)
    """The current paragraph was written before an edit."""

    prose = getters.query_one(ProseView)
    stopped_reply = getters.query_one(StoppedReply)
    opening = getters.query_one("#opening", Static)
    editor = getters.query_one(ParagraphEditor)

    def compose(self) -> ComposeResult:
        """The prose, the editor that is laid over a paragraph, and a stopped reply below it."""
        yield Static(id="opening", markup=False)
        yield ProseView(id="prose")
        yield StoppedReply()
        yield ParagraphEditor(id="paragraph-editor")

    def on_mount(self) -> None:
        """Set the prose in the measure that the writer likes."""
        self.prose.measure = self.desk.settings.measure
        self._coming = Coming()
        self._kept = ""
        """The paragraph that was committed last."""
        self._opening = Opening()
        self._standing: Standing | None = None
        self._shares = ""
        """Whose words the story has, while that is told."""
        self.opening.display = False

    def enter(self) -> None:
        """Take the focus."""
        box = self.editor if self.editor.open else self.prose
        if not box.has_focus:
            # Textual paints all of it anew, also where it has the focus already.
            box.focus()

    async def show_end(self) -> None:
        """Show the last paragraphs, before the rest of a long book has been looked at."""
        steps = await self.desk.read(lambda book: book.last_steps(FIRST_SHOWN))
        self.prose.show_outline(
            [Entry(id=step.id, words=0, heading=step.text.heading) for step in steps]
        )
        self.prose.show_texts([StepText(id=step.id, text=step.text.paragraph) for step in steps])
        self.prose.go_to_end()

    async def show(self, standing: Standing) -> None:
        """Show the branch as it is now; the place of the reader stays."""
        before = self._standing
        self._standing = standing
        branch = f" · “{standing.branch}”" if standing.branch else ""
        self.border_title = Content(printable((standing.brief.title or "Story") + branch))
        if before is None or not self._shows(before, standing):
            self.prose.show_outline(
                await asyncio.to_thread(
                    lambda: [entry_of(step, standing.marks) for step in standing.path]
                )
            )
        if before is not None:
            await self._show_texts(changed_between(before.path, standing.path))
        tip = standing.tip.id if standing.tip else None
        moved = before is None or tip != (before.tip.id if before.tip else None)
        if moved:
            self._coming = Coming()
            self.prose.end_stream()
        if not busy(self):
            self._show_draft(standing.draft, standing.brief.language)
        if moved:
            self.prose.current = tip
        self._tell_opening()
        await self._tell_where_or_whose()

    def _shows(self, before: Standing, now: Standing) -> bool:
        """Whether the page shows all steps already: those that there were, and one that streamed.

        Ten thousand entries need not be made for one that is new.
        """
        old, path, shown = before.path, now.path, self.prose.page.entries
        if (
            before.marks != now.marks
            or not path
            or [each.id for each in shown[-1:]] != [path[-1].id]
        ):
            return False
        return path is old or (
            len(path) == len(old) + 1 == len(shown) and len(old) > 0 and path[-2] is old[-1]
        )

    def begins(self) -> None:
        """Say at once that the opening of a new story is on its way, and offer no draft now."""
        self._coming, self._opening = Coming(), Opening()
        self._tell_opening(writing=True)
        self.stopped_reply.show_draft(None)
        self._place()

    async def take(self, event: Event) -> None:
        """Show the words of the paragraph as they come."""
        from rgpt_tui.engine.events import Committed
        from rgpt_tui.writer.events import Asking, Rewritten

        if self._bare and self._opening.take(event):
            self._tell_opening(writing=True)
        if isinstance(event, Committed):
            self._commit(event)
        elif isinstance(event, Rewritten) and event.text == self._kept:
            # A paragraph by the writer's own hand is a step before it is remembered.
            pass
        else:
            self._follow(event)
        offered_before = self.prose.page.draft
        if isinstance(event, Asking) and (offered_before or not self.prose.streaming):
            self.prose.go_to_end()

    def _follow(self, event: Event) -> None:
        from rgpt_tui.writer.events import Words

        last = next(reversed(self._coming.sections), "")
        if not self._coming.take(event):
            return
        if isinstance(event, Words) and event.section == last:
            self.prose.stream(event.text)
            return
        shown = self._coming.shown()
        self.prose.show_at_end(shown.text, shown.heading, draft=shown.draft)

    def _commit(self, event: Committed) -> None:
        self._kept = event.paragraph
        if "paragraph" in self._coming.sections:
            # The streamed words become the last step without moving on the page.
            self.prose.end_stream(
                Entry(id=event.id, words=len(event.paragraph.split()), heading=event.heading)
            )
        self._coming = Coming()

    def _show_draft(self, draft: Draft | None, language: str) -> None:
        """Leave in sight what came of a reply that was stopped, until it is done with."""
        shown = Coming.of(draft).shown() if draft else Shown()
        if shown.text:
            self.prose.show_at_end(shown.text.rstrip(), shown.heading, draft=True)
        else:
            self.prose.end_stream()
        self.stopped_reply.show_draft(draft, language)

    @property
    def _bare(self) -> bool:
        """Whether there is no story yet."""
        return self._standing is not None and self._standing.tip is None

    def _tell_opening(self, *, writing: bool = False) -> None:
        """Where there is no story yet, say so, or what is going on."""
        writing = writing or busy(self)
        self.opening.display = self._bare and (writing or not self.prose.streaming)
        line = self._opening.line() if writing else self._not_begun()
        if self.opening.display and self.opening.content != line:
            self.opening.update(line)

    def _not_begun(self) -> Content:
        key = keys_of_action(self.app, "writing.write")
        said = f"{key} writes the opening, from what you said of it."
        return Content.assemble(("Nothing is written yet. ", "bold"), said)

    @on(ProseView.TextsWanted)
    async def _give(self, message: TextsWanted) -> None:
        await self._show_texts(message.ids)

    async def _show_texts(self, ids: Sequence[str]) -> None:
        if ids:
            with suppress(DeskClosed):
                self.prose.show_texts(await self.desk.read(lambda book: texts_of(book, ids)))

    async def _tell_where_or_whose(self) -> None:
        if self.prose.provenance:
            shares = await self.desk.read(lambda book: book.shares())
            whole = sum(shares.values()) or 1
            self._shares = " · ".join(
                f"{origin.value} {count / whole:.0%}" for origin, count in shares.items() if count
            )
        self._place()

    @on(ProseView.Selected)
    def _place(self) -> None:
        """Say beside the title where in the story the reader is, or whose words it has."""
        if self.prose.provenance:
            self.news = self._shares
            return
        step = self._current()
        self.stale = step is not None and step.written_before_edit
        if step is None or self._standing is None:
            self.news = ""
            return
        place = step.position
        heading = heading_of(place)
        chapter = f"{heading} · " if heading else ""
        stale = f" · {WRITTEN_BEFORE}" if self.stale else ""
        offered = self.stopped_reply.has_class("-on")
        draft = " · a stopped draft at the end" if offered else ""
        self.news = f"{chapter}{place.number:,} of {len(self._standing.path):,}{stale}{draft}"

    def _current(self) -> PathStep | None:
        current, path = self.prose.current, self._standing.path if self._standing else ()
        index = None if current is None else self.prose.page.index_of(current)
        if index is None or index >= len(path) or path[index].id != current:
            return None
        return path[index]
