"""Every action of the studio: what it is called, its key, and where it can be used.

These rows are the only place where they are listed: a file for what is around a story, for the
writing screen, for its panes and for the sheets. Bindings, footer, command palette, help, the keys
that a writer may rebind (``[keys]`` in ``settings.toml``) and the tables in the documents are all
made from them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from rgpt_tui.studio.actions.action import NO_KEY, PANES, Action, Where
from rgpt_tui.studio.actions.around import AROUND_ACTIONS
from rgpt_tui.studio.actions.panes import PANE_ACTIONS
from rgpt_tui.studio.actions.sheets import SHEET_ACTIONS
from rgpt_tui.studio.actions.writing import WRITING_ACTIONS

if TYPE_CHECKING:
    from textual.binding import Binding

__all__ = ["ACTIONS", "BY_ID", "NO_KEY", "PANES", "SHEETS", "Action", "Where", "bindings"]

ACTIONS: Final = (*AROUND_ACTIONS, *WRITING_ACTIONS, *PANE_ACTIONS, *SHEET_ACTIONS)
BY_ID: Final = {action.id: action for action in ACTIONS}
SHEETS: Final = frozenset(action.where for action in SHEET_ACTIONS)
"""Places that are sheets: what can be done on every one of them can be done there too."""


@cache
def bindings(where: Where) -> list[Binding]:
    """The bindings of a part of the studio."""
    own = [action.binding() for action in ACTIONS if action.where is where]
    if where is Where.SHEET:
        # What is modal hears of the app's keys only those that count before all others.
        others = [each for each in ACTIONS if each.where is Where.APP and not each.first]
        own += [replace(each.binding(), action=f"app.{each.name}") for each in others if each.keys]
    return own
