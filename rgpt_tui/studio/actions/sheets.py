"""What can be done on the sheets that lie over the writing screen."""

from __future__ import annotations

from typing import Final

from rgpt_tui.studio.actions.action import Action, Where, of

SHEET_ACTIONS: Final[tuple[Action, ...]] = (
    *of(
        Where.SHEET,
        ("close", "escape", "Close", "Go back to what lies below.", "kt"),
    ),
    *of(
        Where.SEARCH,
        ("open", "enter", "Open", "Show the passage in the story.", "ft"),
        ("pin", "ctrl+n", "Pin", "Always recall this paragraph, or no longer.", "f!"),
        ("down", "down", "Next", "Look at the next passage.", "t"),
        ("up", "up", "Previous", "Look at the passage before.", "t"),
    ),
    *of(
        Where.ROADS,
        ("branch", "enter", "Go on from there", "Go on from that step, by that plan.", "ft"),
        ("down", "down", "Next", "Look at the next plan.", "t"),
        ("up", "up", "Previous", "Look at the plan before.", "t"),
    ),
    *of(
        Where.ALTERNATES,
        ("previous", "left", "Previous", "Look at the version before.", "f!"),
        ("following", "right", "Next", "Look at the next version.", "f!"),
        ("take", "enter", "Take it", "Go on from the version on the right.", "f!"),
    ),
    *of(
        Where.INSPECTOR,
        ("copy", "c", "Copy", "Copy this part of the request.", "f"),
    ),
    *of(
        Where.AUTOPILOT,
        ("start", "ctrl+g", "Start", "Let the autopilot write.", "f!"),
    ),
    *of(
        Where.OWN_PAGE,
        ("done", "ctrl+g", "Into the story", "Make the next paragraph of it.", "f!"),
    ),
)
