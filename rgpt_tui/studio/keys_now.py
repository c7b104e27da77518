"""The keys that hold now: those of the registry, or those that the writer gave in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual.binding import ActiveBinding, Binding

from rgpt_tui.studio.actions import BY_ID
from rgpt_tui.studio.keymap import NO_TEXT

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

GIVES_WAY: Final = frozenset({"select", "submit", "scroll_down", "scroll_up"})
"""What a list or a box does with Enter and the arrows: nothing, but that ours comes of it."""


def keys_of_action(app: App[Any], id: str) -> str:  # noqa: A002 - as the registry calls it
    """The keys of an action as they are shown; empty if it has none."""
    keys = app._keymap.get(id) or BY_ID[id].keys
    return " ".join(app.get_key_display(Binding(key, id)) for key in keys.split(",") if key)


def live_bindings(screen: Screen[object]) -> list[ActiveBinding]:
    """Our bindings that count on a screen now, those of the focused widget first."""
    live = screen.active_bindings
    for node, bindings in screen._binding_chain:
        # Textual leaves those of the app away where a sheet is in front, but those that count
        # before all others count there too.
        beyond = screen.is_modal and node is screen.app
        for key, binding in bindings:
            if binding.id not in BY_ID or (beyond and not binding.priority):
                continue
            other = live.get(key)
            if (beyond and other is None) or (
                other is not None
                and other.binding.id not in BY_ID
                and other.binding.action in GIVES_WAY
                and node.check_action(binding.action, ()) is not False
            ):
                live[key] = ActiveBinding(node, binding, True, binding.tooltip)
    return [each for each in live.values() if each.binding.id in BY_ID and not _typed(screen, each)]


def _typed(screen: Screen[object], active: ActiveBinding) -> bool:
    """Whether the focused box writes the key; Textual knows that of letters, not of a plus."""
    binding, focused = active.binding, screen.focused
    shown = screen.app.get_key_display(binding)
    return (
        focused is not None
        and not binding.priority
        and len(shown) == 1
        and binding.key not in NO_TEXT
        and focused.check_consume_key(binding.key, shown)
    )
