"""Bringing in a file: looking what it holds, and making a story of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rgpt_tui.places import packaged_folder
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.records import Brief
from rgpt_tui.studio.desk import PROGRAM

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.formats.draft import Draft
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.records import Text
    from rgpt_tui.story.shelf import Shelf
    from rgpt_tui.story.whole_records import WholeBook

BUNDLE_SUFFIX: Final = ".rgpt.json"
BEGINNING = 600
"""Characters of the text that are shown."""


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
    content: Draft | WholeBook


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
    """Look what a file holds; drafts are read in the engine process.

    Raises:
        RgptError: it cannot be read, or there is no story in it.
    """
    if file.name.lower().endswith(BUNDLE_SUFFIX):
        return await asyncio.to_thread(_bundle, file)
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
    from rgpt_tui.engine.importing import put_on_shelf, steps_of
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.formats.draft import Draft

    yield TakingIn(what="putting it into a book")
    content = found.content
    if isinstance(content, Draft):
        brief = Brief(title=title, language=found.language)
        folder = await asyncio.to_thread(shelf.create, brief, steps_of(content))
    else:
        folder = await asyncio.to_thread(put_on_shelf, shelf, content)
    async with WritingSession(folder, client.story(folder, settings), PROGRAM) as session:
        if not isinstance(content, Draft) and title != session.book.brief.title:
            await session.change_brief(replace(session.book.brief, title=title))
        yield TakingIn(what="indexing", folder=folder)
        async with aclosing(session.catch_up()) as events:
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
        "The sample story did not come with this copy of rgpt. Your stories are untouched. Begin "
        "one of your own with n."
    )


def _draft(draft: Draft, language: str, file: Path) -> Found:
    return Found(
        title=draft.title or file.stem,
        language=language,
        steps=len(draft.passages),
        words=sum(count_words(page.paragraph, language) for page in draft.passages),
        headings=tuple(page.heading for page in draft.passages if page.heading),
        beginning=draft.passages[0].paragraph[:BEGINNING],
        left_out=draft.left_out,
        content=draft,
    )


def _bundle(file: Path) -> Found:
    from rgpt_tui.engine.importing import read_story

    whole = read_story(file, "")
    if isinstance(whole, tuple):
        raise RgptError(
            f"{file} is called a bundle, and is none. Nothing was imported. Give it the ending "
            ".txt or .md if it is a draft."
        )
    latest = _branch(whole)
    return Found(
        title=whole.brief.title or file.name.removesuffix(BUNDLE_SUFFIX),
        language=whole.brief.language,
        steps=len(latest),
        words=sum(count_words(text.paragraph, whole.brief.language) for text in latest),
        headings=tuple(text.heading for text in latest if text.heading),
        beginning=latest[0].paragraph[:BEGINNING] if latest else "",
        left_out=(),
        content=whole,
    )


def _branch(whole: WholeBook) -> list[Text]:
    """The texts along the branch that is being written."""
    steps = {step.id: step for step in whole.steps}
    texts, at = [], whole.tip
    while at is not None:
        texts.append(steps[at].revisions[-1].text)
        at = steps[at].parent
    return texts[::-1]
