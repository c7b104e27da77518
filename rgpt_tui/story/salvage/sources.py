"""Putting together what a damaged book and its newest backup have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.salvage.values import bad_columns, made_good

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.story.salvage.damaged import Row, Table

UNCHANGING: Final = frozenset({"briefs", "makings", "requests", "revisions"})
"""Tables whose rows are written once: where the backup has another text in such a row, and the
same time of writing, the bytes in the book have changed by themselves.
"""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the rows, by their table."""

    saved: dict[str, int] = field(default_factory=dict)
    """Rows that came out of the damaged book."""
    from_backup: dict[str, int] = field(default_factory=dict)
    """Rows that came, in whole or in part, out of the backup."""
    lost: dict[str, int] = field(default_factory=dict)
    """Rows of which too little could be read."""
    marked: int = 0
    """Rows in which characters that could not be read are now �."""


def put_together(
    damaged: Mapping[str, Table], backup: Mapping[str, Table], tally: Tally
) -> dict[str, list[Row]]:
    """The rows of every table, in the order in which they were written.

    What the book has is newer and comes first. Where a table was read as a whole, what only the
    backup has was taken out since, and stays out.
    """
    return {
        name: _rows(name, damaged.get(name), backup.get(name), tally)
        for name in {**backup, **damaged}
    }


def _rows(name: str, damaged: Table | None, backup: Table | None, tally: Tally) -> list[Row]:
    known = {} if backup is None else {_key(backup, row): row for row in backup.rows.values()}
    found: dict[int, Row] = {}
    seen: set[object] = set()
    for number, row in () if damaged is None else sorted(damaged.rows.items()):
        assert damaged is not None  # noqa: S101
        key = _key(damaged, row)
        row, mended = _mended(name, damaged, row, known.get(key) if key is not None else None)
        good = made_good(name, damaged, row)
        if good is None:
            tally.lost[name] = tally.lost.get(name, 0) + 1
            continue
        found[number], marked = good
        tally.marked += marked
        source = tally.from_backup if mended else tally.saved
        source[name] = source.get(name, 0) + 1
        seen.add(_key(damaged, found[number]) or number)
    if backup is not None and (damaged is None or not damaged.whole):
        for number, row in sorted(backup.rows.items()):
            if (_key(backup, row) or number) in seen:
                continue
            found[number if number not in found else max(found) + 1] = row
            tally.from_backup[name] = tally.from_backup.get(name, 0) + 1
    return [row for _, row in sorted(found.items())]


def _mended(name: str, table: Table, row: Row, known: Row | None) -> tuple[Row, bool]:
    """A row with what the backup knows better, and whether there was anything."""
    if known is None:
        return row, False
    bad = [column for column in bad_columns(name, table, row) if column in known]
    if "created" in known and "created" not in bad and known["created"] != row["created"]:
        # Another row that has its place: the story was once taken back to an earlier state.
        return row, False
    if name in UNCHANGING and any(row.get(column) != known[column] for column in known):
        return {**row, **known}, True
    return {**row, **{column: known[column] for column in bad}}, bool(bad)


def _key(table: Table, row: Row) -> object | None:
    key = tuple(row.get(column) for column in table.key)
    return key if key and None not in key else None
