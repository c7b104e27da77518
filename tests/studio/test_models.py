"""Choosing a model: what was found, what it costs, the download of the starter, and the gate."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button

from rgpt_tui.engine.errands import ModelsFound
from rgpt_tui.models.providers import FoundModel
from rgpt_tui.models.starter.weights import FetchPhase, FetchProgress
from rgpt_tui.places import config_folder
from rgpt_tui.settings import Settings
from rgpt_tui.studio.model_rows import ModelUnusable, from_file, named, rows_of
from rgpt_tui.studio.screens.models import ModelScreen
from rgpt_tui.studio.screens.new_story import FIRST_STORY, NewStoryScreen
from tests.studio.waiting import opened, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

PAID = FoundModel(
    name="openai/gpt-6-luna",
    provider="openai",
    api_key_env="OPENAI_API_KEY",
    why="because OPENAI_API_KEY is set",
    paid=True,
)
LOCAL = FoundModel(
    name="ollama_chat/llama3.2",
    provider="Ollama",
    api_base="http://127.0.0.1:11434",
    why="because Ollama runs at 127.0.0.1:11434 and has it",
)
PROXY = FoundModel(
    name="openai/gpt-6-luna",
    provider="a model server",
    api_base="http://127.0.0.1:8080/v1",
    why="because a model server runs at 127.0.0.1:8080 and has it",
)
STARTER = FoundModel(
    name="starter", provider="rgpt itself", ready=False, why="it has to be fetched once"
)
FOUND = ModelsFound(
    models=(LOCAL, PAID, STARTER), used=LOCAL.name, why=LOCAL.why, paid=False, needs_fetching=False
)
ONLY_STARTER = ModelsFound(
    models=(STARTER,), used="starter", why="because no other", paid=False, needs_fetching=True
)


def chosen_in_file() -> dict[str, object]:
    """What the settings file has."""
    return tomllib.loads((config_folder() / "settings.toml").read_text())


@pytest.fixture
def finds(shared_engine, monkeypatch: pytest.MonkeyPatch):
    """Has the engine find what a test wants to be found."""

    def put(found: ModelsFound) -> None:
        async def find_models(settings: Settings) -> ModelsFound:
            return found

        monkeypatch.setattr(shared_engine, "find_models", find_models)

    return put


async def choosing(pilot) -> ModelScreen:
    """Wait until there is something to choose."""

    def shown() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, ModelScreen) and screen.listed.option_count > 0

    await wait_for(pilot, shown, "the models")
    await settled(pilot)
    return pilot.app.screen


async def pick(pilot, screen: ModelScreen, title: str) -> None:
    """Choose a row by its title."""
    row = next(row.id for row in screen._rows.values() if row.title == title)
    screen.listed.highlighted = screen.listed.get_option_index(row)
    await settled(pilot)
    await pilot.press("enter")


def test_each_model_says_why_it_is_there_and_what_it_costs():
    local, paid, starter, *_ = rows_of(FOUND, Settings())
    assert local.used
    assert "costs nothing" in local.note
    assert paid.paid
    assert "charges" in paid.note
    (proxy, *_) = rows_of(replace(FOUND, models=(PROXY,), used=PROXY.name), Settings())
    assert "not known" in proxy.note
    assert starter.to_fetch
    assert "93 MB" in starter.why
    assert "index that pip uses" in starter.why


def test_a_starter_that_has_to_be_fetched_is_never_taken_for_one_that_is_there():
    first, *_ = rows_of(ONLY_STARTER, Settings())
    assert first.to_fetch
    assert not first.used


def test_a_model_of_the_settings_that_was_not_found_is_in_the_list_as_the_one_in_use():
    found = ModelsFound(
        models=(STARTER,),
        used="openai/writer",
        why="because the setting `model` names it",
        paid=False,
        needs_fetching=False,
    )
    first = rows_of(found, Settings(model="openai/writer", api_base="http://here:1"))[0]
    assert first.used
    assert first.settings()["api_base"] == "http://here:1"


def test_what_is_no_model_is_refused_with_a_reason(tmp_path: Path):
    with pytest.raises(ModelUnusable, match="provider/model"):
        named("a model of mine")
    with pytest.raises(ModelUnusable, match="cannot be read"):
        from_file(str(tmp_path / "none.gguf"))
    (tmp_path / "not.gguf").write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelUnusable, match="no GGUF"):
        from_file(str(tmp_path / "not.gguf"))
    (tmp_path / "a.gguf").write_bytes(b"GGUF1234")
    assert from_file(str(tmp_path / "a.gguf")).settings()["gguf"] == str(tmp_path / "a.gguf")


async def test_the_very_first_start_asks_for_a_model_and_then_offers_a_first_story(
    open_studio, finds
):
    finds(FOUND)
    async with open_studio(model="", api_base="") as pilot:
        screen = await choosing(pilot)
        await shows(pilot, "Welcome to rgpt", "⏎ Choose")
        await pick(pilot, screen, LOCAL.name)
        await wait_for(
            pilot,
            lambda: (
                isinstance(pilot.app.screen, NewStoryScreen)
                and pilot.app.screen.form.values()["topic"] == FIRST_STORY["topic"]
            ),
            "a form with something to change",
        )
        assert chosen_in_file()["model"] == LOCAL.name
        assert chosen_in_file()["api_base"] == LOCAL.api_base
        assert pilot.app.settings.model == LOCAL.name


async def test_leaving_the_first_choice_leads_to_the_shelf_and_chooses_nothing(open_studio, finds):
    finds(FOUND)
    async with open_studio(model="", api_base="") as pilot:
        await choosing(pilot)
        await pilot.press("escape")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ShelfScreen", "the shelf")
        assert not (config_folder() / "settings.toml").exists()


async def test_the_starter_is_fetched_only_with_consent_and_shows_how_far_it_is(
    open_studio, finds, shared_engine, monkeypatch
):
    import asyncio

    finds(ONLY_STARTER)
    go_on = asyncio.Event()
    calls = []

    async def fetch_starter():
        calls.append(1)
        yield FetchProgress(phase=FetchPhase.FETCHING, done=40_000_000)
        await go_on.wait()
        yield FetchProgress(phase=FetchPhase.DONE, done=93_000_000)

    monkeypatch.setattr(shared_engine, "fetch_starter", fetch_starter)
    async with open_studio(model="", api_base="") as pilot:
        screen = await choosing(pilot)
        await pilot.press("enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "Confirm", "the question")
        await settled(pilot)
        await shows(pilot, "93 MB")
        await pilot.press("escape")
        await settled(pilot)
        assert not calls
        await pilot.press("enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "Confirm", "the question")
        await settled(pilot)
        await pilot.press("y")
        await shows(pilot, "40 of 93 MB")
        # Stopped, nothing is chosen.
        screen.query_one("#fetch-stop", Button).press()
        await wait_for(pilot, lambda: screen._fetch is None, "the end of the download")
        assert not (config_folder() / "settings.toml").exists()
        go_on.set()
        await pick(pilot, screen, "The starter model, SmolLM2-135M")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "Confirm", "the question")
        await settled(pilot)
        await pilot.press("y")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, NewStoryScreen), "the form")
        assert chosen_in_file()["model"] == "starter"


async def test_without_a_model_the_first_request_asks_for_one_and_leaving_writes_nothing(
    open_studio, finds, story, model_server
):
    finds(ONLY_STARTER)
    async with open_studio(story, model="", api_base="") as pilot:
        await pilot.press("ctrl+g")
        await choosing(pilot)
        await pilot.press("escape")
        await opened(pilot)
        await wait_for(pilot, lambda: not writing(pilot).running.busy, "rest")
        assert len(writing(pilot).standing.path) == 6
        assert not model_server.requests


async def test_a_model_that_costs_money_is_told_once(open_studio, finds, story):
    finds(
        ModelsFound(models=(PAID,), used=PAID.name, why=PAID.why, paid=True, needs_fetching=False)
    )
    async with open_studio(story) as pilot:
        said = []
        pilot.app.tell = said.append
        assert await pilot.app.see_to_model()
        assert await pilot.app.see_to_model()
        assert len(said) == 1
        assert "charges" in said[0]


async def test_a_model_chosen_while_a_story_is_open_writes_its_next_step(
    open_studio, finds, story, model_server
):
    other = FoundModel(
        name="openai/other", provider="here", api_base=model_server.url, why="because it is here"
    )
    finds(
        ModelsFound(
            models=(other,), used="openai/writer", why="because", paid=False, needs_fetching=False
        )
    )
    async with open_studio(story) as pilot:
        pilot.app.action_choose_model()
        screen = await choosing(pilot)
        await pick(pilot, screen, "openai/other")
        await opened(pilot)
        await pilot.press("1", "ctrl+g")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 7, "the seventh step")
        assert model_server.requests[-1].json["model"] == "other"
