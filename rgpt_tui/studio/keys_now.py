"""The keys that hold now: those of the registry, or those that the writer gave in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding

from rgpt_tui.studio.actions import BY_ID

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen


def keys_of_action(app: App[object], id: str) -> str:  # noqa: A002 - as the registry calls it
    """The keys of an action as they are shown; empty if it has none."""
    keys = app._keymap.get(id) or BY_ID[id].keys
    return " ".join(app.get_key_display(Binding(key, id)) for key in keys.split(",") if key)


def live_bindings(screen: Screen[object]) -> list[ActiveBinding]:
    """The bindings that count on a screen, those of the focused widget first.

    Textual leaves those of the app away where a sheet is in front; but those that count before all
    others count there too.
    """
    live = screen.active_bindings
    for node, bindings in screen._binding_chain if screen.is_modal else ():
        if node is screen.app:
            live |= {
                key: ActiveBinding(node, binding, True, binding.tooltip)
                for key, binding in bindings
                if binding.priority
            }
    return list(live.values())
