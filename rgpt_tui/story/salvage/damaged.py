"""Reading a damaged SQLite file as far as it goes: table by table, row by row, value by value.

SQLite gives up a scan at the first bad page. Rows behind it are reached one by one through the
upper levels of the tree, and the values of a row that goes over several pages one by one. Where
the first page is gone, by which SQLite finds all others, that of a sound relative of the file is
put there: a backup has its pages under the same numbers.

The format: https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rgpt_tui.story import schema
from rgpt_tui.story.salvage.carving import carve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DEFAULT_SIZE: Final = 4096
"""Bytes of a page, where the file does not say."""
MAGIC: Final = b"SQLite format 3\x00"
PAGE_COUNT: Final = slice(28, 32)
FREE_LIST: Final = slice(32, 40)
INTERIOR: Final = 5
"""The first byte of a page that leads to other pages of a table."""
BEYOND: Final = 2_000
"""Row numbers that are tried beyond the last one that is known to be there."""

FAULTS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What reading may raise. A message of SQLite that has bytes of the file in it may be no text."""

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Table:
    """What could be read of a table."""

    columns: dict[str, str]
    """The type of each, by its name."""
    required: frozenset[str]
    """Those that are never NULL."""
    key: tuple[str, ...]
    """Those that tell a row from all others; empty where nothing does."""
    rows: dict[int, Row] = field(default_factory=dict)
    """By their number. A value that could not be read is not in its row."""
    whole: bool = True
    """Nothing of it was unreadable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What could be read of a book file."""

    version: int
    """Of its schema."""
    tables: dict[str, Table]


def read_damaged(file: Path, relatives: Sequence[Path] = ()) -> Contents | None:
    """Read what can be read of a book file.

    Args:
        file: the book, with its log beside it; a copy of which nothing is needed any more, since
            it is changed.
        relatives: sound books, the likeliest relative first.

    Returns:
        None if nothing could be read.
    """
    _complete(file)
    contents = _read_somehow(file, relatives)
    if contents is None:
        return None
    if not all(table.whole for table in contents.tables.values()):
        content = file.read_bytes()
        carve(content, _page_size(content) or DEFAULT_SIZE, contents.tables)
    return contents if any(table.rows for table in contents.tables.values()) else None


def _read_somehow(file: Path, relatives: Sequence[Path]) -> Contents | None:
    """What can be read by the way of SQLite: at least which tables there would be."""
    found = None
    with suppress(*FAULTS):
        found = _read(file)
        if _is_ours(found):
            return found
    for relative in relatives:
        with suppress(*FAULTS, OSError, IndexError):
            _graft(file, relative)
            found = _read(file)
            for table in found.tables.values():
                # The pages of a table may have other numbers in this file than in its relative.
                table.whole = False
            if _is_ours(found) and any(table.rows for table in found.tables.values()):
                return found
    return found if found is not None and _is_ours(found) else None


def _is_ours(contents: Contents) -> bool:
    """Whether a file has the tables that rgpt makes, and they the columns: its list may be bad."""
    if contents.version < 1:
        return False
    return contents.tables.keys() >= columns_of(contents.version).keys() and all(
        tuple(contents.tables[name].columns) == columns
        for name, columns in columns_of(contents.version).items()
    )


@cache
def columns_of(version: int) -> dict[str, tuple[str, ...]]:
    """The columns of each table of a book, by the version of its schema."""
    with closing(sqlite3.connect(":memory:")) as model:
        for script in schema.MIGRATIONS[:version]:
            model.executescript(script)
        names = model.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name: tuple(each[1] for each in model.execute(f"PRAGMA table_info({_quoted(name)})"))
            for (name,) in names
        }


def _read(file: Path) -> Contents:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.text_factory = lambda data: data.decode(errors="surrogateescape")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        if not names:
            raise sqlite3.DatabaseError("no tables")
        tables = {name: _table(connection, name) for (name,) in names}
        return Contents(version=version, tables=tables)


