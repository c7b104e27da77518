"""Bringing in a file: looking what it holds, and making a story of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rgpt_tui.places import packaged_folder
from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.records import Brief
from rgpt_tui.studio.desk import PROGRAM

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.formats.draft import Draft
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.shelf import Shelf

BUNDLE_SUFFIX: Final = ".rgpt.json"


class NoSample(RgptError):
    """The sample story is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is in a file."""

    title: str
    language: str
    steps: int
    words: int
    headings: tuple[str, ...]
    beginning: str
    left_out: tuple[str, ...]
    content: Draft | Path
    """A draft, or the file of a bundle, which the engine reads again when it is taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingIn:
    """How far it has come."""

    what: str
    done: int = 0
    total: int = 0
    """0 where it is not known."""
    folder: Path | None = None
    """Of the story, once it is safe in its book."""


async def look_into(file: Path, client: EngineClient, language: str = "") -> Found:
    """Look what a file holds; the engine process reads it, which may take it a while.

    Raises:
        RgptError: it cannot be read, or there is no story in it.
    """
    if file.name.lower().endswith(BUNDLE_SUFFIX):
        bundle = await client.look_into_bundle(file)
        return Found(
            title=bundle.title or file.name.removesuffix(BUNDLE_SUFFIX),
            language=bundle.language,
            steps=bundle.steps,
            words=bundle.words,
            headings=bundle.headings,
            beginning=bundle.beginning,
            left_out=(),
            content=file,
        )
    draft, written_in = await client.read_draft(file, language)
    return await asyncio.to_thread(_draft, draft, written_in, file)


async def take_in(
    found: Found, shelf: Shelf, settings: Settings, client: EngineClient, title: str
) -> AsyncGenerator[TakingIn, None]:
    """Make a story of what was found, then index it. The book is safe before the index begins.

    Args:
        found: in the file.
        shelf: where the story goes.
        settings: all of them.
        client: of the engine, which indexes.
        title: of the story, as the writer wants it.
    """
    from rgpt_tui.engine.importing import steps_of
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.formats.draft import Draft

    yield TakingIn(what="putting it into a book")
    content = found.content
    if isinstance(content, Draft):
        brief = Brief(title=title, language=found.language)
        folder = await asyncio.to_thread(shelf.create, brief, steps_of(content))
    else:
        folder = await client.take_bundle_in(content, shelf.folder, title)
    yield TakingIn(what="indexing", folder=folder)
    async with (
        WritingSession(folder, client.story(folder, settings), PROGRAM) as session,
        aclosing(session.catch_up()) as events,
    ):
        async for event in events:
            done, total = getattr(event, "done", 0), getattr(event, "total", 0)
            yield TakingIn(what="indexing", done=done, total=total, folder=folder)


def sample_story(shelf: Shelf) -> Path:
    """The sample story as one of the writer's own; it is put on the shelf if it is not there.

    Not for the event loop.

    Raises:
        NoSample: rgpt came without one.
    """
    from rgpt_tui.engine.importing import put_on_shelf, read_story
    from rgpt_tui.formats.draft import Draft

    for file in sorted(packaged_folder("stories").glob(f"*{BUNDLE_SUFFIX}")):
        whole = read_story(file, "")
        if isinstance(whole, (Draft, tuple)):
            continue
        name = next((e.name for e in shelf.entries() if e.title == whole.brief.title), None)
        return shelf.folder / name if name else put_on_shelf(shelf, whole)
    raise NoSample(
        "The sample story did not come with this copy of rgpt. Your stories are untouched, and one "
        "of your own needs none."
    ).offering(Way.NEW_STORY)


def _draft(draft: Draft, language: str, file: Path) -> Found:
    from rgpt_tui.engine.importing import BEGINNING
    from rgpt_tui.story.cutting import beginning

    return Found(
        title=draft.title or file.stem,
        language=language,
        steps=len(draft.passages),
        words=sum(count_words(page.paragraph, language) for page in draft.passages),
        headings=tuple(page.heading for page in draft.passages if page.heading),
        beginning=beginning(draft.passages[0].paragraph, BEGINNING),
        left_out=draft.left_out,
        content=draft,
    )
