"""How what lies over the writing screen looks, at three sizes and in two themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from rgpt_tui.story.backup_files import Why
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.studio.screens import damaged
from tests.studio.conftest import step_of
from tests.studio.screens.arriving import at_rest, shown
from tests.studio.screens.prose import PARAGRAPHS
from tests.studio.waiting import shows, wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

Open = Any
Assert = Any


async def test_search(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+f")
        search = await shown(pilot, "SearchSheet")
        search.query_one(Input).value = "the name of the bell in the parish book"
        await wait_for(pilot, lambda: search.found.option_count, "results")
        await wait_for(
            pilot, lambda: "by meaning" in str(search.said.content), "a search by meaning"
        )
        await wait_for(pilot, lambda: search.reading.text, "the passage")
        await assert_screen(pilot, "search")


async def test_inspector(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f8")
        inspector = await shown(pilot, "InspectorSheet")
        await wait_for(pilot, lambda: inspector.reading.text, "the first part")
        await assert_screen(pilot, "inspector")


async def test_alternates(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    _another_way(told)
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f2", "end", "a")
        await shown(pilot, "AlternatesSheet")
        await assert_screen(pilot, "alternates")


async def test_history(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    _another_way(told)
    with Book.open(told) as book:
        step = book.step(book.path()[2].id)
        text = step.text.paragraph.replace("Saint Elme", "Saint Nobody")
        book.revise(step.id, paragraph=text)
    async with open_studio(told) as pilot:
        screen = await at_rest(pilot)
        screen.story.prose.go_to(step.id)
        await pilot.press("f2", "v")
        sheet = await shown(pilot, "HistorySheet")
        await wait_for(pilot, lambda: "[+" in sheet.pane.reading.text, "the changes")
        await wait_for(
            pilot, lambda: len(sheet.listed.glimpses) >= len(sheet.listed.rows) - 2, "the rows"
        )
        await assert_screen(pilot, "history")


async def test_what_a_step_did_to_the_memory(
    open_studio: Open, told: Path, assert_screen: Assert
) -> None:
    kept = [f"The keeper counted hour {number}." for number in (2, 4, 5, 6, 7, 8, 9)]
    made = " ".join([*kept, "The bell answers to the name of Saint Elme.", "Marta will not row."])
    reason = "Hours one, three and the last ones are told; what the bell is called will matter."
    with Book.open(told) as book:
        book.commit(
            [
                step_of(
                    10,
                    paragraph="At dawn the boy was gone too.",
                    rationale=reason,
                    memory=made,
                    pinned=(kept[0],),
                )
            ]
        )
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f2", "end", "v")
        sheet = await shown(pilot, "HistorySheet")
        await pilot.press("m")
        await wait_for(pilot, lambda: "Saint Elme" in sheet.pane.reading.text, "the memory")
        await wait_for(
            pilot, lambda: len(sheet.listed.glimpses) >= len(sheet.listed.rows) - 2, "the rows"
        )
        await assert_screen(pilot, "history-memory")


async def test_backups(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    _backed_up(told)
    with Book.open(told) as book:
        book.commit([step_of(10, paragraph="At dawn the boy was gone too.")])
    # Nothing but the one that was made above.
    async with open_studio(told, backups_keep=0) as pilot:
        await at_rest(pilot)
        await _run(pilot, "backups")
        sheet = await shown(pilot, "BackupsSheet")
        await wait_for(pilot, lambda: sheet.listed.option_count, "the backups")
        await assert_screen(pilot, "backups")


async def test_a_damaged_story(
    open_studio: Open, told: Path, assert_screen: Assert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damaged, "when", lambda moment, now=None: "on Monday")
    _backed_up(told)
    async with open_studio(told, backups_keep=0) as pilot:
        await at_rest(pilot)
        fault = "Its book cannot be read: database disk image is malformed. It was not changed."
        sheet = damaged.DamagedSheet(told, fault)
        await pilot.app.push_screen(sheet)
        await wait_for(pilot, lambda: sheet.listed.option_count == 3, "the remedies")
        await assert_screen(pilot, "damaged")


async def test_roads_not_taken(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+r")
        await shown(pilot, "RoadsSheet")
        await shows(pilot, " plans")
        await assert_screen(pilot, "roads")


async def test_autopilot(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f9")
        sheet = await shown(pilot, "AutopilotSheet")
        await wait_for(pilot, lambda: "Next step" in str(sheet.said.content), "the forecast")
        await assert_screen(pilot, "autopilot")


async def test_own_page(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await _run(pilot, "write_own")
        page = await shown(pilot, "OwnPage")
        page.page.insert(PARAGRAPHS[3])
        await assert_screen(pilot, "own-page")


async def test_brief(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await _run(pilot, "brief")
        form = await shown(pilot, "BriefScreen")
        await wait_for(pilot, lambda: form.form.values()["title"], "the brief")
        await assert_screen(pilot, "brief")


@pytest.mark.parametrize(("key", "name"), [("f1", "help"), ("ctrl+p", "palette")])
async def test_help_and_palette(
    open_studio: Open, told: Path, assert_screen: Assert, key: str, name: str
) -> None:
    async with open_studio(told) as pilot:
        screen = await at_rest(pilot)
        await pilot.press(key)
        await wait_for(pilot, lambda: pilot.app.screen is not screen, name)
        await assert_screen(pilot, name)


def _backed_up(folder: Path) -> None:
    """Make a backup, at a time that stays the same."""
    made = make_backup(folder / "book.db", Why.ROUTINE, reserve=0)
    made.file.rename(made.file.with_name("00001_20261124T181003Z_routine.db"))


def _another_way(folder: Path) -> None:
    """Write another last step beside the one that is there."""
    with Book.open(folder) as book:
        book.undo()
        book.commit([step_of(9, paragraph=PARAGRAPHS[0].replace("keeper", "sexton"))])


async def _run(pilot: Pilot[None], action: str) -> None:
    """Have something done that has no key."""
    await pilot.app.run_action(action, pilot.app.screen)
