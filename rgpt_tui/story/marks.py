"""Marks: what the writer told the long-term memory about single steps."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.connection import BookConnection


class Mark(StrEnum):
    """A standing order about a step."""

    PIN = "pin"
    """Put its paragraph into every prompt."""
    MUTE = "mute"
    """Never recall it."""


class Marks:
    """The marks of one book."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection

    def put(self, step: str, mark: Mark) -> None:
        """Mark a step, instead of any other mark that it has."""
        with self._connection.change():
            self._connection.execute(
                "INSERT INTO marks (step, mark) VALUES (?, ?)"
                " ON CONFLICT (step) DO UPDATE SET mark = excluded.mark",
                step,
                mark.value,
            )

    def take_off(self, step: str) -> None:
        """Take the mark off a step."""
        with self._connection.change():
            self._connection.execute("DELETE FROM marks WHERE step = ?", step)

    def all(self) -> dict[str, Mark]:
        """Every marked step with its mark."""
        return dict(
            self._connection.all(
                lambda row: (row["step"], Mark(row["mark"])),
                "SELECT step, mark FROM marks ORDER BY rowid",
            )
        )
