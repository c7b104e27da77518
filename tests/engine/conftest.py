"""A story at work against a real model server; book, archive, embedder and cell are real."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.session import WritingSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from rgpt_tui.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The settings of all tests, but that a request that failed in passing is repeated once."""
    return replace(settings, retries=1)


@pytest.fixture
def open_session(
    settings: Settings, folder: Path, tmp_path: Path
) -> Callable[..., AbstractAsyncContextManager[WritingSession]]:
    """Opens a session on the story, as often as a test needs one."""

    @asynccontextmanager
    async def opening(**changes: object) -> AsyncIterator[WritingSession]:
        used = replace(settings, **changes)
        async with (
            Engine(folder, used, template_folder=tmp_path / "templates") as engine,
            WritingSession(folder, engine, "a test") as session,
        ):
            yield session

    return opening
