"""Drafts: replies in flight, and those that were stopped, cut or given up. None is ever deleted
before its words are in a step.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rgpt_tui.story.records import Making, Plan
from rgpt_tui.story.rows import from_json, now, to_json
from rgpt_tui.story.schema import NEXT_MOMENT

if TYPE_CHECKING:
    import sqlite3

    from rgpt_tui.story.connection import BookConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What had come of a step when it was last kept."""

    parent: str | None
    """The step that it was to follow."""
    plan: Plan | None = None
    heading: str = ""
    sections: dict[str, str] = field(default_factory=dict)
    """The text of each section so far, by the section's name."""
    unfinished: str | None = None
    """The section that was still being written."""
    making: Making = field(default_factory=Making)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft, and whether it is still offered."""

    draft: Draft
    open: bool
    moment: int
    """The change to the book that kept it last."""
    updated: datetime


class Drafts:
    """The drafts of one book."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection
        self._held: dict[str, Draft] = {}
        """Those that could not be written, as on a full disk: offered all the same, and written
        once that is possible.
        """

    def keep(self, draft: Draft) -> None:
        """Keep a draft, replacing an earlier state of the same one.

        Raises:
            BookUnwritable: it is not in the book; until the book is closed it is held in memory.
        """
        self._held.pop(draft.id, None)
        self._held[draft.id] = draft
        self._write(draft)
        del self._held[draft.id]

    def keep_held(self) -> None:
        """Write what could not be written before, if there is anything.

        Raises:
            BookUnwritable: it still cannot be.
        """
        for draft in tuple(self._held.values()):
            self.keep(draft)

    def done(self, draft_id: str) -> None:
        """A draft is a step now."""
        self._held.pop(draft_id, None)

    def _write(self, draft: Draft) -> None:
        with self._connection.change():
            # Which draft is the newest does not depend on the clock.
            self._connection.execute(NEXT_MOMENT)
            self._connection.execute(
                "INSERT INTO drafts (id, parent, draft, moment, open, updated)"
                " VALUES (?, ?, ?, (SELECT moment FROM story), 1, ?)"
                " ON CONFLICT (id) DO UPDATE SET draft = excluded.draft,"
                " moment = excluded.moment, updated = excluded.updated, open = 1",
                draft.id,
                draft.parent,
                to_json(draft),
                now(),
            )

    def latest(self, parent: str | None) -> Draft | None:
        """The open draft of what was to follow a step that was kept last, if there is one."""
        for draft in reversed(tuple(self._held.values())):
            if draft.parent == parent:
                return draft
        return self._connection.first(
            _draft_of,
            "SELECT draft FROM drafts WHERE parent IS ? AND open = 1 ORDER BY moment DESC LIMIT 1",
            parent,
        )

    def newest(self) -> Draft | None:
        """The draft that was kept last, wherever it is for and whatever has become of it."""
        held = next(reversed(tuple(self._held.values())), None)
        return held or self._connection.first(
            _draft_of, "SELECT draft FROM drafts ORDER BY moment DESC LIMIT 1"
        )

    def all(self) -> list[Draft]:
        """Every draft, the one kept last first, those set aside too."""
        return [kept.draft for kept in self.kept()]

    def kept(self) -> list[KeptDraft]:
        """The same, with when each was kept and whether it is still offered."""
        return self._connection.all(kept_draft_of, "SELECT * FROM drafts ORDER BY moment DESC")

    def set_aside(self, draft_id: str) -> None:
        """No longer offer a draft; its text stays in the book."""
        if draft_id in self._held:
            self.keep(self._held[draft_id])
        with self._connection.change():
            self._connection.execute("UPDATE drafts SET open = 0 WHERE id = ?", draft_id)


def _draft_of(row: sqlite3.Row) -> Draft:
    return from_json(Draft, row["draft"])


def kept_draft_of(row: sqlite3.Row) -> KeptDraft:
    """A row of the table of drafts."""
    return KeptDraft(
        draft=_draft_of(row),
        open=bool(row["open"]),
        moment=row["moment"],
        updated=datetime.fromisoformat(row["updated"]),
    )
