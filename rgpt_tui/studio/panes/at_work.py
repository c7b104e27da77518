"""What the panes need of the screen they are on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rgpt_tui.studio.keys_now import keys_of_action

if TYPE_CHECKING:
    from textual.widget import Widget

    from rgpt_tui.studio.screens.work import WorkScreen


def work_screen(widget: Widget) -> WorkScreen:
    """The screen of an open story, to which a pane belongs."""
    return cast("WorkScreen", widget.screen)


def busy(widget: Widget) -> bool:
    """Whether something is being written."""
    return work_screen(widget).running.busy


def refuse_while_busy(widget: Widget, what: str) -> bool:
    """Whether something is being written; then the writer is told why nothing happens.

    Args:
        widget: of the screen.
        what: cannot be changed, such as “The memory”.
    """
    if not busy(widget):
        return False
    stop = keys_of_action(widget.app, "writing.stop")
    work_screen(widget).studio.tell(
        f"{what} cannot be changed while rgpt is writing. Wait until it is done; {stop} stops it."
    )
    return True
