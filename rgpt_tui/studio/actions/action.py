"""An action, and the place in the studio where it counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Where(StrEnum):
    """The part of the studio that an action belongs to; its name is the first part of the id."""

    APP = "app"
    WRITING = "writing"
    STORY = "story"
    PROSE = "prose"
    EDITOR = "editor"
    MEMORY = "memory"
    RECALLED = "recalled"
    NEXT = "next"
    SHELF = "shelf"
    NEW_STORY = "new_story"
    BRIEF = "brief"
    IMPORT = "import"
    MODELS = "models"
    CONFIRM = "confirm"
    ASK_LINE = "ask_line"
    SHEET = "sheet"
    SEARCH = "search"
    ROADS = "roads"
    DRAFTS = "drafts"
    ALTERNATES = "alternates"
    HISTORY = "history"
    BACKUPS = "backups"
    DAMAGED = "damaged"
    INSPECTOR = "inspector"
    AUTOPILOT = "autopilot"
    OWN_PAGE = "own_page"


PANES = (Where.STORY, Where.PROSE, Where.EDITOR, Where.MEMORY, Where.RECALLED, Where.NEXT)
"""Places inside the writing screen; all others are screens of their own."""
NO_KEY = "<none>"
"""A key that no terminal sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a writer can have done."""

    where: Where
    name: str
    """The method that does it is called ``action_`` and this."""
    keys: str
    """Keys, separated by commas; empty: only in the command palette."""
    title: str
    help: str
    """One sentence for help and palette."""
    footer: bool = False
    """Shown in the footer."""
    kept: int = 0
    """Shown in the footer even where there is room for few; the more, the longer."""
    first: bool = False
    """It counts before what the focused text box does with the key."""
    in_text: bool = False
    """It is done from within a text box, where a key that writes would be typed instead."""
    label: str = ""
    """What the footer calls it; empty: its title."""

    @property
    def id(self) -> str:
        """By which the key is rebound, such as ``story.edit``."""
        return f"{self.where}.{self.name}"

    def binding(self) -> Binding:
        """The binding of its keys; an action without one waits for the writer to give it one."""
        return Binding(
            self.keys or NO_KEY,
            self.name,
            self.title,
            show=self.footer,
            priority=self.first,
            tooltip=self.help,
            id=self.id,
            system=not self.keys,
        )


def of(
    where: Where,
    *rows: tuple[str, str, str, str]
    | tuple[str, str, str, str, str]
    | tuple[str, str, str, str, str, str],
) -> list[Action]:
    """Actions of one place.

    Args:
        where: the place.
        rows: name, keys, title, help, flags, and what the footer calls it. Of the flags, "f" is in
            the footer, "k" kept there where there is little room, "l" too, but less long, "!"
            counts before the text box, "t" is done from within one.
    """
    return [
        Action(
            where=where,
            name=row[0],
            keys=row[1],
            title=row[2],
            help=row[3],
            footer=not {"f", "k", "l"}.isdisjoint(flags),
            kept=2 * ("k" in flags) + ("l" in flags),
            first="!" in flags,
            in_text="t" in flags,
            label="".join(row[5:]),
        )
        for row in rows
        for flags in ("".join(row[4:5]),)
    ]
