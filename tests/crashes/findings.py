"""What is seen after a kill, by one who opens the story next: each fault in words."""

from __future__ import annotations

import functools
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rgpt_tui.archive.archive import FOLDER
from rgpt_tui.archive.bert import Bert
from rgpt_tui.archive.lance import connect
from rgpt_tui.archive.minilm import LONGEST, UNRELATED_COSINE, model_folder
from rgpt_tui.archive.pieces import pieces
from rgpt_tui.archive.table import SentenceTable
from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.pages import Page
from rgpt_tui.story.access import BOOK_FILE
from rgpt_tui.story.readable import READABLE_COPY
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.shelf import ARCHIVE, Shelf
from rgpt_tui.story.whole import read_whole

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.records import Text
    from rgpt_tui.story.whole_records import WholeBook


@dataclass(slots=True, kw_only=True)
class Stories:
    """All that a shelf holds, its archive included, as it stands on the disk."""

    books: dict[str, WholeBook] = field(default_factory=dict)
    """By the names of their folders."""
    copies: dict[str, str | None] = field(default_factory=dict)
    """What ``story.md`` says; None: there is none."""
    faults: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, shelf: Shelf) -> Stories:
        """Read them, and see that each can be opened and that SQLite finds it whole."""
        stories = cls()
        for place in (shelf, Shelf(shelf.archive_folder)):
            for name in place.names():
                stories._read(place.folder / name)
        return stories

    def _read(self, folder: Path) -> None:
        try:
            whole = read_whole(folder)
            with closing(sqlite3.connect(folder / BOOK_FILE)) as file:
                (found,) = file.execute("PRAGMA integrity_check").fetchone()
                astray = file.execute("PRAGMA foreign_key_check").fetchall()
            if found != "ok" or astray:
                self.faults.append(f"{folder.name}: {found}, {len(astray)} references astray")
        except Exception as error:
            self.faults.append(f"{folder.name} does not open: {error!r}")
            return
        copy = folder / READABLE_COPY
        self.books[folder.name] = whole
        self.copies[folder.name] = copy.read_text("utf-8") if copy.exists() else None

    @property
    def texts(self) -> dict[tuple[str, int], Text]:
        """Every revision of every step."""
        return {
            (step.id, number): revision.text
            for book in self.books.values()
            for step in book.steps
            for number, revision in enumerate(step.revisions, start=1)
        }

    @property
    def drafts(self) -> dict[str, Draft]:
        """Every draft, by its id."""
        return {each.draft.id: each.draft for book in self.books.values() for each in book.drafts}


def lost_between(before: Stories, after: Stories) -> list[str]:
    """What was there before a process began and is not any more, or is something else."""
    texts, faults = after.texts, list(after.faults)
    for (step, number), text in before.texts.items():
        if texts.get((step, number)) != text:
            faults.append(f"revision {number} of step {step} is lost")
    for name, draft in before.drafts.items():
        there = after.drafts.get(name)
        if there is None and not _in_a_step(draft, after):
            faults.append(f"draft {name} is lost")
    return faults


def _in_a_step(draft: Draft, after: Stories) -> bool:
    words = draft.sections.get("paragraph", "")[:60]
    return any(words in text.paragraph for text in after.texts.values())


def torn_copies(before: Stories, after: Stories) -> list[str]:
    """Copies for reading that are not what the story was or is, up to any of its steps."""
    faults = []
    for name, copy in after.copies.items():
        book = after.books[name]
        briefs = [each.brief for each in book.briefs]
        known = {before.copies.get(name), None}
        if copy in known:
            continue
        for each in (book, before.books.get(name, book)):
            tips = (None, *(step.id for step in each.steps))
            known |= {to_markdown(brief, _pages_of(each, tip)) for brief in briefs for tip in tips}
        if copy not in known:
            faults.append(f"{name}/story.md is torn ({len(copy or '')} characters)")
    return faults


def _pages_of(book: WholeBook, tip: str | None) -> list[Page]:
    steps = {step.id: step for step in book.steps}
    pages, at = [], tip
    while at is not None:
        text = steps[at].revisions[-1].text
        pages.append(Page(heading=text.heading, paragraph=text.paragraph))
        at = steps[at].parent
    return pages[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStart:
    """What the next writer finds who opens a story and lets everything catch up."""

    faults: list[str]
    offered: Draft | None = None
    """At the tip."""
    one_back: Draft | None = None
    """After an undo."""


async def next_start(folder: Path, settings: Settings) -> NextStart:
    """Open a story for writing, as the studio does; compare the long-term memory with the book."""
    faults: list[str] = []
    try:
        async with (
            Engine(folder, settings, template_folder=folder / "none") as engine,
            WritingSession(folder, engine, "the next start") as session,
        ):
            async for _ in session.catch_up():
                pass
            offered, one_back = await session.unfinished(), _before_tip(session.book)
    except Exception as error:
        return NextStart(faults=[f"{folder.name} cannot be written: {error!r}"])
    faults += await _behind(folder)
    with BookReader.open(folder) as book:
        pages = [Page(heading=heading, paragraph=paragraph) for heading, paragraph in book.prose()]
        wanted = to_markdown(book.brief, pages)
    copy = folder / READABLE_COPY
    if pages and not (copy.exists() and copy.read_text("utf-8") == wanted):
        faults.append(f"{folder.name}/story.md has not caught up")
    faults += [f"{folder.name}: {each.name} is left over" for each in folder.glob(".*.part")]
    faults += [f"{folder.name}: {each.name} is left over" for each in folder.glob(".book.db.new*")]
    return NextStart(faults=faults, offered=offered, one_back=one_back)


def _before_tip(book: BookReader) -> Draft | None:
    return book.drafts.latest(book.step(book.tip).parent) if book.tip else None


async def _behind(folder: Path) -> list[str]:
    """Where the long-term memory holds something else than the sentences of the book."""
    fits = _embedder().fits
    with BookReader.open(folder) as book:
        language = book.brief.language
        wanted = Counter(
            (step, revision, *piece.place)
            for step, revision, paragraph in book.paragraphs(list(book.latest_revisions()))
            for piece in pieces(paragraph, language, fits)
        )
    if not wanted:
        return []
    table = await SentenceTable.open(await connect(folder / FOLDER))
    rows = await table._table.query().select(["step", "revision", "place", "embedded"]).to_arrow()
    table.close()
    there = Counter((row["step"], row["revision"], *row["place"]) for row in rows.to_pylist())
    if language == "en" and not all(rows.column("embedded").to_pylist()):
        return [f"{folder.name}: sentences without a vector"]
    if there != wanted:
        return [
            f"{folder.name}: the long-term memory lacks {sum((wanted - there).values())} sentences "
            f"and has {sum((there - wanted).values())} that are not in the book"
        ]
    return []


@functools.cache
def _embedder() -> Bert:
    return Bert(model_folder(), longest=LONGEST, unrelated=UNRELATED_COSINE)


def left_over(shelf: Shelf) -> list[str]:
    """What lies on a shelf and is no story."""
    names = set(shelf.names()) | {ARCHIVE}
    return [
        f"{each.name} is left over on the shelf"
        for each in shelf.folder.iterdir()
        if each.name not in names
    ]
