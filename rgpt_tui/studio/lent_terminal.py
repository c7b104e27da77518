"""The terminal, lent to the writer's own editor for the text of a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from rgpt_tui.external_editor import EditRefused, ExternalEditor

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from rgpt_tui.studio.app import StudioApp


def edit_elsewhere(app: StudioApp, box: TextArea) -> None:
    """Have the text of a box edited in $EDITOR; what is saved there is in the box afterwards.

    Where it cannot be edited, or what was saved cannot be taken, the box stays as it is, and the
    writer is told why.
    """
    try:
        with ExternalEditor() as editor:
            with app.suspend():
                text = editor.edit(box.text, "text")
            box.text = text
    except SuspendNotSupported:
        app.tell("This terminal cannot be lent to another program. Edit the text here.")
    except EditRefused as error:
        app.tell(error)
