"""Opening the studio: the engine process is started first, so that it loads meanwhile."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import on_model, story_argument
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings

PLAIN_TERMINALS = ("dumb", "unknown")


class NoTerminal(RgptError):
    """The studio cannot be shown here."""


@click.command("open")
@story_argument
@on_model
def open_story(settings: Settings, story: str) -> None:
    """Open a story in the studio."""
    from rgpt_tui.cli.desk import shelf_of

    show_studio(settings, shelf_of(settings).find(story))


def can_show() -> bool:
    """Whether there is a terminal to show the studio in."""
    return not _obstacle()


def show_studio(settings: Settings, story: Path | None = None) -> None:
    """Show the studio until the writer leaves it.

    Args:
        settings: all of them.
        story: the folder of a story to open; None: the one that was left, or the shelf.

    Raises:
        NoTerminal: there is no terminal that could show it.
    """
    if obstacle := _obstacle():
        raise NoTerminal(
            f"The studio needs a terminal, and {obstacle}. Nothing was changed. `rgpt list` lists "
            "your stories, and `rgpt --help` has a command for everything."
        )
    # Started before Textual is imported: what is heavy loads while the first screen is drawn.
    from rgpt_tui.engine.client import EngineClient

    client = EngineClient.start(silence_seconds=settings.engine_silence_seconds)
    from rgpt_tui.studio.app import StudioApp

    async def show() -> int:
        app = StudioApp(settings, client, story=story)
        try:
            await app.run_async()
        finally:
            await client.close()
        return app.return_code or 0

    if code := asyncio.run(show()):
        sys.exit(code)


def _obstacle() -> str:
    """Why the studio cannot be shown; empty if it can."""
    if not sys.stdout.isatty():
        return "the output goes somewhere else"
    if not sys.stdin.isatty():
        return "the keyboard is not connected (input comes from somewhere else)"
    if os.environ.get("TERM", "").lower() in PLAIN_TERMINALS:
        return f"this one can only print lines (TERM={os.environ['TERM']})"
    return ""
