"""How the screens around a story look, at three sizes and in two themes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.widgets import DirectoryTree

from rgpt_tui.engine.errands import ModelsFound
from rgpt_tui.models.providers import FoundModel
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.left import change_left
from tests.studio.screens.arriving import shown
from tests.studio.screens.prose import PARAGRAPHS
from tests.studio.waiting import shows, wait_for

if TYPE_CHECKING:
    import pytest

    from rgpt_tui.settings import Settings

Open = Any
Assert = Any
FOUND = ModelsFound(
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


async def test_shelf(
    open_studio: Open, told: Path, settings: Settings, assert_screen: Assert
) -> None:
    shelf = Shelf(Path(settings.stories))
    for title in ("Rooks", "Salt and Ledger"):
        shelf.create(Brief(title=title, genre="mystery"))
    change_left(lambda left: left.opening(told, time.time()).on_the_shelf())
    async with open_studio() as pilot:
        screen = await shown(pilot, "ShelfScreen")
        await wait_for(pilot, lambda: len(screen.entries) == 3, "the stories")
        screen.stories.go_to("the-drowned-bell")
        preview = screen.query_one("#preview")
        await wait_for(pilot, lambda: "the lamp went out" in str(preview.visual), "the preview")
        await assert_screen(pilot, "shelf")


async def test_empty_shelf(open_studio: Open, assert_screen: Assert) -> None:
    async with open_studio() as pilot:
        screen = await shown(pilot, "ShelfScreen")
        await wait_for(pilot, lambda: screen.has_class("-bare"), "the empty shelf")
        await assert_screen(pilot, "shelf-empty")


async def test_new_story(open_studio: Open, assert_screen: Assert) -> None:
    async with open_studio() as pilot:
        await shown(pilot, "ShelfScreen")
        await pilot.press("n")
        screen = await shown(pilot, "NewStoryScreen")
        await wait_for(pilot, lambda: screen.focused is not None, "the first box")
        await assert_screen(pilot, "new-story")


async def test_import_with_a_preview(
    open_studio: Open, assert_screen: Assert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = tmp_path / "drafts"
    (drafts / "older").mkdir(parents=True)
    chapters = (f"# Chapter {n}\n\n{text}" for n, text in enumerate(PARAGRAPHS[:3], 1))
    (drafts / "The Drowned Bell.md").write_text("\n\n".join(chapters), encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(drafts)
    async with open_studio() as pilot:
        await shown(pilot, "ShelfScreen")
        await pilot.press("i")
        screen = await shown(pilot, "ImportScreen")
        tree = screen.query_one(DirectoryTree)
        await wait_for(pilot, lambda: len(tree.root.children) == 2, "the folders")
        screen.path.value = "~/drafts/The Drowned Bell.md"
        await wait_for(pilot, lambda: screen.has_class("-found"), "the preview")
        await shows(pilot, "3 chapters")
        await assert_screen(pilot, "import")


async def test_first_run(
    open_studio: Open,
    shared_engine: Any,
    monkeypatch: pytest.MonkeyPatch,
    assert_screen: Assert,
    tmp_path: Path,
) -> None:
    (tmp_path / "config" / "settings.toml").unlink()

    async def find_models(settings: Settings) -> ModelsFound:
        return FOUND

    monkeypatch.setattr(shared_engine, "find_models", find_models)
    async with open_studio(model="", api_base="") as pilot:
        screen = await shown(pilot, "ModelScreen")
        await wait_for(pilot, lambda: screen.listed.option_count, "the models")
        await assert_screen(pilot, "first-run")
