"""What long-term memory recalled, and what of it goes into the next request."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.panes.pane import Pane

if TYPE_CHECKING:
    from textual.binding import BindingType


class RecalledPane(Pane, can_focus=True):
    """What long-term memory recalled, and what of it goes into the next request."""

    TITLE = "Recalled"
    WHERE = Where.RECALLED
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.RECALLED))