def _table(connection: sqlite3.Connection, name: str) -> Table:
    info = connection.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    keys = sorted((place, column) for _, column, _, _, _, place in info if place)
    table = Table(
        columns={column: kind for _, column, kind, _, _, _ in info},
        required=frozenset(
            column for _, column, _, not_null, _, place in info if not_null or place
        ),
        key=tuple(column for _, column in keys),
    )
    reached = 0
    try:
        for number, *values in connection.execute(
            f"SELECT rowid, * FROM {_quoted(name)} NOT INDEXED ORDER BY rowid"  # noqa: S608
        ):
            table.rows[number] = dict(zip(table.columns, values, strict=True))
            reached = max(reached, number)
    except FAULTS:
        table.whole = False
        for number, row in _one_by_one(connection, name, table, reached):
            table.rows.setdefault(number, row)
    return table


def _last(connection: sqlite3.Connection, name: str) -> int:
    with suppress(*FAULTS, TypeError):
        return int(
            connection.execute(f"SELECT max(rowid) FROM {_quoted(name)}").fetchone()[0]  # noqa: S608
        )
    return 0


def _one_by_one(
    connection: sqlite3.Connection, name: str, table: Table, reached: int
) -> Iterator[tuple[int, Row]]:
    """The rows of a table that can be reached by their numbers.

    Args:
        connection: to the file.
        name: of the table.
        table: what is known of it.
        reached: the greatest number that is known to be there.
    """
    where = f"FROM {_quoted(name)} NOT INDEXED WHERE rowid = ?"
    end = max(reached, _last(connection, name)) + BEYOND
    number = 0
    while (number := number + 1) <= end:
        try:
            if connection.execute(f"SELECT 1 {where}", (number,)).fetchone() is None:
                continue
        except FAULTS:
            continue
        # One that is there may have more behind it.
        end = max(end, number + BEYOND)
        row: Row = {}
        for column in table.columns:
            with suppress(*FAULTS, TypeError):
                (row[column],) = connection.execute(
                    f"SELECT {_quoted(column)} {where}", (number,)
                ).fetchone()
        yield number, row


def _complete(file: Path) -> None:
    """Give a file that was cut short its length again: the pages that are missing are then bad,
    where SQLite would refuse the whole file.
    """
    with file.open("rb+") as opened:
        header = opened.read(100)
        if not header.startswith(MAGIC) or len(header) < 100:
            return
        wanted = int.from_bytes(header[PAGE_COUNT], "big") * _page_size(header)
        # A count that was itself damaged must not fill the disk.
        if file.stat().st_size < wanted <= 64 * max(file.stat().st_size, 1 << 20):
            opened.truncate(wanted)


def _graft(file: Path, relative: Path) -> None:
    """Put the pages of a relative that list its tables in the place of the file's own."""
    sound = relative.read_bytes()
    size = _page_size(sound)
    with file.open("rb+") as opened:
        for number in _schema_pages(sound, size, 1):
            opened.seek((number - 1) * size)
            opened.write(sound[(number - 1) * size : number * size])
        length = opened.seek(0, 2)
        # The relative's length and list of free pages are not those of this file.
        opened.truncate(-(-length // size) * size)
        opened.seek(PAGE_COUNT.start)
        opened.write((-(-length // size)).to_bytes(4, "big") + bytes(FREE_LIST.stop - 32))


def _schema_pages(content: bytes, size: int, number: int) -> Iterator[int]:
    yield number
    start = (number - 1) * size
    head = start + (100 if number == 1 else 0)
    if content[head] != INTERIOR:
        return
    yield from _schema_pages(content, size, int.from_bytes(content[head + 8 : head + 12], "big"))
    for cell in range(int.from_bytes(content[head + 3 : head + 5], "big")):
        pointer = head + 12 + 2 * cell
        at = start + int.from_bytes(content[pointer : pointer + 2], "big")
        yield from _schema_pages(content, size, int.from_bytes(content[at : at + 4], "big"))


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65_536 if size == 1 else size


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
