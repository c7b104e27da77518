"""The keys that count here, in one line at the foot of the screen; a click does what the key does.

Textual's footer makes a widget of every key, and makes all of them anew whenever the focus moves:
the event loop stands still for some frames then, and the first frame waits for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.screen import Screen


class KeyLine(Widget):
    """The footer of a screen on which the focus moves often."""

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
        for _, binding, enabled, _ in screen.active_bindings.values():
            if binding.show:
                shown.setdefault(binding.action, (binding, enabled))
        if (bindings := list(shown.values())) != self._shown:
            self._shown = bindings
            self.refresh()

    def render(self) -> Content:
        """The keys, as many as there is room for, and the command palette's at the right."""
        palette = self._palette()
        room = self.size.width - palette.cell_length
        line = Content()
        for binding, enabled in self._shown:
            part = self._part(binding, binding.description, enabled=enabled)
            if line.cell_length + part.cell_length > room:
                break
            line += part
        return line + Content(" " * max(0, room - line.cell_length)) + palette

    def _palette(self) -> Content:
        if not self.app.ENABLE_COMMAND_PALETTE:
            return Content()
        found = self.screen.active_bindings.get(self.app.COMMAND_PALETTE_BINDING)
        return Content() if found is None else self._part(found.binding, "palette")

    def _part(self, binding: Binding, description: str, *, enabled: bool = True) -> Content:
        key = self.app.get_key_display(binding)
        if not enabled:
            faint = self.get_visual_style("key-line--disabled")
            return Content.styled(f" {key} {description} ", faint)
        press = Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
        return Content.assemble(
            (f" {key} ", self.get_visual_style("key-line--key")),
            (f"{description} ", self.get_visual_style("key-line--description")),
        ).stylize(press)
