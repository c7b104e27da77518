"""Books of somebody else's making: a file that SQLite would open, and what must not be in it.

A book file can come from anywhere. SQLite runs what a file's own schema says (triggers at each
change, views at each read), so a schema that rgpt did not write is refused, down to the last word
(https://www.sqlite.org/security.html).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from rgpt_tui.story import schema
from rgpt_tui.story.connection import BookDamaged, BookUnreadable

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.connection import BookConnection

SCHEMA_QUERY = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
# A step is one further than the one that it follows: so no road leads in a circle.
CIRCLE_QUERY = """
SELECT steps.id FROM steps LEFT JOIN steps AS before ON before.id = steps.parent
WHERE steps.number IS NOT coalesce(before.number, 0) + 1 LIMIT 1
"""

Part = tuple[str, str, str]
"""Of a schema: its type, its name, the statement that made it."""

STATISTICS: frozenset[Part] = frozenset(
    {
        ("table", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
        ("table", "sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
    }
)
"""What SQLite itself adds to a file when it is asked to look where its time goes."""


def see_that_no_link(path: Path) -> None:
    """See that a book file is in its folder, and not somewhere else by way of a link.

    SQLite would keep its log over there, where the lock of this folder does not reach.

    Raises:
        BookUnreadable: it is a link.
    """
    if path.is_symlink():
        raise BookUnreadable(
            f"{path} is a link to a file elsewhere. It was not opened. Put the file itself there, "
            "or open the story where the file is."
        )


def see_that_ours(connection: BookConnection) -> None:
    """See that a book, of any schema version, has the schema that rgpt gave it, and no circles.

    Raises:
        BookUnreadable: it has something else in it, or lacks something.
    """
    version = connection.only(lambda row: int(row[0]), "PRAGMA user_version")
    found = frozenset(connection.all(_part_of, SCHEMA_QUERY))
    ours = _schema_of(version)
    strange = sorted(found - ours - STATISTICS)
    if strange:
        kind, name, _ = strange[0]
        raise _refused(connection, f"the {kind} “{name}” in it is not as rgpt makes one")
    if missing := sorted(ours - found):
        raise _refused(connection, f"its {missing[0][0]} “{missing[0][1]}” is missing")
    circle = connection.first(lambda row: row["id"], CIRCLE_QUERY)
    if circle is not None:
        raise _refused(connection, f"step “{circle}” has not the place that it should have")


@cache
def _schema_of(version: int) -> frozenset[Part]:
    """What the migrations up to a version make."""
    with closing(sqlite3.connect(":memory:")) as model:
        for script in schema.MIGRATIONS[:version]:
            model.executescript(script)
        model.row_factory = sqlite3.Row
        return frozenset(map(_part_of, model.execute(SCHEMA_QUERY)))


def _part_of(row: sqlite3.Row) -> Part:
    return row["type"], row["name"], " ".join(row["sql"].split())


def _refused(connection: BookConnection, what: str) -> BookDamaged:
    return BookDamaged(
        f"{connection.path} is no book that rgpt can trust: {what}. It was not changed, and "
        "nothing in it was run. If the story is your own, take it from your last backup; if it "
        "came from somebody else, ask for it as a bundle."
    )
