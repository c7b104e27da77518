"""The story: the prose of the whole branch, the paragraph that is being written at its end."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.content import Content

from rgpt_tui.story.marks import Mark
from rgpt_tui.story.printable import printable
from rgpt_tui.story.unsent import Box
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.desk import DeskClosed
from rgpt_tui.studio.panes.outline import changed_between, entry_of, texts_of
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.panes.paragraph_editor import ParagraphEditor
from rgpt_tui.studio.prose.entries import Entry, StepText
from rgpt_tui.studio.prose.view import ProseView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.story.path import PathStep
    from rgpt_tui.studio.prose.messages import TextsWanted
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event

FIRST_SHOWN = 12
"""How many of the last paragraphs are shown before anything else is read."""
OPENINGS = ("opening_1", "opening_2", "opening_3")


class StoryPane(Pane):
    """The prose, and what can be done with each paragraph of it."""

    TITLE = "Story"
    WHERE = Where.STORY
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.STORY))
    HELP = """
    The story, from its first paragraph to the last. The bar in the margin marks the paragraph
    that the keys below are about.
    """

    prose = getters.query_one(ProseView)
    editor = getters.query_one(ParagraphEditor)

    def compose(self) -> ComposeResult:
        """The prose, and the editor that is laid over a paragraph."""
        yield ProseView(id="prose")
        yield ParagraphEditor(id="paragraph-editor")

    def on_mount(self) -> None:
        """Set the prose in the measure that the writer likes."""
        self.prose.measure = self.desk.settings.measure
        self._streaming = ""
        self._standing: Standing | None = None

    def enter(self) -> None:
        """Take the focus."""
        (self.editor if self.editor.open else self.prose).focus()

    # Showing

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
        self.border_title = Content(printable(standing.brief.title or "Story"))
        if before is None or not self._shows(before, standing):
            self.prose.show_outline(
                await asyncio.to_thread(
                    lambda: [entry_of(step, standing.marks) for step in standing.path]
                )
            )
        if before is not None:
            await self._show_texts(changed_between(before.path, standing.path))
        tip = standing.tip.id if standing.tip else None
        if before is None or tip != (before.tip.id if before.tip else None):
            self._end_stream()
            self.prose.current = tip
        self.editor.restore(standing.unsent)
        self._place()

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

    async def take(self, event: Event) -> None:
        """Show the words of the paragraph as they come."""
        from rgpt_tui.engine.events import Committed
        from rgpt_tui.writer.events import Asking, Rewritten, Words

        if isinstance(event, Words) and event.section in ("paragraph", *OPENINGS):
            if self._streaming != event.section:
                self._begin_stream(event.section)
            self.prose.stream(event.text)
        elif isinstance(event, Rewritten) and event.section == self._streaming:
            self.prose.replace_stream(event.text)
        elif isinstance(event, Committed) and self._streaming == "paragraph":
            # The streamed words become the last step without moving on the page.
            self.prose.end_stream(
                Entry(id=event.id, words=len(event.paragraph.split()), heading=event.heading)
            )
            self._streaming = ""
        elif isinstance(event, Asking) and not self._streaming:
            self.prose.go_to_end()

    async def save(self) -> None:
        """Put the paragraph that is being edited into the book."""
        if self.editor.open:
            await self._keep(self.editor.close(self.prose))

    def _begin_stream(self, section: str) -> None:
        if self._streaming:
            self.prose.stream("\n\n")
        else:
            self.prose.begin_stream()
        self._streaming = section

    def _end_stream(self) -> None:
        if self._streaming:
            self.prose.end_stream()
        self._streaming = ""

    def stopped(self) -> None:
        """Nothing is being written any more: what was only streamed goes from the page."""
        self._end_stream()

    @on(ProseView.TextsWanted)
    async def _give(self, message: TextsWanted) -> None:
        await self._show_texts(message.ids)

    async def _show_texts(self, ids: Sequence[str]) -> None:
        if ids:
            with suppress(DeskClosed):
                self.prose.show_texts(await self.desk.read(lambda book: texts_of(book, ids)))

    @on(ProseView.Selected)
    def _place(self) -> None:
        """Say beside the title where in the story the reader is."""
        step = self._current()
        if step is None or self._standing is None:
            self.news = ""
            return
        place = step.position
        chapter = (
            f"Chapter {place.chapter} · " if self._standing.path[-1].position.chapter > 1 else ""
        )
        stale = " · written before an edit" if step.written_before_edit else ""
        self.news = f"{chapter}{place.number:,} of {len(self._standing.path):,}{stale}"

    def _current(self) -> PathStep | None:
        current, path = self.prose.current, self._standing.path if self._standing else ()
        index = None if current is None else self.prose.page.index_of(current)
        if index is None or index >= len(path) or path[index].id != current:
            return None
        return path[index]

    # What can be done with a paragraph

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a paragraph is edited, letters are letters."""
        return not self.editor.open if hasattr(self, f"action_{action}") else True

    @on(ProseView.Opened)
    async def action_edit(self) -> None:
        """Edit the current paragraph in its place."""
        if self.prose.current is None:
            return
        step = await self.desk.read(lambda book: book.step(str(self.prose.current)))
        self.editor.begin(step)
        self.call_after_refresh(self.editor.lay_over, self.prose)

    @on(ParagraphEditor.Done)
    async def _edited(self) -> None:
        await self._keep(self.editor.close(self.prose))
        self.prose.focus()

    @on(ProseView.Moved)
    def _follow_prose(self) -> None:
        self.editor.lay_over(self.prose)

    @on(ParagraphEditor.Typed)
    def _typed(self) -> None:
        if (edit := self.editor.unsent) is not None:
            self.desk.typing.keep(edit)
        self.editor.lay_over(self.prose)

    async def _keep(self, edit: ParagraphEditor.Left | None) -> None:
        if edit is not None:
            await self.desk.revise(edit.step, paragraph=edit.text, sent=[Box.PARAGRAPH])
            self.desk.typing.drop(edit.step, Box.PARAGRAPH)

    def action_reroll(self) -> None:
        """Write the current paragraph anew."""
        self._ask("reroll")

    def action_alternates(self) -> None:
        """Compare the versions of the current paragraph."""
        self._ask("alternates")

    def action_go_from_here(self) -> None:
        """Go on from the current paragraph."""
        self._ask("go_to")

    def action_made_from(self) -> None:
        """Read what the current paragraph was made from."""
        self._ask("made_from")

    def action_heading(self) -> None:
        """Name the chapter that begins with the current paragraph."""
        self._ask("heading")

    def action_pin(self) -> None:
        """Pin the current paragraph, or no longer."""
        self._mark(Mark.PIN)

    def action_mute(self) -> None:
        """Mute the current paragraph, or no longer."""
        self._mark(Mark.MUTE)

    def action_dismiss(self) -> None:
        """Take away the marks “written before an edit”."""
        self.run_worker(self.desk.acknowledge_edits(), exit_on_error=False)

    async def action_provenance(self) -> None:
        """Tell the words of the model from those of the writer."""
        self.prose.provenance = not self.prose.provenance
        if not self.prose.provenance:
            self._place()
            return
        shares = await self.desk.read(lambda book: book.shares())
        whole = sum(shares.values()) or 1
        self.news = " · ".join(
            f"{origin.value} {count / whole:.0%}" for origin, count in shares.items() if count
        )

    def _ask(self, what: str) -> None:
        if self.prose.current is not None:
            self.post_message(self.Asked(what, step=self.prose.current))

    def _mark(self, mark: Mark) -> None:
        step = self.prose.current
        if step is None or self._standing is None:
            return
        marked = self._standing.marks.get(step) is mark
        self.run_worker(self.desk.mark(step, None if marked else mark), exit_on_error=False)
