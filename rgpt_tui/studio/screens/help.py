"""Help: what the keys do on the screen that is in front, read off its real bindings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rgpt_tui.studio.actions import NO_KEY, Where
from rgpt_tui.studio.screens.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen

NAMES = {
    Where.APP: "Everywhere",
    Where.WRITING: "While writing",
    Where.STORY: "In the story",
    Where.MEMORY: "In the memory",
    Where.RECALLED: "In what is recalled",
    Where.NEXT: "In the plans",
}
TEXT_BOX = "In this box"


@dataclass(frozen=True, slots=True)
class Key:
    """One key, and what it does."""

    group: str
    keys: str
    title: str
    help: str


def keys_of(screen: Screen[object]) -> list[Key]:
    """The keys that count now, those of the focused widget first."""
    found: dict[tuple[str, str], Key] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.key == NO_KEY or not binding.description:
            continue
        where = getattr(active.node, "WHERE", None)
        group = NAMES.get(where, "Here") if isinstance(where, Where) else TEXT_BOX
        if group == TEXT_BOX and not binding.tooltip:
            # The usual keys of a box or a list are nothing to be told.
            continue
        if active.node is screen.app:
            group = NAMES[Where.APP]
        shown = screen.app.get_key_display(binding)
        # Several keys of one action stand in one line.
        before = found.get((group, binding.description))
        keys = f"{before.keys} {shown}" if before else shown
        told = binding.tooltip or binding.description
        found[group, binding.description] = Key(group, keys, binding.description, told)
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
            yield Static(
                "Ctrl+P finds every action by its name. Keys can be changed in the settings: "
                "docs/settings.md. Escape closes this.",
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
