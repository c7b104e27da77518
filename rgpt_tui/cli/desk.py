"""What a command needs to work on a story: its folder, an engine, and a session to write it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rgpt_tui.places import config_folder, expanded
from rgpt_tui.story.lock import lock_if_free
from rgpt_tui.story.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from pathlib import Path

    from rgpt_tui.engine.engine import Engine
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.settings import Settings

PROGRAM = "rgpt on the command line"


def shelf_of(settings: Settings) -> Shelf:
    """The shelf that the settings name."""
    return Shelf(expanded(settings.stories))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run the asynchronous part of a command."""
    asyncio.run(work)


@asynccontextmanager
async def engine_of(settings: Settings, story: str) -> AsyncIterator[Engine]:
    """The engine of a story, to ask it something.

    Its long-term memory follows the book first, unless another program writes the story: then it
    is used as that program keeps it.
    """
    folder = shelf_of(settings).find(story)
    with lock_if_free(folder, PROGRAM) as alone:
        async with engine_in(settings, folder, alone=alone) as engine:
            yield engine


@asynccontextmanager
async def engine_in(
    settings: Settings, folder: Path, *, alone: bool = True
) -> AsyncIterator[Engine]:
    """The engine of the story in a folder, whose lock is held here if it is alone with it."""
    from rgpt_tui.engine.engine import Engine

    templates = config_folder() / "templates"
    async with Engine(folder, settings, template_folder=templates, alone=alone) as engine:
        yield engine


@asynccontextmanager
async def session_of(settings: Settings, story: str) -> AsyncIterator[WritingSession]:
    """A session to write a story in."""
    async with session_in(settings, shelf_of(settings).find(story)) as session:
        yield session


@asynccontextmanager
async def session_in(settings: Settings, folder: Path) -> AsyncIterator[WritingSession]:
    """A session to write the story of a folder in."""
    from rgpt_tui.cli.output import notice
    from rgpt_tui.cli.ways import with_commands
    from rgpt_tui.engine.backing_up import BackupRules
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.writer.events import Notice

    rules = replace(BackupRules.of(settings), at_end=False)
    async with (
        engine_in(settings, folder) as engine,
        WritingSession(folder, engine, PROGRAM, backups=rules) as session,
    ):
        yield session
        for event in await session.settle():
            if isinstance(event, Notice):
                notice(with_commands(event.text, event.ways))
