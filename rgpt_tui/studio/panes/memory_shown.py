"""The short-term memory as it is shown, streams in, and is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text
from textual import getters
from textual.widgets import Static

from rgpt_tui.story.memory import MemoryLimit
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.memory_review import MemoryReview, made_by_model
from rgpt_tui.studio.panes.at_work import busy
from rgpt_tui.studio.panes.memory_rows import NOTHING_YET, gauge, row_of
from rgpt_tui.studio.panes.news_line import NewsLine
from rgpt_tui.studio.panes.pane import Pane, words
from rgpt_tui.studio.panes.rows import Row, Rows
from rgpt_tui.studio.panes.streamed import FLUSH_SECONDS, Streamed
from rgpt_tui.studio.panes.typed_box import TypedBox

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from rgpt_tui.story.records import Step
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event

SMALL_PART = 5
"""A reason that takes a fifth of the pane or less is shown whole in any case."""


class MemoryShown(Pane):
    """The short-term memory as it is shown, streams in, and is saved."""

    rows = getters.query_one("#sentences", Rows)
    area = getters.query_one("#memory-text", TypedBox)
    why = getters.query_one("#rationale", Static)

    def compose(self) -> ComposeResult:
        """The reason, the sentences, and the text that they are."""
        yield NewsLine()
        yield Static(id="rationale", markup=False)
        yield Rows(id="sentences")
        yield TypedBox(id="memory-text")

    def on_mount(self) -> None:
        """Begin with nothing."""
        self._step: Step | None = None
        self._review = MemoryReview("", "", "")
        self._language = "en"
        self._stream = Streamed("memory", "rationale")
        self._settled = False
        self._shown: list[Row] = []
        self._before_edit = self._review
        self._behind = False
        """No model has read the last paragraph: the memory is the one from before it."""
        self.area.display = False

    def enter(self) -> None:
        """Take the focus."""
        (self.area if self.area.display else self.rows).focus()

    @property
    def review(self) -> MemoryReview:
        """The memory as it stands here, beside what it was."""
        return self._review

    @property
    def unsaved(self) -> bool:
        """Whether the memory here differs from the one in the book."""
        text = self._step.text if self._step else None
        return text is not None and (self._review.text, self._review.pinned) != (
            text.memory,
            text.pinned,
        )

    @property
    def row(self) -> int | None:
        """The row under the cursor, if it is one of the writer's memory."""
        row = self.rows.highlighted
        if row is None or "memory" in self._stream.texts or row >= len(self._review.sentences):
            return None
        return row

    # What the book says

    async def show(self, standing: Standing) -> None:
        """Show the memory at the tip; what the writer made of it and did not save stays."""
        before, step = self._step, standing.tip
        made: str | None = None
        if step and (before is None or step.id != before.id or step.text != before.text):
            # Read first, so that nothing is drawn between what streamed and what is in the book.
            made = made_by_model(await self.desk.read(lambda book: book.revisions(step.id)))
        writing = busy(self)
        if not writing or step != before:
            self._stream.clear()
            self._settled = False
        self.area.read_only = writing
        self._language = standing.brief.language
        if step is None:
            self._step, self._review = None, MemoryReview("", "", "", language=self._language)
        elif made is not None:
            text = step.text
            review = MemoryReview(
                standing.memory_before, made, text.memory, text.pinned, self._language
            )
            if before is None or step.id != before.id:
                review = _with_unsent(review, standing, step.id)
            elif self.unsaved and step.text.memory == before.text.memory:
                review = replace(review, text=self._review.text, pinned=self._review.pinned)
            text_changed = review.text != self._review.text
            self._step, self._review = step, review
            if text_changed:
                self._leave_text()
        else:
            self._step = step
        self._behind = step is not None and _is_behind(step, standing.memory_before)
        self._draw()
        if (before and before.id) != (step and step.id) and not self.rows.has_focus:
            self._go_to_change()

    def _go_to_change(self) -> None:
        """Bring into view what the memory is since the last step, from its first change on."""
        review = self._in_sight
        if review.sentences:
            row = review.first_change or 0
            self.rows.lead_with(row, top=review.sentences[row].here is not None)

    async def take(self, event: Event) -> None:
        """Show the new memory as it comes, and then what it changes."""
        from rgpt_tui.writer.events import Asking, MemorySettled

        changed = self._stream.take(event)
        if isinstance(event, Asking):
            self._leave_text()
        elif isinstance(event, MemorySettled):
            self._settled = True
            self._draw()
            self._go_to_change()
        if changed:
            self.soon(FLUSH_SECONDS, self._draw)

    async def save(self) -> None:
        """Put the memory into the book, as a revision of the tip.

        Raises:
            BookUnwritable: it could not be written; it stays here.
        """
        if self.area.display:
            self._take_text()
        if self._step is None or not self.unsaved:
            return
        step, review = self._step, self._review
        await self.desk.revise(
            step.id, sent=(Box.MEMORY,), memory=review.text, pinned=review.pinned
        )
        self.desk.typing.drop(step.id, Box.MEMORY)
        text = replace(step.text, memory=review.text, pinned=review.pinned)
        self._step = replace(step, text=text)
        self._tell_news()

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self._tell_news()
        # The list knows its own size only after this.
        self.call_after_refresh(self._fit_reason)

    # How it is done

    def _keep(self) -> None:
        """Keep what was done safe from a crash until it is saved."""
        step = self._step
        if step is None:
            return
        if self._review.text == step.text.memory:
            self.desk.typing.drop(step.id, Box.MEMORY)
        else:
            self.desk.typing.keep(
                UnsentEdit(
                    step=step.id,
                    box=Box.MEMORY,
                    text=self._review.text,
                    revision=step.revision,
                )
            )

    def _take_text(self) -> None:
        """Let locks follow what was typed; exactly the old text, where nothing was."""
        if self._review.text != self._before_edit.text:
            self._review = self._before_edit.retold(self._review.text)
            self._before_edit = self._review

    def _leave_text(self) -> None:
        if self.area.display:
            self._take_text()
            focused = self.area.has_focus
            self.area.display, self.rows.display = False, True
            if focused:
                self.rows.focus()

    @property
    def _in_sight(self) -> MemoryReview:
        """The memory that streams in beside the one that it is made from; else that of the tip."""
        if "memory" not in self._stream.texts:
            return self._review
        text, old = self._stream.texts["memory"], self._review.text
        return MemoryReview(old, text, text, self._review.pinned, self._language)

    def _draw(self) -> None:
        review = self._in_sight
        whole = "memory" not in self._stream.texts or self._settled
        sentences = [each for each in review.sentences if whole or each.here is not None]
        self._shown = [row_of(each) for each in sentences] or [NOTHING_YET]
        self.rows.fill(self._shown)
        if not whole:
            self.rows.action_last()
        step = self._step
        reason = self._stream.texts.get("rationale") or (step.text.rationale if step else "")
        if self._behind and not self._stream.texts:
            key = keys_of_action(self.app, "memory.refresh")
            reason = f"It does not know the last paragraph yet. {key} makes it anew from the text."
        self.why.display = bool(reason.strip())
        if self.why.content != (why := words(" ".join(reason.split()))):
            self.why.update(why)
        self._fit_reason()
        self._tell_news(review)

    def _fit_reason(self) -> None:
        """Show all of the reason where it leaves the sentences in sight; else its first line."""
        reason = self.why.content
        columns, lines = self.rows.room[0], self.scrollable_content_region.height
        if not self.why.display or not columns or not isinstance(reason, Text):
            return
        needed = len(reason.wrap(self.app.console, columns))
        sentences = sum(self.rows.lines_of(each) for each in self._shown)
        whole = needed <= max(lines - sentences, lines // SMALL_PART)
        if whole != self.why.has_class("-whole"):
            self.why.set_class(whole, "-whole")

    def _tell_news(self, review: MemoryReview | None = None) -> None:
        review = review or self._review
        limit = self.desk.engine.memory_limit if self._step or self._stream.texts else MemoryLimit()
        self.set_class(not review.fits(limit), "-over")
        self.news = gauge(
            review,
            limit,
            room=self.outer_size.width - 6,
            unsaved=self.unsaved and "memory" not in self._stream.texts,
            empty=self._step is None and not self._stream.texts,
        )
        self.query_one(NewsLine).tell(self.news)


def _is_behind(step: Step, before: str) -> bool:
    """Whether the memory of a step is the one from before it, and no model meant it to be."""
    text = step.text
    return bool(before) and text.memory == before and not (text.rationale and text.plans)


def _with_unsent(review: MemoryReview, standing: Standing, step: str) -> MemoryReview:
    """With what the writer did in an earlier session and did not save."""
    for edit in standing.unsent:
        if edit.step == step and edit.box is Box.MEMORY and edit.text != review.text:
            return review.retold(edit.text)
    return review
