"""The plans for what comes next, and the box with the one that will be written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.pane import Pane

if TYPE_CHECKING:
    from textual.binding import BindingType


class NextPane(Pane, can_focus=True):
    """The plans for what comes next, and the box with the one that will be written from."""

    TITLE = "Next"
    WHERE = Where.NEXT
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.NEXT))
