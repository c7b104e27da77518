"""What the values of a book have to be, and what stands for one that cannot be read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from rgpt_tui.story.authors import Author
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import Brief, Making, Plan, SentRequest, StepKind
from rgpt_tui.story.rows import from_json, now, storable, to_json
from rgpt_tui.story.unsent import Box

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.story.salvage.damaged import Row, Table


def _json(kind: Any) -> Callable[[str], object]:
    return lambda text: from_json(kind, text)


CHECKS: Final[dict[tuple[str, str], Callable[[str], object]]] = {
    ("briefs", "brief"): _json(Brief),
    ("makings", "plan"): _json(Plan),
    ("makings", "making"): _json(Making),
    ("requests", "request"): _json(SentRequest),
    ("drafts", "draft"): _json(Draft),
    ("revisions", "pinned"): _json(tuple[str, ...]),
    ("revisions", "plans"): _json(tuple[str, ...]),
    ("revisions", "author"): Author,
    ("steps", "kind"): StepKind,
    ("marks", "mark"): Mark,
    ("unsent", "box"): Box,
}
"""Raises where a value is not what it should be."""

INSTEAD: Final[dict[tuple[str, str], Callable[[], Any]]] = {
    ("makings", "plan"): lambda: None,
    ("makings", "making"): lambda: to_json(Making()),
    ("revisions", "heading"): lambda: "",
    ("revisions", "rationale"): lambda: "",
    ("revisions", "memory"): lambda: "",
    ("revisions", "pinned"): lambda: "[]",
    ("revisions", "plans"): lambda: "[]",
    ("revisions", "moment"): lambda: 0,
    ("revisions", "words"): lambda: 0,
    ("revisions", "has_memory"): lambda: 0,
    ("steps", "parent"): lambda: None,
    ("steps", "next"): lambda: None,
    ("steps", "number"): lambda: 0,
    ("steps", "kind"): lambda: StepKind.WRITTEN.value,
    ("steps", "latest"): lambda: 0,
    ("steps", "acknowledged"): lambda: 0,
    ("story", "tip"): lambda: None,
    ("story", "first"): lambda: None,
    ("story", "moment"): lambda: 0,
}
"""What stands for a value that is lost. A row that lacks another one that it must have is lost."""


def good(table: str, column: str, value: object, declared: str) -> bool:
    """Whether a value is one that rgpt could have written there."""
    if value is None:
        return True
    if declared == "INTEGER":
        return isinstance(value, int)
    if not isinstance(value, str) or storable(value) != value:
        return False
    try:
        if check := CHECKS.get((table, column)):
            check(value)
        if column in ("created", "updated"):
            datetime.fromisoformat(value)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return False
    return True


def bad_columns(name: str, table: Table, row: Row) -> list[str]:
    """The columns of a row that were not read, or have what they cannot have."""
    return [
        column
        for column, declared in table.columns.items()
        if column not in row
        or (row[column] is None and column in table.required)
        or not good(name, column, row[column], declared)
    ]


def made_good(name: str, table: Table, row: Row) -> tuple[Row, bool] | None:
    """A row in which every value is good.

    Returns:
        The row, and whether words in it are now marks of replacement; None if it is lost.
    """
    result, marked = dict(row), False
    for column in bad_columns(name, table, row):
        value = row.get(column)
        text = storable(value) if isinstance(value, str) else None
        if text is not None and good(name, column, text, table.columns[column]):
            # Some bytes of a text are no characters any more: the rest is worth keeping.
            result[column], marked = text, True
        elif (name, column) in INSTEAD:
            result[column] = INSTEAD[name, column]()
        elif column in ("created", "updated"):
            result[column] = now()
        elif column in table.required:
            return None
        else:
            result[column] = None
    return result, marked
