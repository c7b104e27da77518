"""Help: what the keys do on the screen that is in front, read off its real bindings."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rgpt_tui.studio.actions import BY_ID, NO_KEY, Where
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action, live_bindings
from rgpt_tui.studio.screens.sheet import Sheet

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen

NAMES = {
    Where.APP: "Everywhere",
    Where.WRITING: "While writing",
    Where.STORY: "In the story",
    Where.PROSE: "In the story",
    Where.EDITOR: "In this box",
    Where.MEMORY: "In the memory",
    Where.RECALLED: "In what is recalled",
    Where.NEXT: "In the plans",
}
HERE = "Here"
KEY_COLUMNS = 16
USUAL = 60
"""Columns for what a key does, before it is known how many there are."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key, and what it does."""

    group: str
    keys: str
    title: str
    help: str


def keys_of(screen: Screen[object]) -> list[Key]:
    """The keys that count now, those of the focused widget first.

    The usual keys of a box or a list are not ours, and nothing to be told.
    """
    found: dict[tuple[str, str], Key] = {}
    for active in live_bindings(screen):
        binding = active.binding
        if binding.key == NO_KEY:
            continue
        action = BY_ID[str(binding.id)]
        group = NAMES.get(action.where, HERE)
        shown = screen.app.get_key_display(binding)
        # Several keys of one action stand in one line.
        before = found.get((group, action.title))
        keys = f"{before.keys} {shown}" if before else shown
        found[group, action.title] = Key(group, keys, action.title, action.help)
    return list(found.values())


class KeysInGroups(Static):
    """The keys, in groups, set in the width that there is."""

    def __init__(self, keys: list[Key]) -> None:
        super().__init__(id="keys", markup=False)
        self._keys = keys
        self._width = 0

    def on_mount(self) -> None:
        """Take up room: what has no height is not told its width."""
        self.update(self._set(USUAL))

    def on_resize(self, event: events.Resize) -> None:
        """Set them anew where the width has changed."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.update(self._set(max(20, self._width - KEY_COLUMNS)))

    def _set(self, room: int) -> Content:
        lines: list[Content] = []
        for group in dict.fromkeys(key.group for key in self._keys):
            lines.append(Content.assemble(("\n" if lines else "", ""), (group, "bold $primary")))
            for key in self._keys:
                if key.group == group:
                    told = f"\n{' ' * KEY_COLUMNS}".join(wrap(key.help, room))
                    keys_shown = f"  {key.keys} ".ljust(KEY_COLUMNS)
                    lines.append(Content.assemble((keys_shown, "$accent"), told))
        return Content("\n").join(lines)


class HelpSheet(Sheet[None]):
    """What the keys do."""

    def __init__(self, keys: list[Key]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The groups, one below the other."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "What the keys do here"
            with VerticalScroll():
                yield KeysInGroups(self._keys)
            palette = keys_of_action(self.app, "app.command_palette")
            close = keys_of_action(self.app, "sheet.close")
            yield Static(
                f"{palette} finds every action by its name. Keys can be changed in the settings: "
                f"docs/settings.md. {close} closes this.",
                classes="line dim",
            )
        yield KeyLine()

    def on_mount(self) -> None:
        """Let it be scrolled by the keys."""
        self.query_one(VerticalScroll).focus()
