"""What a writer does in the studio and has no command for, with the real session and shelf.

Each act prints what it announces as the command line prints its events: JSON, one object a line.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rgpt_tui.cli.desk import session_in, shelf_of
from rgpt_tui.cli.display import show_events
from rgpt_tui.cli.output import say_json
from rgpt_tui.engine.restoring import restore_story
from rgpt_tui.settings_reading import load_settings
from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.backup_files import Why
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.lock import WriterLock
from tests.crashes.texts import new_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.story.shelf import Shelf


async def reroll(session: WritingSession, number: str) -> None:
    """Write a step of the path once more."""
    step = session.book.step_numbered(int(number))
    await show_events(session.reroll(step.id), as_json=True)


async def own(session: WritingSession, paragraph: str) -> None:
    """Have a paragraph of the writer's own committed, remembered and planned from."""
    await show_events(session.write_own(paragraph), as_json=True)


async def wander(session: WritingSession, rounds: str) -> None:
    """Undo and redo; each time ``story.md`` is replaced."""
    await session.go_to(list(session.book.latest_revisions())[-1])
    for _ in range(int(rounds)):
        for back in (True, False):
            await session.move(back=back)
            say_json({"event": "moved", "tip": session.book.tip})
            await session.settle()


async def compact(session: WritingSession, seed: str, rounds: str) -> None:
    """Commit, take up in the long-term memory, and compact it, again and again."""
    archive = None
    for number in range(int(rounds)):
        for event in await session.add([new_step(f"{seed}.{number}")]):
            say_json(event)
        async with aclosing(session._engine.catch_up()) as following:
            async for event in following:
                say_json(event)
        archive = archive or session._engine._memory._archive  # type: ignore[union-attr]
        await archive.compact()
        say_json({"event": "compacted"})


def duplicate(shelf: Shelf, name: str) -> None:
    """Copy a story."""
    say_json({"event": "story", "name": shelf.duplicate(name).name})


def rename(shelf: Shelf, title: str) -> None:
    """Give the only story on the shelf another title."""
    (name,) = shelf.names()
    folder = shelf.rename(name, title)
    say_json({"event": "renamed", "name": folder.name, "title": title})


def put_away_and_back(shelf: Shelf, name: str) -> None:
    """Put a story into the archive, and bring it back."""
    say_json({"event": "away", "name": shelf.archive(name).name})
    say_json({"event": "story", "name": shelf.restore(name).name})


def back_up(shelf: Shelf, name: str) -> None:
    """Back a story up, three times."""
    folder = shelf.find(name)
    for _ in range(3):
        with WriterLock(folder, "a crash test"):
            made = make_backup(folder / BOOK_FILE, Why.ROUTINE, keep=3)
        say_json({"event": "backed_up", "name": made.name})


def restore(shelf: Shelf, name: str) -> None:
    """Back a story up, and put the backup in its place."""
    folder = shelf.find(name)
    with WriterLock(folder, "a crash test"):
        made = make_backup(folder / BOOK_FILE, Why.ROUTINE, keep=3)
    say_json({"event": "restored", "how": restore_story(folder, made)})


IN_A_SESSION: dict[str, Any] = {each.__name__: each for each in (reroll, own, wander, compact)}
ON_THE_SHELF: dict[str, Any] = {
    each.__name__: each for each in (duplicate, rename, put_away_and_back, back_up, restore)
}


def play(order: Sequence[str]) -> None:
    """Play an act: its name, then the story's folder where it needs a session, then the rest."""
    name, *arguments = order
    settings = load_settings()
    if name in ON_THE_SHELF:
        ON_THE_SHELF[name](shelf_of(settings), *arguments)
        return

    async def in_session() -> None:
        folder, *rest = arguments
        async with session_in(settings, Path(folder)) as session:
            await IN_A_SESSION[name](session, *rest)

    asyncio.run(in_session())
