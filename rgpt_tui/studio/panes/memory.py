"""The short-term memory, sentence by sentence, with what the last step changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.pane import Pane

if TYPE_CHECKING:
    from textual.binding import BindingType


class MemoryPane(Pane, can_focus=True):
    """The short-term memory, sentence by sentence, with what the last step changed in it."""

    TITLE = "Memory"
    WHERE = Where.MEMORY
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.MEMORY))
