"""Import: looked into first, then made a story of, with whatever goes wrong said."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.widgets import ProgressBar

from rgpt_tui.engine.exporting import export_of, write_export
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.screens.import_story import ImportScreen
from rgpt_tui.studio.screens.shelf import ShelfScreen
from rgpt_tui.studio.taking_in import look_into
from tests.studio.waiting import opened, screen_text, settled, shows, wait_for

DRAFT = "# Salt\n\n## The Quay\n\n{0}\n\n## Low Water\n\n{0}\n".format(
    "The tide went out and did not come back. " * 25
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft of two chapters."""
    file = tmp_path / "salt.md"
    file.write_text(DRAFT)
    return file


@pytest.fixture(autouse=True)
def not_the_first_start(tmp_path: Path) -> None:
    """There are settings, so the shelf is shown and not the choice of a model."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()


async def looking_at(pilot, path: object) -> ImportScreen:
    """Open the import, and name a file."""
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ShelfScreen", "the shelf")
    await settled(pilot)
    await pilot.press("i")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, ImportScreen), "the import")
    await settled(pilot)
    screen = pilot.app.screen
    screen.path.value = str(path)
    await pilot.press("enter")
    return screen


async def test_a_draft_is_shown_before_anything_is_made_of_it(open_studio, draft, settings):
    async with open_studio() as pilot:
        screen = await looking_at(pilot, draft)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await settled(pilot)
        await shows(pilot, "The Quay", "2 chapters")
        assert screen.title_box.value == "Salt"
        assert Shelf(Path(settings.stories)).names() == []


async def test_while_a_file_is_read_there_is_a_bar_of_no_known_end(open_studio, draft, monkeypatch):
    go_on = asyncio.Event()

    async def slow(*asked):
        await go_on.wait()
        return await look_into(*asked)

    monkeypatch.setattr("rgpt_tui.studio.screens.import_page.look_into", slow)
    async with open_studio() as pilot:
        screen = await looking_at(pilot, draft)
        await shows(pilot, "reading …")
        bar = screen.query_one(ProgressBar)
        await wait_for(pilot, lambda: bar.region.area, "the bar")
        assert bar.percentage is None
        go_on.set()
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await settled(pilot)
        assert not bar.region.area


async def test_a_draft_becomes_a_story_of_that_title_and_is_opened(open_studio, draft, settings):
    async with open_studio(model="none") as pilot:
        screen = await looking_at(pilot, draft)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        screen.title_box.value = "Salt, again"
        await pilot.press("ctrl+g")
        writing = await opened(pilot)
        assert writing.desk.folder == Path(settings.stories) / "salt-again"
    with BookReader.open(Path(settings.stories) / "salt-again") as book:
        assert book.path()[0].position.heading == "The Quay"
    assert draft.read_text() == DRAFT


@pytest.mark.parametrize("found", [False, True], ids=["only typed", "looked into"])
async def test_a_path_that_is_typed_the_next_time_takes_the_place_of_the_one_before(
    open_studio, draft, found
):
    async with open_studio() as pilot:
        if found:
            screen = await looking_at(pilot, draft)
            await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
            await pilot.press("escape")
        else:
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
            await pilot.press("i")
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, ImportScreen), "the import")
            screen = pilot.app.screen
            await pilot.press("s", "a", "l")
            assert screen.path.value == "sal"
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        await pilot.press("i")
        await wait_for(pilot, lambda: pilot.app.screen is screen, "the import again")
        await settled(pilot)
        await pilot.press("t", "i", "d", "e")
        assert screen.path.value == "tide"


async def test_after_an_import_the_box_for_the_path_is_empty(open_studio, draft):
    async with open_studio(model="none") as pilot:
        screen = await looking_at(pilot, draft)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await pilot.press("ctrl+g")
        await opened(pilot)
        await pilot.press("ctrl+o")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        await settled(pilot)
        await pilot.press("i")
        await wait_for(pilot, lambda: pilot.app.screen is screen, "the import again")
        assert screen.path.value == ""


async def test_memory_and_plans_are_made_of_the_end_if_wanted(open_studio, draft, model_server):
    async with open_studio() as pilot:
        screen = await looking_at(pilot, draft)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await pilot.press("ctrl+g")
        writing = await opened(pilot)
        await wait_for(
            pilot,
            lambda: writing.standing.tip is not None and len(writing.standing.tip.text.plans) == 3,
            "three plans",
        )


async def test_a_bundle_brings_the_whole_story(open_studio, story, settings, tmp_path, monkeypatch):
    def read_here(*_):
        raise AssertionError("a bundle is read in the engine process, where it holds up no key")

    bundle = tmp_path / "bell.rgpt.json"
    write_export(bundle, export_of(story, "bundle"))
    monkeypatch.setattr("rgpt_tui.formats.bundle.from_bundle", read_here)
    async with open_studio() as pilot:
        screen = await looking_at(pilot, bundle)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        screen.title_box.value = "The Bell, again"
        await pilot.press("ctrl+g")
        writing = await opened(pilot)
        assert writing.desk.folder == Path(settings.stories) / "the-bell-again"
        brief = await writing.desk.read(lambda book: book.brief)
        assert brief.title == "The Bell, again"
        assert len(writing.standing.path) == 6
        assert "hour 5" in writing.standing.tip.text.memory


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nothing.md", b"", "empty"),
        ("broken.rgpt.json", b'{"format": "rgpt story", "version": 1}', "no story"),
        ("paper.pdf", b"%PDF-1.7 and so on", "PDF"),
        ("missing.md", None, "no file"),
        ("The tide went out and did not come back. " * 9, None, "There can be no file"),
    ],
)
async def test_a_file_that_holds_no_story_says_why(open_studio, tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    async with open_studio() as pilot:
        screen = await looking_at(pilot, tmp_path / name)
        await shows(pilot, said)
        assert screen.query_one("#import").disabled


async def test_words_of_a_file_are_never_markup_or_escapes(open_studio, tmp_path):
    file = tmp_path / "bad.md"
    file.write_text("# [red]Salt[/red]\n\n## \x1b[31mQuay[/]\n\n[bold]It[/] \x1b]0;x\x07went.\n")
    async with open_studio() as pilot:
        screen = await looking_at(pilot, file)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await settled(pilot)
        await shows(pilot, "[bold]It[/]")
        shown = screen_text(pilot)
        assert "\x1b" not in shown
        assert screen.title_box.value == "[red]Salt[/red]"


async def test_a_path_is_suggested_as_it_goes_on(draft):
    from rgpt_tui.studio.file_box import PathSuggester

    suggest = PathSuggester().get_suggestion
    assert await suggest(str(draft.parent / "sa")) == str(draft)
    assert await suggest(str(draft.parent / "xx")) is None
    assert await suggest("~nobody-of-that-name/x") is None


async def test_a_path_that_was_typed_is_read_by_itself_or_with_the_key_that_imports(
    open_studio, draft, monkeypatch
):
    async with open_studio() as pilot:
        screen = await looking_at(pilot, draft.with_name("missing.md"))
        await shows(pilot, "no file")
        screen.path.value = str(draft)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        assert screen.path.has_focus, "the writer may go on typing"
        monkeypatch.setattr("rgpt_tui.studio.screens.import_page.PAUSE_SECONDS", 600.0)
        screen.path.value = ""
        await settled(pilot)
        assert screen.query_one("#import").disabled, "nothing is imported that is not named"
        await pilot.press("ctrl+g")
        await shows(pilot, "type its path first")
        screen.path.value = str(draft)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")


@pytest.mark.parametrize("waits", [True, False])
async def test_an_import_that_is_stopped_too_late_says_so_and_leads_to_the_story(
    open_studio, draft, settings, monkeypatch, waits
):
    begun, go_on, create = threading.Event(), threading.Event(), Shelf.create

    def slow(*given):
        begun.set()
        go_on.wait()
        return create(*given)

    monkeypatch.setattr(Shelf, "create", slow)
    async with open_studio() as pilot:
        screen = await looking_at(pilot, draft)
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await pilot.press("ctrl+g")
        try:
            await wait_for(pilot, begun.is_set, "the making of the book")
            await pilot.press("escape")
            await shows(pilot, "stopping as soon as")
            # What is shown is not on offer a second time meanwhile.
            await pilot.press("ctrl+g")
            if not waits:
                await pilot.press("escape")
                await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "a way")
        finally:
            go_on.set()
        said = pilot.app._notifications
        await wait_for(pilot, lambda: any("“salt”" in each.message for each in said), "it")
        await wait_for(
            pilot,
            lambda: (
                isinstance(pilot.app.screen, ShelfScreen)
                and pilot.app.screen.stories.chosen == "salt"
            ),
            "the story on the shelf",
        )
        await pilot.press("i")
        await wait_for(pilot, lambda: pilot.app.screen is screen, "the import")
        await settled(pilot)
        assert screen.query_one("#import").disabled
    assert Shelf(Path(settings.stories)).names() == ["salt"]
