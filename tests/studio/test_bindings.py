"""Every action of the studio has its method, its keys and its place in the palette, and works."""

from __future__ import annotations

import importlib
import pkgutil
from contextlib import nullcontext
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Any

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Input, TextArea

from rgpt_tui import studio
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Plan
from rgpt_tui.studio.actions import ACTIONS, BY_ID, PANES, Action, Where
from rgpt_tui.studio.app import StudioApp
from rgpt_tui.studio.palette import offered, places_of
from rgpt_tui.studio.screens.ask_line import AskLine
from rgpt_tui.studio.screens.confirm import Confirm
from rgpt_tui.studio.screens.damaged import DamagedSheet, Remedy
from rgpt_tui.studio.text_box import TextBox
from tests.studio.waiting import idle, opened, settled, shows, wait_for, writing
from tests.studio.walking import (
    FIRST,
    ON_THE_SHELF,
    TO_A_PANE,
    WAYS,
    Reached,
    back,
    go_to,
    keys_of,
    node_of,
    of,
    reached,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.binding import BindingsMap
    from textual.pilot import Pilot

Open = Any

IN_THE_STORY = {Where.APP, Where.WRITING, *PANES}
LEAVING = {"app.quit", "writing.stories", "app.restart_engine"}
"""What ends the story or the engine: that its key reaches it is seen, and done in other tests."""
WITH_A_DRAFT = {"writing.go_on", "writing.keep_draft", "writing.set_aside"}
"""What there is to be done while a stopped reply is offered."""


def subclasses_of(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses_of(each)


def check(pilot: Pilot[None], *wheres: Where) -> None:
    """Each action has a method where it belongs, its keys are bound there, the palette has it.

    In the palette it is unless there is nothing for it to do now.
    """
    in_palette = {action.id for action, _ in offered(pilot.app.screen)}
    for action in of(*wheres):
        node = node_of(pilot, action.where)
        assert hasattr(node, f"action_{action.name}"), action.id
        for key in keys_of(action):
            bound = node._bindings.get_bindings_for_key(key)
            assert action.id in {binding.id for binding in bound}, (action.id, key)
        idle_now = node.check_action(action.name, ()) is False
        assert (action.id in in_palette) is not idle_now, action.id


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Reached:
    """What the keys reach."""
    return Reached(monkeypatch)


async def do(pilot: Pilot[None], action: Action, keys: Reached, *, held: bool = False) -> None:
    """Have an action done by its first key; every key of it must reach it.

    Args:
        pilot: of the studio, with the action's part of it in focus.
        action: to be done.
        keys: what they reach.
        held: only see that it would be done.
    """
    first, *others = keys_of(action) or [""]
    for key in (*others, first):
        with keys.held(held or key != first):
            if key:
                await pilot.press(key)
            else:
                await pilot.app.run_action(action.name, node_of(pilot, action.where))
        assert action.id in keys.look(), (action.id, key)


async def check_keys_from_here(pilot: Pilot[None], keys: Reached, where: Where) -> None:
    """From what has the focus, the keys of a place around it reach their actions.

    All but those that something within has for itself, and those that a text box takes as text.
    """
    within = list(takewhile(lambda link: where not in _places(link[0]), _chain(pilot)))
    typing = isinstance(pilot.app.focused, (Input, TextArea))
    for action in of(where):
        for key in keys_of(action):
            taken = any(key in bound.key_to_bindings for _, bound in within)
            if action.first or (not taken and (action.in_text or not typing)):
                keys.look()
                with keys.held():
                    await pilot.press(key)
                assert action.id in keys.look(), (action.id, key, pilot.app.focused)


async def offer_draft(pilot: Pilot[None]) -> None:
    """Have a stopped reply offered at the tip."""
    screen = writing(pilot)
    if screen.standing is not None and screen.standing.draft is None:
        tip = screen.standing.tip
        sections = {"paragraph": "She rowed out. The bell"}
        plan = Plan(text="She rows out.")
        draft = Draft(parent=tip and tip.id, plan=plan, sections=sections, unfinished="paragraph")
        screen.desk.book.drafts.keep(draft)
        await screen.show_standing()
        await settled(pilot)


def _chain(pilot: Pilot[None]) -> list[tuple[DOMNode, BindingsMap]]:
    """What a key comes by, from the focus outwards."""
    return pilot.app.screen._modal_binding_chain


def _places(node: DOMNode) -> set[Where]:
    return {Where.APP} if isinstance(node, StudioApp) else set(places_of(node))


@pytest.fixture(autouse=True)
def not_the_first_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are settings, an editor that changes nothing, and a terminal that can be lent."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(StudioApp, "suspend", lambda self: nullcontext())


def test_ids_are_unique_and_every_action_says_what_it_does() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    for action in ACTIONS:
        assert action.title
        assert action.help.endswith("."), action.id


def test_every_place_is_walked_through_below() -> None:
    asking = {Where.CONFIRM, Where.ASK_LINE, Where.DAMAGED}
    assert {*WAYS, *ON_THE_SHELF, *IN_THE_STORY, *asking, Where.SHELF, Where.SHEET} == set(Where)


def test_no_two_actions_that_are_live_together_share_a_key() -> None:
    for one, other in combinations(ACTIONS, 2):
        shared = {*keys_of(one)} & {*keys_of(other)}
        if not shared:
            continue
        assert one.where is not other.where, (one.id, other.id, shared)
        together = {one.where, other.where}
        if together <= IN_THE_STORY or Where.APP in together:
            # The inner one has the key, which is only so where the outer one does not count first.
            outer = one if one.where in (Where.APP, Where.WRITING) else other
            assert not outer.first, (one.id, other.id, shared)
            assert not together & {Where.APP}, (one.id, other.id, shared)


def test_no_key_needs_a_terminal_that_tells_more_than_most() -> None:
    for action in ACTIONS:
        for key in keys_of(action):
            assert not key.startswith(("alt+", "ctrl+shift+", "super+")), action.id
            assert key not in ("ctrl+enter", "shift+enter", "ctrl+i", "ctrl+m", "ctrl+h"), action.id
        if action.first:
            assert all(len(key) > 1 for key in keys_of(action)), action.id


def test_there_is_no_key_outside_of_the_registry() -> None:
    for module in pkgutil.walk_packages(studio.__path__, "rgpt_tui.studio."):
        importlib.import_module(module.name)
    for node in subclasses_of(DOMNode):
        # Moving within a text is the box's own affair, as Home and the arrows are Textual's.
        if node.__module__.startswith("rgpt_tui.") and node is not TextBox:
            for binding in vars(node).get("BINDINGS", ()):
                assert isinstance(binding, Binding), (node, binding)
                assert binding.id in BY_ID, (node, binding)


async def test_the_writing_screen_has_all_its_actions(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        check(pilot, *IN_THE_STORY)


@pytest.mark.parametrize("where", WAYS)
async def test_a_screen_over_the_story_has_all_its_actions_and_each_can_be_done(
    open_studio: Open, story: Path, where: Where, keys: Reached
) -> None:
    async with open_studio(story) as pilot:
        await go_to(pilot, where)
        here = {where, *places_of(pilot.app.screen)}
        check(pilot, *here)
        await check_keys_from_here(pilot, keys, Where.APP)
        for action in of(*here):
            if type(pilot.app.screen).__name__ != WAYS[where][1]:
                await back(pilot)
                await go_to(pilot, where)
            await do(pilot, action, keys)
            await settled(pilot)
        await back(pilot)


@pytest.mark.parametrize("where", ON_THE_SHELF)
async def test_a_screen_over_the_shelf_has_all_its_actions(
    open_studio: Open, story: Path, where: Where, keys: Reached
) -> None:
    way, name = ON_THE_SHELF[where]
    async with open_studio() as pilot:
        await reached(pilot, "ShelfScreen")
        await pilot.press(way)
        await reached(pilot, name)
        check(pilot, where)
        await check_keys_from_here(pilot, keys, Where.APP)
        for action in of(where):
            if action.name == "begin":
                await do(pilot, action, keys, held=True)
                continue
            if type(pilot.app.screen).__name__ != name:
                await pilot.press(way)
                await reached(pilot, name)
            await do(pilot, action, keys)
            await settled(pilot)
        await reached(pilot, "ShelfScreen")


async def test_what_asks_has_all_its_actions_and_each_gives_its_answer(
    open_studio: Open, keys: Reached
) -> None:
    async with open_studio() as pilot:
        await reached(pilot, "ShelfScreen")
        answers: list[object] = []
        for make, where in ((Confirm, Where.CONFIRM), (AskLine, Where.ASK_LINE)):
            for action in of(where):
                asking = make("Really?")
                pilot.app.push_screen(asking, answers.append)
                await reached(pilot, make.__name__)
                check(pilot, where)
                await do(pilot, action, keys)
                await settled(pilot)
                if pilot.app.screen is asking:
                    asking.dismiss(None)
                    await settled(pilot)
        assert answers == [True, False, None, None, None]


async def test_a_damaged_story_has_all_its_actions_and_enter_does_what_is_chosen(
    open_studio: Open, story: Path, keys: Reached
) -> None:
    async with open_studio() as pilot:
        await reached(pilot, "ShelfScreen")
        answers: list[object] = []
        pilot.app.push_screen(
            damaged := DamagedSheet(story, "A page is unreadable."), answers.append
        )
        await reached(pilot, "DamagedSheet")
        await wait_for(pilot, lambda: damaged.listed.highlighted == 0, "the remedies")
        check(pilot, Where.DAMAGED)
        await shows(pilot, "⏎ Do it")
        for action in of(Where.DAMAGED):
            await do(pilot, action, keys)
        await reached(pilot, "ShelfScreen")
        assert answers == [(Remedy.MEND, None)]


async def test_the_shelf_has_all_its_actions_and_each_can_be_done(
    open_studio: Open, story: Path, keys: Reached
) -> None:
    async with open_studio() as pilot:
        await reached(pilot, "ShelfScreen")
        check(pilot, Where.SHELF)
        await check_keys_from_here(pilot, keys, Where.APP)
        for action in of(Where.SHELF):
            await wait_for(pilot, lambda: pilot.app.screen.entries, "the story")
            await settled(pilot)
            if action.name == "restore":
                pilot.app.screen.shelf.archive(story.name)
                await pilot.press("z")
                await wait_for(pilot, lambda: pilot.app.screen.entries, "the archived story")
            await do(pilot, action, keys)
            if action.name in ("open", "sample"):
                await opened(pilot)
                pilot.app.show_shelf()
            elif action.name in ("archived", "restore"):
                await pilot.press("escape")
            while type(pilot.app.screen).__name__ != "ShelfScreen":
                await pilot.press("escape")
                await settled(pilot)
            if pilot.app.screen.archive:
                await pilot.press("z")
            await pilot.press("escape")


@pytest.mark.parametrize("where", sorted(IN_THE_STORY))
async def test_each_action_of_the_writing_screen_can_be_done_in_its_place(
    open_studio: Open, story: Path, where: Where, keys: Reached
) -> None:
    async with open_studio(story) as pilot:
        await idle(pilot)
        for action in of(where):
            if action.id in WITH_A_DRAFT:
                await offer_draft(pilot)
            await pilot.press(*TO_A_PANE.get(where, ("f2", "escape")), *FIRST.get(action.id, ()))
            await settled(pilot)
            await do(pilot, action, keys, held=action.id in LEAVING)
            await back(pilot)
            assert pilot.app._exception is None, action.id


@pytest.mark.parametrize("where", PANES)
async def test_the_keys_of_the_writing_screen_count_in_every_pane(
    open_studio: Open, story: Path, where: Where, keys: Reached
) -> None:
    async with open_studio(story) as pilot:
        await idle(pilot)
        await offer_draft(pilot)
        await pilot.press(*TO_A_PANE[where])
        await settled(pilot)
        for around in (Where.APP, Where.WRITING, Where.STORY):
            if any(around in _places(node) for node, _ in _chain(pilot)):
                await check_keys_from_here(pilot, keys, around)
