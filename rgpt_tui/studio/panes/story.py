"""The story, and what can be done with each paragraph of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from rgpt_tui.story.marks import Mark
from rgpt_tui.story.unsent import Box
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.paragraph_editor import ParagraphEditor
from rgpt_tui.studio.panes.story_shown import StoryShown
from rgpt_tui.studio.prose.view import ProseView

if TYPE_CHECKING:
    from textual.binding import BindingType


class StoryPane(StoryShown):
    """The prose, and what can be done with each paragraph of it."""

    TITLE = "Story"
    WHERE = Where.STORY
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.STORY))
    DEFAULT_CSS = """
    StoryPane #opening { height: auto; padding: 0 2 1 2; color: $foreground 80%; }
    """

    async def save(self) -> None:
        """Put the paragraph that is being edited into the book."""
        if self.editor.open:
            await self._keep(self.editor.close(self.prose))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a paragraph is edited, letters are letters."""
        return not self.editor.open if hasattr(self, f"action_{action}") else True

    @on(ProseView.Opened)
    async def action_edit(self) -> None:
        """Edit the current paragraph in its place."""
        if self.prose.current is None:
            return
        step = await self.desk.read(lambda book: book.step(str(self.prose.current)))
        self.editor.begin(step, await self.desk.typing.typed(step.id, Box.PARAGRAPH))
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

    def action_history(self) -> None:
        """Read what the current paragraph was before."""
        self._ask("history")

    def action_heading(self) -> None:
        """Name the chapter that begins with the current paragraph."""
        self._ask("heading")

    async def action_pin(self) -> None:
        """Pin the current paragraph, or no longer."""
        await self._mark(Mark.PIN)

    async def action_mute(self) -> None:
        """Mute the current paragraph, or no longer."""
        await self._mark(Mark.MUTE)

    async def action_dismiss(self) -> None:
        """Take away the marks “written before an edit”."""
        await self.desk.acknowledge_edits()

    async def action_provenance(self) -> None:
        """Tell the words of the model from those of the writer."""
        self.prose.provenance = not self.prose.provenance
        await self._tell_where_or_whose()

    def _ask(self, what: str) -> None:
        if self.prose.current is not None:
            self.post_message(self.Asked(what, step=self.prose.current))

    async def _mark(self, mark: Mark) -> None:
        step = self.prose.current
        if step is None or self._standing is None:
            return
        marked = self._standing.marks.get(step) is mark
        await self.desk.mark(step, None if marked else mark)
