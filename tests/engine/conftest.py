"""A story at work against a real model server; book, archive, embedder and cell are real."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.settings import Settings
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from tests.model_server import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.model_server import ModelServer


@pytest.fixture
def settings(model_server: ModelServer, tmp_path: Path) -> Settings:
    """Settings that ask the model server, which sends its words in large pieces to be quick."""
    model_server.default = Reply(chunk=200)
    return Settings(
        stories=str(tmp_path / "stories"),
        model="openai/writer",
        api_base=model_server.url,
        retries=1,
        next_token_seconds=5.0,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a new story."""
    brief = Brief(title="The Drowned Bell", genre="mystery", topic="a bell under the sea")
    return Shelf(tmp_path / "stories").create(brief)


@pytest.fixture
def open_session(
    settings: Settings, folder: Path, tmp_path: Path
) -> Callable[..., AbstractAsyncContextManager[WritingSession]]:
    """Opens a session on the story, as often as a test needs one."""

    @asynccontextmanager
    async def opening(**changes: object) -> AsyncIterator[WritingSession]:
        from dataclasses import replace

        used = replace(settings, **changes)
        async with (
            Engine(folder, used, template_folder=tmp_path / "templates") as engine,
            WritingSession(folder, engine, "a test") as session,
        ):
            yield session

    return opening
