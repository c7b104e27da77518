"""Going from screen to screen with the studio's keys, and telling which action each key reached."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from rgpt_tui.studio.actions import ACTIONS, Action, Where
from rgpt_tui.studio.app import StudioApp
from rgpt_tui.studio.palette import places_of
from tests.studio.waiting import idle, settled, wait_for, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from textual.dom import DOMNode
    from textual.pilot import Pilot

WAYS: Final = {
    # What is pressed in the writing screen to come to a screen.
    Where.SEARCH: ("ctrl+f", "SearchSheet"),
    Where.ROADS: ("ctrl+r", "RoadsSheet"),
    Where.DRAFTS: ("D", "DraftsSheet"),
    Where.ALTERNATES: ("a", "AlternatesSheet"),
    Where.INSPECTOR: ("f8", "InspectorSheet"),
    Where.AUTOPILOT: ("f9", "AutopilotSheet"),
    Where.OWN_PAGE: ("write_own", "OwnPage"),
    Where.HISTORY: ("ctrl+l", "HistorySheet"),
    Where.BACKUPS: ("backups", "BackupsSheet"),
    Where.BRIEF: ("brief", "BriefScreen"),
    Where.MODELS: ("choose_model", "ModelScreen"),
}
ON_THE_SHELF: Final = {
    Where.NEW_STORY: ("n", "NewStoryScreen"),
    Where.IMPORT: ("i", "ImportScreen"),
}
TO_A_PANE: Final = {
    # Escape leaves the box that was left open there.
    Where.STORY: ("f2", "escape"),
    Where.PROSE: ("f2", "escape"),
    Where.EDITOR: ("f2", "escape", "end", "e"),
    Where.MEMORY: ("f3", "escape"),
    Where.RECALLED: ("f4",),
    Where.NEXT: ("f5", "escape"),
}
"""What is pressed in the writing screen to come to a pane."""
FIRST: Final = {
    # What there must be before there is anything to do for an action.
    "memory.leave_text": ("e",),
    "next.leave_box": ("e",),
}
CHOSEN_IN_THE_LIST: Final = frozenset(
    {
        "shelf.open",
        "search.open",
        "roads.branch",
        "drafts.take_back",
        "models.choose",
        "backups.restore",
        "damaged.choose",
        "recalled.open",
    }
)
"""What is done by choosing a row: Enter belongs to the list or the line that has the focus."""


class Reached:
    """Which actions of the registry the keys have reached since the last look, by their ids."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ids: set[str] = set()
        self._holds = False
        dispatch = StudioApp._dispatch_action

        async def noted(app: StudioApp, node: DOMNode, name: str, parameters: Any) -> bool:
            here = [Where.APP] if node is app else list(places_of(node))
            ids = {f"{where}.{name}" for where in here if hasattr(node, f"action_{name}")}
            if node is app.focused and name in ("select", "submit"):
                ids |= CHOSEN_IN_THE_LIST
            if (self._holds and ids) or await dispatch(app, node, name, parameters):
                self._ids |= ids
                return True
            return False

        monkeypatch.setattr(StudioApp, "_dispatch_action", noted)

    def look(self) -> set[str]:
        """What was reached since the last look."""
        found, self._ids = self._ids, set()
        return found

    @contextmanager
    def held(self, holds: bool = True) -> Iterator[None]:
        """Note what is reached without doing it, so that the screen stays as it is."""
        self._holds = holds
        try:
            yield
        finally:
            self._holds = False


def of(*wheres: Where) -> list[Action]:
    """The actions of some places."""
    return [action for action in ACTIONS if action.where in wheres]


def keys_of(action: Action) -> list[str]:
    """The keys of an action."""
    return [key for key in action.keys.split(",") if key]


def node_of(pilot: Pilot[None], where: Where) -> DOMNode:
    """The part of the studio that an action belongs to, as it is on the screen."""
    if where is Where.APP:
        return pilot.app
    screen = pilot.app.screen
    nodes = [screen, *screen.query("*")]
    return next(node for node in nodes if where in places_of(node))


async def reached(pilot: Pilot[None], name: str) -> None:
    """Wait until a screen of this class is in front."""
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == name, name)
    await settled(pilot)


async def go_to(pilot: Pilot[None], where: Where) -> None:
    """Go from the writing screen to the screen that an action belongs to."""
    way, name = WAYS[where]
    if way.isidentifier() and len(way) > 2:
        await pilot.app.run_action(way, pilot.app if way == "choose_model" else writing(pilot))
    else:
        await pilot.press("f2", "end", way)
    await reached(pilot, name)


async def back(pilot: Pilot[None]) -> None:
    """Take away whatever lies over the writing screen, and stop what it does."""
    for _ in range(10):
        await settled(pilot)
        if pilot.app.screen is writing(pilot) and not writing(pilot).running.busy:
            return
        await pilot.press("escape")
    await idle(pilot)
    assert pilot.app.screen is writing(pilot)
