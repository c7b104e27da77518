"""Help: what the keys do on the screen that is in front, read off its real bindings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rgpt_tui.studio.actions import BY_ID, NO_KEY, Where
from rgpt_tui.studio.keys_now import keys_of_action, live_bindings
from rgpt_tui.studio.screens.sheet import Sheet

if TYPE_CHECKING:
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
        if (action := BY_ID.get(binding.id or "")) is None or binding.key == NO_KEY:
            continue
        group = NAMES.get(action.where, HERE)
        shown = screen.app.get_key_display(binding)
        # Several keys of one action stand in one line.
        before = found.get((group, action.title))
        keys = f"{before.keys} {shown}" if before else shown
        found[group, action.title] = Key(group, keys, action.title, action.help)
    return list(found.values())


class HelpSheet(Sheet[None]):
    """The keys, in groups."""

    def __init__(self, keys: list[Key]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The groups, one below the other."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "What the keys do here"
            with VerticalScroll():
                yield Static(self._told(), markup=False)
            palette = keys_of_action(self.app, "app.command_palette")
            close = keys_of_action(self.app, "sheet.close")
            yield Static(
                f"{palette} finds every action by its name. Keys can be changed in the settings: "
                f"docs/settings.md. {close} closes this.",
                classes="line dim",
            )

    def on_mount(self) -> None:
        """Let it be scrolled by the keys."""
        self.query_one(VerticalScroll).focus()

    def _told(self) -> Content:
        lines: list[Content] = []
        for group in dict.fromkeys(key.group for key in self._keys):
            lines.append(Content.assemble(("\n" if lines else "", ""), (group, "bold $primary")))
            lines += [
                Content.assemble((f"  {key.keys:<18} ", "$accent"), key.help)
                for key in self._keys
                if key.group == group
            ]
        return Content("\n").join(lines)
