"""Unsent edits: what the writer typed into a box and did not commit, safe from a crash."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.rows import now, storable
from rgpt_tui.story.schema import NEXT_MOMENT

if TYPE_CHECKING:
    import sqlite3

    from rgpt_tui.story.connection import BookConnection

DROP: Final = "DELETE FROM unsent WHERE coalesce(step, '') = coalesce(?, '') AND box = ?"


class Box(StrEnum):
    """A box that the writer can type into."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    """The heading of a chapter that is to begin behind a step."""
    MEMORY = "memory"
    PLAN = "plan"
    """The plan for what follows a step."""
    OWN = "own"
    """The writer's own paragraph that is to follow a step."""
    BRIEF = "brief"
    """The brief, in whatever form its editor has it; it belongs to no step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentEdit:
    """What stood in a box when it was last kept."""

    step: str | None
    """The id of the step that the box belongs to; None for one of the story itself."""
    box: Box
    text: str
    revision: int | None = None
    """The revision of the step that the writer started from; a later one may be there now."""


class UnsentEdits:
    """The unsent edits of one book: at most one of each box of each step."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection

    def keep(self, edit: UnsentEdit) -> None:
        """Keep an edit, replacing what the same box held."""
        with self._connection.change():
            self._connection.execute(NEXT_MOMENT)
            self.put(edit)

    def put(self, edit: UnsentEdit) -> None:
        """Do the same within a change of the book."""
        self._connection.execute(
            "INSERT INTO unsent (step, box, text, revision, moment, updated)"
            " VALUES (?, ?, ?, ?, (SELECT moment FROM story), ?)"
            " ON CONFLICT (coalesce(step, ''), box) DO UPDATE SET text = excluded.text,"
            " revision = excluded.revision, moment = excluded.moment,"
            " updated = excluded.updated",
            edit.step,
            edit.box.value,
            storable(edit.text),
            edit.revision,
            now(),
        )

    def sent(self, step: str | None, box: Box, text: str) -> None:
        """Forget what a box held, within a change of the book, if it is what was sent."""
        self._connection.execute(f"{DROP} AND text = ?", step, box.value, storable(text))

    def all(self) -> list[UnsentEdit]:
        """Every unsent edit, the one kept last first."""
        return self._connection.all(
            _edit_of, "SELECT step, box, text, revision FROM unsent ORDER BY moment DESC"
        )

    def drop(self, step: str | None, box: Box) -> None:
        """Forget what a box held, once it was sent or the writer gave it up."""
        with self._connection.change():
            self._connection.execute(DROP, step, box.value)


def _edit_of(row: sqlite3.Row) -> UnsentEdit:
    return UnsentEdit(
        step=row["step"], box=Box(row["box"]), text=row["text"], revision=row["revision"]
    )
