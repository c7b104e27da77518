"""How the main screens look, at three sizes and in two themes.

A change that is meant is stored by running with ``--update-screens``; read the ``.txt`` files that
changed before you commit them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from rgpt_tui.engine.errands import ModelsFound
from rgpt_tui.models.providers import FoundModel
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.studio.conftest import step_of
from tests.studio.waiting import remembered, settled, wait_for, writing

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings

Open = Any
Assert = Any
PROSE = (
    "The keeper came up the iron stair with the oil can in his left hand, counting as he had "
    "counted every night for eleven years. At the hundred and ninth step he stopped. Below him, "
    "under the noise of the sea, a bell was ringing.\n\n"
    "“There is no bell,” said Marta. She had not moved from the door.",
    "By morning the boat was gone, and with it the coil of new rope. Nobody in the village had "
    "seen a sail.",
    "He found the bell's name in the parish book, struck through twice: once in ink, once with a "
    "knife. “Saint Elme,” he read aloud, and the window answered.",
    "The doctor's widow sold him a chart of the reef for two candles and a promise. On its back "
    "somebody had drawn a tower where no tower stood.",
    "Fog held for three days. The keeper lit the lamp at noon, and gulls came in and sat along the "
    "gallery rail like a jury.",
    "Marta brought bread, and a letter without a stamp. It asked for the return of what had been "
    "borrowed in the winter of the great storm.",
    "They rowed out at slack water. The oars came up hung with weed, and once with a strip of red "
    "cloth as long as a man.",
    "“Eleven fathoms,” said the boy, drawing in the lead. There was bronze on the tallow, bright "
    "as a new coin.",
    "That night the lamp went out by itself. In the dark the bell struck one, and then, a long "
    "while after, as if it had been thinking, two.",
)


@pytest.fixture(autouse=True)
def not_the_first_start(tmp_path: Path) -> None:
    """There are settings, so that the shelf is shown and not the choice of a model."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()


@pytest.fixture
def told(folder: Path) -> Path:
    """A story of nine steps that are unlike each other: what is recalled is never a tie."""
    with Book.open(folder) as book:
        for number, paragraph in enumerate(PROSE, 1):
            book.commit([step_of(number, paragraph=paragraph)])
    return folder


async def at_rest(pilot: Pilot[None]) -> Any:
    """Wait until all panes have what they were waiting for."""
    screen = writing(pilot)
    await remembered(pilot)
    await wait_for(pilot, lambda: not screen.status.engine, "the engine")
    await settled(pilot)
    return screen


async def shown(pilot: Pilot[None], name: str) -> Any:
    """Wait until a screen of this class is in front."""
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == name, name)
    await settled(pilot)
    return pilot.app.screen


@pytest.mark.parametrize("theme", ["lamplight", "foolscap"])
@pytest.mark.parametrize("size", ["narrow", "wide", "huge"])
async def test_writing(
    open_studio: Open, told: Path, assert_screen: Assert, size: str, theme: str
) -> None:
    async with open_studio(told, size, theme=theme) as pilot:
        await at_rest(pilot)
        await assert_screen(pilot, f"writing-{size}-{theme}")


@pytest.mark.parametrize(("key", "pane"), [("f3", "memory"), ("f4", "recalled"), ("f5", "next")])
async def test_the_panes_while_there_is_little_room(
    open_studio: Open, told: Path, assert_screen: Assert, key: str, pane: str
) -> None:
    async with open_studio(told, "narrow") as pilot:
        await at_rest(pilot)
        await pilot.press(key)
        await assert_screen(pilot, f"writing-narrow-{pane}")


