"""Every action of the registry: done by a method, reached by its key and by the palette."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.studio.actions import ACTIONS, NO_KEY, Action, Where
from rgpt_tui.studio.palette import offered
from rgpt_tui.studio.panes.memory import MemoryPane
from rgpt_tui.studio.panes.next import NextPane
from rgpt_tui.studio.panes.recalled import RecalledPane
from rgpt_tui.studio.panes.story import StoryPane
from rgpt_tui.studio.screens.writing import WritingScreen
from tests.studio.waiting import idle, opened, settled, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

PANES: dict[Where, type[Any]] = {
    Where.WRITING: WritingScreen,
    Where.STORY: StoryPane,
    Where.MEMORY: MemoryPane,
    Where.RECALLED: RecalledPane,
    Where.NEXT: NextPane,
}
ELSEWHERE = {"quit", "stories"}
"""Actions that leave the story."""
LENT = {"external_editor"}
"""There is no terminal to lend under a pilot."""
PRESSED = [
    action
    for action in ACTIONS
    if action.where in PANES and action.keys and action.name not in ELSEWHERE | LENT
]


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.where in PANES], ids=lambda a: a.id)
def test_each_action_of_the_writing_screen_has_its_method_and_its_binding(action: Action) -> None:
    place = PANES[action.where]
    assert callable(getattr(place, f"action_{action.name}", None))
    bound = [binding for binding in place.BINDINGS if binding.id == action.id]
    assert [binding.key for binding in bound] == [action.keys or NO_KEY]


def test_no_two_actions_of_one_place_share_a_key() -> None:
    seen = defaultdict(list)
    for action in ACTIONS:
        for key in filter(None, action.keys.split(",")):
            seen[action.where, key].append(action.id)
    assert not [ids for ids in seen.values() if len(ids) > 1]


async def test_the_palette_offers_every_action_of_the_screen(open_studio: Any, story: Path) -> None:
    async with open_studio(story) as pilot:
        found = {action.id for action, _ in offered(writing(pilot))}
    wanted = {a.id for a in ACTIONS if a.where in PANES or a.where is Where.APP}
    assert wanted <= found


@pytest.mark.parametrize("action", PRESSED, ids=lambda action: action.id)
async def test_each_key_can_be_pressed_in_its_place(
    open_studio: Any, story: Path, action: Action
) -> None:
    async with open_studio(story) as pilot:
        await opened(pilot)
        await pilot.press(
            {Where.MEMORY: "f3", Where.RECALLED: "f4", Where.NEXT: "f5"}.get(action.where, "f2")
        )
        await settled(pilot)
        await pilot.press(action.keys.split(",")[0])
        await settled(pilot)
        if len(pilot.app.screen_stack) > 2:
            await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.is_running, "the studio")
        await idle(pilot)
        assert pilot.app._exception is None
