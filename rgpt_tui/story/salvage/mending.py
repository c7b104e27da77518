"""Mending a damaged book: aside with it first, then a new one of all that can be saved."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story import access, schema
from rgpt_tui.story.atomic import part_of
from rgpt_tui.story.backup_files import Backup, backups_of
from rgpt_tui.story.backups import fault_in
from rgpt_tui.story.connection import BookConnection, BookUnwritable, plain_words
from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.language import detect_language
from rgpt_tui.story.records import Brief
from rgpt_tui.story.replacing import BOOK_FILE, LOGS, finish_replacing, put_aside, replace_book
from rgpt_tui.story.rows import from_json, now, to_json
from rgpt_tui.story.salvage.account import Mended, account_of
from rgpt_tui.story.salvage.damaged import Contents, columns_of, read_damaged
from rgpt_tui.story.salvage.fragments import add_fragments
from rgpt_tui.story.salvage.sources import Tally, put_together
from rgpt_tui.story.salvage.tree import Tables, make_whole
from rgpt_tui.story.whole import whole_of
from rgpt_tui.story.whole_records import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class NothingToSave(RgptError):
    """Neither the book nor a backup nor the readable copy has anything left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What a book is mended from."""

    book: Contents | None
    backup: Backup | None
    kept: Contents | None
    """What that backup holds."""


def mend_book(folder: Path, pages: Sequence[tuple[str, str]] = ()) -> Mended:
    """Mend the book of a folder, whatever is left of it.

    Only the program that holds the story's lock may call it, with no book of it open.

    Args:
        folder: of the story.
        pages: the headings and paragraphs of the readable copy, the last resort.

    Returns:
        What was saved and what was lost.

    Raises:
        BookUnwritable: it could not be copied aside or written; the book is as it was.
        NothingToSave: there is nothing to mend it from; the book is as it was.
        StoryTooNew: a newer rgpt wrote it; the book is as it was.
    """
    finish_replacing(folder)
    aside = put_aside(folder)
    sources = _read(folder, aside)
    if sources.book is not None and sources.book.version > len(schema.MIGRATIONS):
        raise schema.StoryTooNew(
            f"“{folder.name}” was written by a newer rgpt, so this one does not mend it. The book "
            f"is as it was, and a copy of it is in {aside}. Install the newer rgpt to mend it."
        )
    tally = Tally()
    tables = put_together(
        sources.book.tables if sources.book else {},
        sources.kept.tables if sources.kept else {},
        tally,
    )
    for name in columns_of(len(schema.MIGRATIONS)):
        tables.setdefault(name, [])
    if not tables["briefs"]:
        tables["briefs"].append(_brief_row(folder, pages))
    repairs = make_whole(tables)
    language = from_json(Brief, tables["briefs"][-1]["brief"]).language
    fragments, differing = add_fragments(tables, pages, language)
    if fragments:
        make_whole(tables)
    if not tables["steps"] and sources.book is None and sources.kept is None:
        copied = f", and a copy of it is in {aside}" if any(aside.iterdir()) else ""
        raise NothingToSave(
            f"Nothing could be saved of the book in {folder}: it cannot be read, there is no "
            f"backup, and story.md has no text. The book is as it was{copied}. If you have a copy "
            "of the folder elsewhere, put it in its place."
        )
    version = (sources.book or sources.kept or Contents(version=0, tables={})).version
    unfinished = part_of(folder / BOOK_FILE)
    try:
        dropped = _write(unfinished, version, tables)
        replace_book(folder, unfinished, aside)
    finally:
        unfinished.unlink(missing_ok=True)
    return account_of(
        aside=aside,
        backup=sources.backup if sources.kept else None,
        readable=sources.book is not None,
        whole=sources.book is not None and all(t.whole for t in sources.book.tables.values()),
        tables=tables,
        tally=tally,
        repairs=repairs,
        fragments=fragments,
        dropped=dropped,
        copied=len(pages),
        differing=differing,
    )


def _read(folder: Path, aside: Path) -> _Sources:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".rgpt-mending-") as place:
        try:
            sound = [each for each in backups_of(folder) if fault_in(each.file) is None]
            backup = sound[0] if sound else None
            kept = None
            if backup is not None:
                kept = read_damaged(Path(shutil.copy2(backup.file, Path(place) / "backup.db")))
            for ending in ("", *LOGS[:1]):
                if (aside / (BOOK_FILE + ending)).is_file():
                    shutil.copy2(aside / (BOOK_FILE + ending), place)
            book = None
            if (Path(place) / BOOK_FILE).is_file():
                relatives = [*(each.file for each in sound), _new_book(Path(place))]
                book = read_damaged(Path(place) / BOOK_FILE, relatives)
        except OSError as error:
            raise BookUnwritable(
                f"There is no room in {folder} to mend the book ({error.strerror or error}). It is "
                f"as it was, and a copy of it is in {aside}. Make room on the disk and try again."
            ) from error
    return _Sources(book=book, backup=backup, kept=kept)


def _new_book(place: Path) -> Path:
    """An empty book, whose pages have the numbers that those of a new book have."""
    connection = BookConnection(place / "new.db", "rwc")
    try:
        schema.migrate(connection)
    finally:
        connection.close()
    return place / "new.db"


def _brief_row(folder: Path, pages: Sequence[tuple[str, str]]) -> dict[str, object]:
    text = "\n".join(paragraph for _, paragraph in pages)
    title = folder.name.replace("-", " ").strip().capitalize()
    brief = Brief(title=title, language=detect_language(text) if text else "en")
    return {"moment": 0, "brief": to_json(brief), "created": now()}


def _write(file: Path, version: int, tables: Tables) -> int:
    """Write a book file of these rows.

    Returns:
        How many rows had to be left out, because what they belong to is lost.
    """
    if not 1 <= version <= len(schema.MIGRATIONS):
        version = len(schema.MIGRATIONS)
    with plain_words(file), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for script in schema.MIGRATIONS[:version]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        dropped = sum(_insert(connection, name, rows) for name, rows in tables.items())
        dropped += sum(_let_go(connection, *each) for each in _strays(connection))
        connection.execute("COMMIT")
    book = BookConnection(file, "rw")
    try:
        schema.migrate(book)
    finally:
        book.close()
    _see_that_whole(file)
    return dropped


def _insert(connection: sqlite3.Connection, name: str, rows: Sequence[dict[str, object]]) -> int:
    there = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
    left_out = 0
    for row in rows if there else ():
        columns = [column for column in there if column in row]
        done = connection.execute(
            f'INSERT OR IGNORE INTO "{name}" ({", ".join(columns)})'  # noqa: S608 - our own schema's
            f" VALUES ({', '.join('?' * len(columns))})",
            [row[column] for column in columns],
        )
        left_out += done.rowcount < 1
    return left_out


def _strays(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str, bool]]:
    """What refers to something that is lost: table, row, column, whether it may be NULL."""
    for table, row, _, key in connection.execute("PRAGMA foreign_key_check").fetchall():
        column = next(
            each[3]
            for each in connection.execute(f'PRAGMA foreign_key_list("{table}")')
            if each[0] == key
        )
        (required,) = (
            bool(each[3] or each[5])
            for each in connection.execute(f'PRAGMA table_info("{table}")')
            if each[1] == column
        )
        yield table, row, column, not required


def _let_go(connection: sqlite3.Connection, table: str, row: int, column: str, null: bool) -> int:
    if null and table != "unsent":
        connection.execute(f'UPDATE "{table}" SET {column} = NULL WHERE rowid = ?', (row,))  # noqa: S608
        return 0
    connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,))  # noqa: S608
    return 1


def _see_that_whole(file: Path) -> None:
    """See that a mended book is one, before it takes the place of the damaged one."""
    book = access.open_backup(file)
    try:
        fault = fault_of(whole_of(book)) or fault_in(file)
    finally:
        book.close()
    if fault:
        raise BookUnwritable(
            f"The mended book did not become whole ({fault}), so it was thrown away. The damaged "
            "one is as it was."
        ).offering(Way.RESTORE)


__all__ = ["Mended", "NothingToSave", "mend_book"]
