"""A new story: the form, the opening by the model or by the writer, and nothing typed is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from rgpt_tui.places import data_folder
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import StepKind
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.brief_form import BriefForm, FormUnusable
from rgpt_tui.studio.screens.brief import BriefScreen
from rgpt_tui.studio.screens.new_story import FILE, NewStoryScreen
from tests.studio.waiting import idle, opened, settled, wait_for, writing

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings


@pytest.fixture(autouse=True)
def not_the_first_start(tmp_path: Path) -> None:
    """There are settings, so the shelf is shown and not the choice of a model."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()


async def form_of(pilot: Pilot[None]) -> NewStoryScreen:
    """Open the form."""
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ShelfScreen", "the shelf")
    await settled(pilot)
    await pilot.press("n")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, NewStoryScreen), "the form")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, NewStoryScreen)
    return screen


def put(screen: NewStoryScreen, **texts: str) -> None:
    """Put texts into boxes, as if they were typed."""
    for name, text in texts.items():
        box = screen.query_one(f"#{name}")
        if isinstance(box, Input):
            box.value = text
        elif isinstance(box, TextArea):
            box.text = text


async def brief_of(pilot: Pilot[None], box: str, text: str) -> BriefScreen:
    """Wait until the form of the open story has a text in a box."""

    def shown() -> bool:
        screen = pilot.app.screen
        return (
            isinstance(screen, BriefScreen)
            and bool(screen.query(BriefForm))
            and bool(screen.query("#target_words"))
            and screen.form.values()[box] == text
        )

    await wait_for(pilot, shown, f"“{text}” in the form")
    screen = pilot.app.screen
    assert isinstance(screen, BriefScreen)
    return screen


async def test_begin_makes_the_story_and_has_its_opening_written(
    open_studio, model_server, settings
):
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        await pilot.press(*"Tidewrack")
        put(screen, topic="a bell under the sea", style="dry", cast="Marta\nOld Pell")
        await pilot.press("ctrl+g")
        await opened(pilot)
        await wait_for(
            pilot, lambda: writing(pilot).standing.tip is not None, "the opening in the book"
        )
        await idle(pilot)
        folder = writing(pilot).desk.folder
        assert folder.parent == Path(settings.stories)
        with BookReader.open(folder) as book:
            assert (book.brief.title, book.brief.style) == ("Tidewrack", "dry")
            assert book.last_steps(1)[0].kind is StepKind.OPENING
    # What was in the form reached the model.
    assert "Old Pell" in model_server.requests[0].prompt


async def test_an_own_opening_is_the_first_step_and_no_model_is_asked_before(open_studio, settings):
    async with open_studio(model="none") as pilot:
        screen = await form_of(pilot)
        put(screen, title="Mine")
        await pilot.press("ctrl+t")
        await settled(pilot)
        screen.own.text = "The lamp was lit. Nobody had lit it."
        await pilot.press("ctrl+g")
        await opened(pilot)
        with BookReader.open(Path(settings.stories) / "mine") as book:
            (step,) = book.last_steps(3)
        assert step.text.paragraph == "The lamp was lit. Nobody had lit it."
        assert step.kind is StepKind.OWN


async def test_what_is_typed_is_there_again_after_a_crash(open_studio):
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        put(screen, title="Kept", outline="One.\nTwo.")
        await wait_for(pilot, lambda: (data_folder() / FILE).exists(), "the texts to be kept")
        kept = json.loads((data_folder() / FILE).read_text())
        assert kept["outline"] == "One.\nTwo."
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        assert screen.form.values()["title"] == "Kept"
        assert screen.form.values()["outline"] == "One.\nTwo."


async def test_what_is_typed_in_a_form_that_was_left_goes_behind_what_stands_there(open_studio):
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        await pilot.press(*"The Drowned")
        await screen._kept.keep_now()
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        await pilot.press(*" Bell")
        await settled(pilot)
        assert screen._values()["title"] == "The Drowned Bell"


async def test_the_form_is_empty_again_once_the_story_has_begun(open_studio):
    async with open_studio(model="none") as pilot:
        screen = await form_of(pilot)
        put(screen, title="Begun")
        screen.own.text = "It began."
        await pilot.press("ctrl+g")
        await opened(pilot)
        assert not (data_folder() / FILE).exists()
        assert screen.form.values()["title"] == ""


async def test_typing_that_cannot_be_kept_is_said_once(open_studio, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        put(screen, title="Lost?")
        await wait_for(
            pilot,
            lambda: any("crash would take it" in told.message for told in pilot.app._notifications),
            "the message",
        )


async def test_a_language_that_there_is_not_is_said_and_nothing_is_made(open_studio, settings):
    async with open_studio() as pilot:
        screen = await form_of(pilot)
        put(screen, title="Babel", language="the tongue of men")
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert screen.focused is screen.query_one("#language")
        assert Shelf(Path(settings.stories)).names() == []


async def test_the_language_is_the_one_that_the_writer_writes_in(open_studio, settings: Settings):
    async with open_studio(model="none") as pilot:
        screen = await form_of(pilot)
        put(
            screen,
            title="灯台",
            topic="灯台守が村から戻ると、灯がもう点いている。",
            target_words="80,000",
        )
        brief = screen.form.brief()
        assert brief.language == "ja"
        assert brief.target_words == 80_000
        put(screen, target_words="many")
        with pytest.raises(FormUnusable, match="number of words"):
            screen.form.brief()
        assert screen.query_one(BriefForm)


async def test_the_brief_of_an_open_story_is_changed_by_the_same_form(open_studio, story):
    async with open_studio(story) as pilot:
        desk = writing(pilot).desk
        pilot.app.edit_brief(desk)
        screen = await brief_of(pilot, "title", "The Drowned Bell")
        screen.query_one("#style", TextArea).text = "short sentences"
        await settled(pilot)
        await pilot.press("ctrl+s")
        await opened(pilot)
        assert (await desk.read(lambda book: book.brief)).style == "short sentences"
        assert (await desk.read(lambda book: book.brief)).genre == "mystery"


async def test_a_changed_brief_that_was_not_saved_is_in_the_form_the_next_time(open_studio, story):
    async with open_studio(story) as pilot:
        pilot.app.edit_brief(writing(pilot).desk)
        await brief_of(pilot, "title", "The Drowned Bell")
        pilot.app.screen.query_one("#cast", TextArea).text = "Marta, who counts boats"
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await writing(pilot).close_story()
    async with open_studio(story) as pilot:
        pilot.app.edit_brief(writing(pilot).desk)
        await brief_of(pilot, "cast", "Marta, who counts boats")


async def test_what_is_typed_right_behind_the_key_for_the_brief_is_in_it(open_studio, story):
    async with open_studio(story) as pilot:
        title = "The Drowned Bell"
        for typed in ("!", "?"):
            await pilot.app.run_action("brief", writing(pilot))
            await pilot.press(typed)
            title += typed
            await brief_of(pilot, "title", title)
            await pilot.press("ctrl+s")
            await opened(pilot)


async def test_what_was_typed_in_the_brief_stays_when_help_lay_over_it(open_studio, story):
    async with open_studio(story) as pilot:
        pilot.app.edit_brief(writing(pilot).desk)
        screen = await brief_of(pilot, "title", "The Drowned Bell")
        await pilot.press("!")
        await pilot.press("f1")
        await wait_for(pilot, lambda: pilot.app.screen is not screen, "help")
        await pilot.press("escape")
        await brief_of(pilot, "title", "The Drowned Bell!")
        await pilot.press("!")
        await brief_of(pilot, "title", "The Drowned Bell!!")
