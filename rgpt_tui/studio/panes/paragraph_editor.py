"""Editing one paragraph in its place: a text box laid over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.typed_box import TypedBox

if TYPE_CHECKING:
    from textual.binding import BindingType

    from rgpt_tui.story.records import Step
    from rgpt_tui.studio.prose.view import ProseView

BESIDE_THE_WORDS = 2
"""Columns of the box beyond those of the prose, so that it wraps where the prose does: Textual
counts the space at the end of a line, and keeps a column for the cursor.
"""


class ParagraphEditor(TypedBox):
    """One box for all paragraphs: it is laid over the one that is being edited."""

    WHERE = Where.EDITOR
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.EDITOR))
    DEFAULT_CSS = """
    ParagraphEditor {
        display: none;
        layer: over;
        background: $surface;
        &:focus { border: none; }
        &.-open { display: block; }
    }
    """

    @dataclass(frozen=True, slots=True)
    class Left:
        """A paragraph as the writer left it."""

        step: str
        text: str

    class Done(Message):
        """The writer wants to leave the box."""

    def on_mount(self) -> None:
        """Nothing is edited at first."""
        self.step: Step | None = None
        self._kept = self._loaded = ""

    @property
    def open(self) -> bool:
        """Whether a paragraph is being edited."""
        return self.has_class("-open")

    def begin(self, step: Step, typed: str | None) -> None:
        """Edit the paragraph of a step.

        Args:
            step: the step.
            typed: what was typed here earlier and could not be saved, which is taken up.
        """
        self.step = step
        self._kept = step.text.paragraph if typed is None else typed
        self.load(self._kept)
        self._loaded = self.text
        self.add_class("-open")
        self.focus()

    def lay_over(self, prose: ProseView) -> None:
        """Lie over the paragraph that is being edited, as long as what is typed is."""
        if self.step is None:
            return
        view = prose.scrollable_content_region
        rows = min(self.wrapped_document.height + 1, view.height)
        prose.reserve(self.step.id, rows)
        region = prose.region_of(self.step.id)
        if region is None or region.y < view.y or region.bottom > view.bottom:
            prose.go_to(self.step.id)
            region = prose.region_of(self.step.id)
        if region is not None:
            self.styles.offset = region.offset - view.offset + (view.x - prose.region.x, 0)
            self.styles.width = region.width + BESIDE_THE_WORDS
            self.styles.height = min(rows, view.bottom - region.y)

    def close(self, prose: ProseView) -> Left | None:
        """Leave the box; the edit, unless the text is as it was."""
        # Only printable text is shown; where nothing was typed, the text stays word for word.
        step, text = self.step, self._kept if self.text == self._loaded else self.text
        self.remove_class("-open")
        self.step = None
        if step is not None:
            prose.release(step.id)
        if step is None or text == step.text.paragraph:
            return None
        return self.Left(step.id, text)

    def action_done(self) -> None:
        """Leave the box and keep the text."""
        self.post_message(self.Done())

    @property
    def unsent(self) -> UnsentEdit | None:
        """What stands in the box and is not in the book; None while nothing is edited."""
        if self.step is None:
            return None
        return UnsentEdit(
            step=self.step.id, box=Box.PARAGRAPH, text=self.text, revision=self.step.revision
        )
