"""Rows on pages that no way through the file leads to any more, told by what they hold.

Where a page is bad that leads to others, those are whole and cannot be reached. Each page that
holds rows of a table says so in its first byte (https://www.sqlite.org/fileformat2.html, 1.6);
which table a row is of shows in its values.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

from rgpt_tui.story.salvage.values import bad_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rgpt_tui.story.salvage.damaged import Row, Table

LEAF: Final = 13
"""The first byte of a page with rows of a table."""
ADDED: Final = 2
"""Columns at the end of a table that rows from before an update of rgpt may lack."""
INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of a whole number, by its type."""


def carve(content: bytes, size: int, tables: Mapping[str, Table]) -> None:
    """Add to tables that were not read as a whole the rows of theirs that are anywhere in a file.

    Args:
        content: of the file.
        size: of a page, in bytes.
        tables: by name; what is in them stays.
    """
    wanted = {name: table for name, table in tables.items() if not table.whole}
    known = {
        name: {_key(table, row) for row in table.rows.values()} for name, table in wanted.items()
    }
    for number, values in _rows(content, size):
        for name, table in wanted.items():
            row = _row(name, table, number, values)
            if row is not None:
                key = _key(table, row)
                if key not in known[name]:
                    known[name].add(key)
                    table.rows[number if number not in table.rows else max(table.rows) + 1] = row
                break


def _row(name: str, table: Table, number: int, values: list[Any]) -> Row | None:
    """The values as a row of a table; None if they are not one."""
    if not len(table.columns) - ADDED <= len(values) <= len(table.columns):
        return None
    values = [*values, *[None] * (len(table.columns) - len(values))]
    row = dict(zip(table.columns, values, strict=True))
    if table.key and len(table.key) == 1 and table.columns[table.key[0]] == "INTEGER":
        # Such a key is the number of the row, and NULL where it stands.
        row[table.key[0]] = number
    return None if bad_columns(name, table, row) else row


def _key(table: Table, row: Row) -> tuple[object, ...]:
    return tuple(row.get(column) for column in table.key or table.columns)


def _rows(content: bytes, size: int) -> Iterator[tuple[int, list[Any]]]:
    for start in range(0, len(content) - size + 1, size):
        head = start + (100 if start == 0 else 0)
        if content[head] != LEAF:
            continue
        for cell in range(int.from_bytes(content[head + 3 : head + 5], "big")):
            pointer = head + 8 + 2 * cell
            at = int.from_bytes(content[pointer : pointer + 2], "big")
            try:
                yield _cell(content, size, start + at)
            except (IndexError, ValueError, struct.error):
                # This row is not whole; the next one may be.
                continue


def _cell(content: bytes, size: int, at: int) -> tuple[int, list[Any]]:
    length, at = _varint(content, at)
    number, at = _varint(content, at)
    return number, _values(_payload(content, size, at, length))


def _payload(content: bytes, size: int, at: int, length: int) -> bytes:
    """The bytes of a row, also where they go over several pages."""
    if length > len(content):
        raise ValueError("longer than the file")
    most, least = size - 35, (size - 12) * 32 // 255 - 23
    local = length
    if length > most:
        local = least + (length - least) % (size - 4)
        local = local if local <= most else least
    parts, left = [content[at : at + local]], length - local
    following = int.from_bytes(content[at + local : at + local + 4], "big") if left else 0
    while left > 0:
        start = (following - 1) * size
        if following < 1 or start + size > len(content):
            raise ValueError("the rest is on no page")
        parts.append(content[start + 4 : start + 4 + min(left, size - 4)])
        left -= size - 4
        following = int.from_bytes(content[start : start + 4], "big")
    return b"".join(parts)


def _values(payload: bytes) -> list[Any]:
    head, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        value, at = _value(payload, kind, at)
        values.append(value)
    if at != len(payload):
        raise ValueError("the row has another length than it says")
    return values


def _value(payload: bytes, kind: int, at: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind in INTEGERS:
        end = at + INTEGERS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind >= 13 and kind % 2:
        end = at + (kind - 13) // 2
        # What is no text is not believed, since nothing else says that this is a row.
        return payload[at:end].decode(), end
    raise ValueError("no value that rgpt writes")


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = content[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError("no number")
