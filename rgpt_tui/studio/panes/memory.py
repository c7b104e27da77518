"""The short-term memory, sentence by sentence, with what the last step changed in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on

from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.at_work import busy, refuse_while_busy, work_screen
from rgpt_tui.studio.panes.memory_shown import MemoryShown
from rgpt_tui.studio.panes.rows import Rows
from rgpt_tui.studio.panes.typed_box import TypedBox

if TYPE_CHECKING:
    from textual.binding import BindingType

    from rgpt_tui.studio.memory_review import MemoryReview


GAUGE_SECONDS = 0.15
"""So long after a key the gauge follows: it parts the whole text into sentences anew."""


class Refused(RgptError):
    """The memory stays as it is."""


class MemoryPane(MemoryShown):
    """The short-term memory, sentence by sentence, with what the last step changed in it."""

    TITLE = "Memory"
    WHERE = Where.MEMORY
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.MEMORY))
    DEFAULT_CSS = """
    MemoryPane #rationale {
        height: auto;
        max-height: 1;
        color: $foreground 60%;
        text-style: italic;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:hover { color: $foreground; }
        &.-open { max-height: 40%; text-wrap: wrap; overflow-y: auto; }
        &.-whole { max-height: 100%; text-wrap: wrap; }
    }
    MemoryPane.-over { border-subtitle-color: $warning !important; }
    MemoryPane.-over NewsLine { color: $warning; }
    """

    # What the writer does

    def action_in_or_out(self) -> None:
        """Take a sentence out of the memory, or put it back."""
        if refuse_while_busy(self, "The memory") or (row := self.row) is None:
            return
        if self._review.sentences[row].locked:
            key = keys_of_action(self.app, "memory.lock")
            self.post_message(self.Failed(Refused(f"This sentence is locked. {key} unlocks it.")))
            return
        self._change(self._review.toggled(row))

    async def action_lock(self) -> None:
        """Keep a sentence through every rewrite, or no longer; that is saved at once."""
        if refuse_while_busy(self, "The memory") or (row := self.row) is None:
            return
        if self._review.sentences[row].here is None:
            key = keys_of_action(self.app, "memory.in_or_out")
            said = f"This sentence is not in the memory. {key} puts it back."
            self.post_message(self.Failed(Refused(said)))
            return
        self._change(self._review.locked(row))
        await self._saved()

    def action_take_all_back(self) -> None:
        """Take back all that the last step did to the memory."""
        if self._step is not None and not refuse_while_busy(self, "The memory"):
            self._change(self._review.taken_back())

    async def action_refresh(self) -> None:
        """Have the memory made anew from the text."""
        if refuse_while_busy(self, "The memory") or self._step is None:
            return
        if await self._saved():
            work_screen(self).write("making the memory anew", self.desk.session.refresh())

    def action_edit(self) -> None:
        """Edit the memory as a text, at the sentence under the cursor."""
        if self._step is None or self.area.display or refuse_while_busy(self, "The memory"):
            return
        offset = 0 if self.row is None else self._review.span(self.row)[0]
        self._before_edit = self._review
        self.area.load(self._review.text)
        self.area.place_cursor(self._review.text[:offset])
        self.area.display, self.rows.display = True, False
        self.area.focus()
        self._tell_news()

    def action_leave_text(self) -> None:
        """Go back from the text to its sentences; the text is kept."""
        offset = self.area.offset_of_cursor
        self._leave_text()
        self._draw()
        self.rows.focus()
        at = [
            row
            for row, sentence in enumerate(self._review.sentences)
            if sentence.here is not None and self._review.span(row)[0] <= offset
        ]
        self.rows.highlighted = at[-1] if at else 0

    def action_reason(self) -> None:
        """Show all of the model's reason, or only its beginning."""
        self.why.toggle_class("-open")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape leaves the text; while something is being written it stops that instead."""
        if action == "leave_text":
            return self.area.display and not busy(self)
        return True

    @on(Rows.OptionSelected, "#sentences")
    def _open_text(self) -> None:
        self.action_edit()

    @on(Rows.SignClicked, "#sentences")
    def _toggle_clicked(self) -> None:
        self.action_in_or_out()

    @on(TypedBox.Typed, "#memory-text")
    def _typed(self, event: TypedBox.Typed) -> None:
        if self.area.display:
            self._review = replace(self._before_edit, text=event.text)
            self._keep()
            self.soon(GAUGE_SECONDS, self._tell_news)

    def on_click(self, event: object) -> None:
        """A click on the reason shows all of it."""
        if getattr(event, "widget", None) is self.why:
            self.action_reason()

    def _change(self, review: MemoryReview) -> None:
        self._review = review
        self._keep()
        self._draw()

    async def _saved(self) -> bool:
        try:
            await self.save()
        except RgptError as error:
            self.post_message(self.Failed(error))
            return False
        return True