async def test_only_prose(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f7")
        await assert_screen(pilot, "writing-only-prose")


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_shelf(
    open_studio: Open, told: Path, settings: Settings, assert_screen: Assert, size: str
) -> None:
    shelf = Shelf(Path(settings.stories))
    for title in ("Rooks", "Salt and Ledger"):
        shelf.create(Brief(title=title, genre="mystery"))
    async with open_studio(size=size) as pilot:
        screen = await shown(pilot, "ShelfScreen")
        await wait_for(pilot, lambda: len(screen.entries) == 3, "the stories")
        screen.stories.go_to("the-drowned-bell")
        preview = screen.query_one("#preview")
        await wait_for(pilot, lambda: "the lamp went out" in str(preview.visual), "the preview")
        await assert_screen(pilot, f"shelf-{size}")


async def test_empty_shelf(open_studio: Open, assert_screen: Assert) -> None:
    async with open_studio(theme="foolscap") as pilot:
        screen = await shown(pilot, "ShelfScreen")
        await wait_for(pilot, lambda: screen.has_class("-bare"), "the empty shelf")
        await assert_screen(pilot, "shelf-empty-wide-foolscap")


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_new_story(open_studio: Open, assert_screen: Assert, size: str) -> None:
    async with open_studio(size=size) as pilot:
        await shown(pilot, "ShelfScreen")
        await pilot.press("n")
        screen = await shown(pilot, "NewStoryScreen")
        await wait_for(pilot, lambda: screen.focused is not None, "the first box")
        await assert_screen(pilot, f"new-story-{size}")


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_search(open_studio: Open, told: Path, assert_screen: Assert, size: str) -> None:
    async with open_studio(told, size) as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+f")
        search = await shown(pilot, "SearchSheet")
        search.query_one(Input).value = "the name of the bell in the parish book"
        await wait_for(pilot, lambda: search.found.option_count, "results")
        await wait_for(
            pilot, lambda: "by meaning" in str(search.said.content), "a search by meaning"
        )
        await wait_for(pilot, lambda: search.reading.text, "the passage")
        await assert_screen(pilot, f"search-{size}")


async def test_inspector(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f8")
        inspector = await shown(pilot, "InspectorSheet")
        await wait_for(pilot, lambda: inspector.reading.text, "the first part")
        await assert_screen(pilot, "inspector-wide")


async def test_alternates(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    with Book.open(told) as book:
        book.undo()
        book.commit([step_of(9, paragraph=PROSE[0].replace("keeper", "sexton"))])
    async with open_studio(told, theme="foolscap") as pilot:
        screen = await at_rest(pilot)
        await pilot.press("f2", "end", "a")
        await shown(pilot, "AlternatesSheet")
        assert screen.standing is not None
        await assert_screen(pilot, "alternates-wide-foolscap")


async def test_help(open_studio: Open, told: Path, assert_screen: Assert) -> None:
    async with open_studio(told) as pilot:
        await at_rest(pilot)
        await pilot.press("f1")
        await shown(pilot, "HelpSheet")
        await assert_screen(pilot, "help-wide")


async def test_first_choice_of_a_model(
    open_studio: Open,
    shared_engine: Any,
    monkeypatch: pytest.MonkeyPatch,
    assert_screen: Assert,
    tmp_path: Path,
) -> None:
    (tmp_path / "config" / "settings.toml").unlink()
    found = ModelsFound(
        models=(
            FoundModel(
                name="openai/gpt-6-luna",
                provider="openai",
                api_key_env="OPENAI_API_KEY",
                why="because OPENAI_API_KEY is set",
                paid=True,
            ),
            FoundModel(
                name="starter", provider="rgpt itself", ready=False, why="it has to be fetched once"
            ),
        ),
        used="openai/gpt-6-luna",
        why="because OPENAI_API_KEY is set",
        paid=True,
        needs_fetching=False,
    )

    async def find_models(settings: Settings) -> ModelsFound:
        return found

    monkeypatch.setattr(shared_engine, "find_models", find_models)
    async with open_studio(model="", api_base="") as pilot:
        screen = await shown(pilot, "ModelScreen")
        await wait_for(pilot, lambda: screen.list.option_count, "the models")
        await assert_screen(pilot, "models-wide")
