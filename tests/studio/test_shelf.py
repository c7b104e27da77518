"""The shelf: stories listed, looked into, opened, renamed, copied, put away and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.studio.conftest import step_of
from tests.studio.waiting import opened, settled, shows, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings
    from rgpt_tui.studio.screens.shelf import ShelfScreen


@pytest.fixture
def shelf(settings: Settings) -> Shelf:
    """A shelf of three stories; the one of the bell has six steps."""
    shelf = Shelf(Path(settings.stories))
    for title in ("Rooks", "Salt and Ledger", "The Drowned Bell"):
        folder = shelf.create(Brief(title=title, genre="mystery"))
    with Book.open(folder) as book:
        book.commit([step_of(number) for number in range(1, 7)])
    return shelf


async def on_shelf(pilot: Pilot[None], stories: int) -> ShelfScreen:
    """Wait until the shelf is shown with all its stories read."""
    from rgpt_tui.studio.screens.shelf import ShelfScreen

    def shown() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, ShelfScreen) and len(screen.entries) == stories

    await wait_for(pilot, shown, f"a shelf of {stories} stories")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ShelfScreen)
    return screen


async def go_to(pilot: Pilot[None], screen: ShelfScreen, name: str) -> None:
    """Set the cursor on a story, and wait for the look into it."""
    screen.stories.go_to(name)
    await settled(pilot)


async def answer(pilot: Pilot[None], screen: str, *keys: str) -> None:
    """Wait for a question, and answer it."""
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == screen, screen)
    await settled(pilot)
    await pilot.press(*keys)


async def test_the_story_changed_last_comes_first_and_shows_where_it_was_left(open_studio, shelf):
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 3)
        assert screen.stories.chosen == "the-drowned-bell"
        await wait_for(
            pilot,
            lambda: "Paragraph 6 of the keeper" in str(screen.query_one("#preview", Static).visual),
            "the last paragraph",
        )
        await shows(pilot, "6 steps", "English", "just now")


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_a_card_says_when_the_story_was_opened_last_and_how_it_ends(open_studio, shelf, size):
    with Book.open(shelf.folder / "the-drowned-bell") as book:
        book.revise(book.tip or "", paragraph="The sea went on. " * 40 + "The bell was silent.")
    async with open_studio(size=size) as pilot:
        screen = await on_shelf(pilot, 3)
        assert "changed just now" in str(card_of(screen, "rooks"))
        await go_to(pilot, screen, "rooks")
        await pilot.press("enter")
        await opened(pilot)
        pilot.app.show_shelf()
        screen = await on_shelf(pilot, 3)
        # That it was opened last brings it to the top, though another was written to later.
        await wait_for(pilot, lambda: screen.names[0] == "rooks", "the story that was opened")
        assert "opened just now · not begun" in str(card_of(screen, "rooks"))
        assert "opened" not in str(card_of(screen, "salt-and-ledger"))
        text = str(card_of(screen, "the-drowned-bell")).splitlines()[2]
        assert text.startswith("…")
        assert text.endswith("went on. The bell was silent.")
        await shows(pilot, text)
        if size == "wide":
            await go_to(pilot, screen, "rooks")
            await shows(pilot, "opened just now · changed just now")


async def test_where_there_is_little_room_the_cards_leave_out_the_line_of_the_text(
    open_studio, shelf
):
    for number in range(4):
        shelf.create(Brief(title=f"Another {number}"))
    async with open_studio(size="narrow") as pilot:
        screen = await on_shelf(pilot, 7)
        assert len(str(card_of(screen, "the-drowned-bell")).splitlines()) == 2
        await pilot.press("slash", *"bell")
        await wait_for(pilot, lambda: screen.stories.option_count == 1, "one story")
        assert "The sea went on" in str(card_of(screen, "the-drowned-bell"))
        await pilot.resize_terminal(80, 50)
        await pilot.press("escape")
        await wait_for(pilot, lambda: screen.stories.option_count == 7, "all stories")
        assert "The sea went on" in str(card_of(screen, "the-drowned-bell"))


def card_of(screen: ShelfScreen, name: str) -> object:
    return screen.stories.get_option(name).prompt


async def test_enter_opens_the_story_and_ctrl_o_comes_back(open_studio, shelf):
    async with open_studio() as pilot:
        await on_shelf(pilot, 3)
        await pilot.press("down", "enter")
        writing = await opened(pilot)
        assert writing.desk.folder.name == "salt-and-ledger"
        # A story that another one stood above is left with the cursor on it.
        pilot.app.open_story(shelf.folder / "the-drowned-bell")
        await wait_for(
            pilot,
            lambda: (
                pilot.app.going.open_screen is not None
                and pilot.app.going.open_screen.desk.folder.name == "the-drowned-bell"
            ),
            "the other story",
        )
        await opened(pilot)
        pilot.app.show_shelf()
        screen = await on_shelf(pilot, 3)
        await wait_for(pilot, lambda: screen.stories.chosen == "the-drowned-bell", "the cursor")
        # The lock is free again.
        with Book.open(shelf.folder / "the-drowned-bell") as book:
            assert len(book.path()) == 6


async def test_one_click_goes_to_a_story_and_two_open_it(open_studio, shelf):
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 3)
        await pilot.click(screen.stories, offset=(5, 5))
        await settled(pilot)
        assert screen.stories.chosen == "salt-and-ledger"
        assert pilot.app.screen is screen
        await pilot.click(screen.stories, offset=(5, 5), times=2)
        assert (await opened(pilot)).desk.folder.name == "salt-and-ledger"


async def test_typing_after_a_slash_leaves_only_what_fits(open_studio, shelf):
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 3)
        await pilot.press("slash", *"salt")
        await wait_for(pilot, lambda: screen.stories.option_count == 1, "one story")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await wait_for(pilot, lambda: screen.stories.option_count == 3, "all stories")


async def test_rename_gives_another_title_and_the_cursor_stays(open_studio, shelf):
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 3)
        await pilot.press("r")
        await answer(pilot, "AskLine", *"Tidewrack", "enter")
        await wait_for(
            pilot,
            lambda: (
                (e := screen.entries.get(screen.stories.chosen or "")) and e.title == "Tidewrack"
            ),
            "the new title under the cursor",
        )
        copy = screen.folder_of(screen.stories.chosen) / "story.md"
        await wait_for(
            pilot, lambda: copy.is_file() and "Tidewrack" in copy.read_text(), "it in the copy"
        )


async def test_a_title_is_never_a_path(open_studio, shelf, tmp_path):
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 3)
        before = {path for path in tmp_path.rglob("*") if path.name == "book.db"}
        await pilot.press("r")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "AskLine", "the question")
        pilot.app.screen.query_one("Input").value = "../../etc/[bold]x"
        await pilot.press("enter")
        await wait_for(
            pilot,
            lambda: any(entry.title.startswith("../../etc") for entry in screen.entries.values()),
            "the title",
        )
        after = {path for path in tmp_path.rglob("*") if path.name == "book.db"}
        assert len(after) == len(before)
        assert all(path.parent.parent == shelf.folder for path in after)
        await shows(pilot, "[bold]x")


async def test_duplicate_makes_a_second_story_with_the_same_text(open_studio, shelf):
    async with open_studio() as pilot:
        await on_shelf(pilot, 3)
        await pilot.press("d")
        screen = await on_shelf(pilot, 4)
        assert [entry.words for entry in screen.entries.values()].count(
            screen.entries["the-drowned-bell"].words
        ) == 2


async def test_a_fault_of_rgpt_itself_is_told_and_the_studio_goes_on(
    open_studio, shelf, monkeypatch, unforeseen
):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("in rgpt")

    monkeypatch.setattr(Shelf, "duplicate", broken)
    async with open_studio() as pilot:
        await on_shelf(pilot, 3)
        await pilot.press("d")
        await wait_for(pilot, lambda: pilot.app._notifications, "the message")
        (told,) = pilot.app._notifications
        assert "inside rgpt (ZeroDivisionError: in rgpt)" in told.message
        assert not pilot.app._exit
    assert isinstance(unforeseen.pop().__cause__, ZeroDivisionError)


async def test_archive_asks_deletes_nothing_and_z_brings_the_story_back(open_studio, shelf):
    async with open_studio() as pilot:
        await on_shelf(pilot, 3)
        await pilot.press("x")
        await answer(pilot, "Confirm", "escape")
        await on_shelf(pilot, 3)
        await pilot.press("x")
        await answer(pilot, "Confirm", "y")
        screen = await on_shelf(pilot, 2)
        assert "the-drowned-bell" not in screen.names
        await pilot.press("z")
        await wait_for(pilot, lambda: screen.archive and len(screen.entries) == 1, "the archive")
        await settled(pilot)
        await shows(pilot, "Put back")
        await pilot.press("b")
        await wait_for(pilot, lambda: not screen.names, "an empty archive")
        await pilot.press("escape")
        screen = await on_shelf(pilot, 3)
        assert screen.entries["the-drowned-bell"].steps == 6


async def test_a_story_that_cannot_be_read_says_why_and_the_others_are_there(open_studio, shelf):
    (shelf.folder / "rooks" / "book.db").write_bytes(b"this is no book" * 500)
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 3)
        await go_to(pilot, screen, "rooks")
        fault = screen.entries["rooks"].fault
        await wait_for(
            pilot,
            lambda: fault[:20] in str(screen.query_one("#preview", Static).visual),
            "the reason",
        )
        await shows(pilot, "cannot be read")
        await pilot.press("enter")
        await shows(pilot, "Mend it")
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.screen is screen


async def test_an_empty_shelf_offers_what_there_is_to_do(
    open_studio: Callable[..., Any], settings: Settings, tmp_path: Path
):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 0)
        await wait_for(pilot, lambda: screen.has_class("-bare"), "the first page")
        await shows(pilot, "Begin a story", "Bring in a draft", "⏎ Open")
        await pilot.press("s")
        writing = await opened(pilot)
        assert writing.standing is not None
        assert len(writing.standing.path) > 5


async def test_two_hundred_stories_are_all_listed(open_studio, settings):
    shelf = Shelf(Path(settings.stories))
    for number in range(200):
        folder = shelf.folder / f"story-{number:03}"
        folder.mkdir(parents=True)
        Book.create(folder, Brief(title=f"Story {number}")).close()
    async with open_studio() as pilot:
        screen = await on_shelf(pilot, 200)
        assert screen.stories.option_count == 200
