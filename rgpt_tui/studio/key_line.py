"""The keys that count here, in one line at the foot of the screen; a click does what the key does.

Textual's footer makes a widget of every key, and makes all of them anew whenever the focus moves:
the event loop stands still for some frames then, and the first frame waits for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from rgpt_tui.studio.actions import BY_ID
from rgpt_tui.studio.keys_now import live_bindings

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen

    from rgpt_tui.studio.actions import Action

PALETTE = "app.command_palette"


class KeyLine(Widget):
    """The footer of every screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "key-line--key",
        "key-line--description",
        "key-line--disabled",
    }
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        width: 100%;
        background: $footer-background;
        color: $footer-foreground;
        & > .key-line--key {
            color: $footer-key-foreground;
            background: $footer-key-background;
            text-style: bold;
        }
        & > .key-line--description {
            color: $footer-description-foreground;
            background: $footer-description-background;
        }
        & > .key-line--disabled { color: $footer-foreground 40%; }
    }
    """

    def on_mount(self) -> None:
        """Follow the focus."""
        self._shown: list[tuple[Binding, bool]] = []
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if not (self.is_attached and screen is self.screen and self.app.app_focus):
            return
        shown: dict[str, tuple[Binding, bool]] = {}
        for _, binding, enabled, _ in live_bindings(screen):
            if binding.show:
                shown.setdefault(str(binding.id), (binding, enabled))
        if (bindings := list(shown.values())) != self._shown:
            self._shown = bindings
            self.refresh()

    def render(self) -> Content:
        """The keys, as many as there is room for, and the command palette's at the right.

        Where there is little room, those that a newcomer would be lost without come before others.
        """
        parts = [
            (BY_ID[str(binding.id)], self._part(binding, enabled=enabled))
            for binding, enabled in self._shown
        ]
        room = self.size.width
        chosen = set()
        for action, part in sorted(parts, key=_importance):
            if part.cell_length <= room:
                chosen.add(action)
                room -= part.cell_length
        line, palette = Content(), Content()
        for action, part in parts:
            if action in chosen and action.id == PALETTE:
                palette = part
            elif action in chosen:
                line += part
        return line + Content(" " * room) + palette

    def _part(self, binding: Binding, *, enabled: bool) -> Content:
        action = BY_ID[str(binding.id)]
        key, description = self.app.get_key_display(binding), action.label or action.title
        if not enabled:
            faint = self.get_visual_style("key-line--disabled")
            return Content.styled(f" {key} {description} ", faint)
        press = Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
        return Content.assemble(
            (f" {key} ", self.get_visual_style("key-line--key")),
            (f"{description} ", self.get_visual_style("key-line--description")),
        ).stylize(press)


def _importance(part: tuple[Action, Content]) -> int:
    """Sorts what is kept longest in a narrow line first, and what is kept as long as it stands."""
    return -part[0].kept
