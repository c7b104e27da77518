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
        (
            "every_branch",
            "ctrl+l",
            "All branches",
            "Search every branch, or again the one that you are on.",
            "f!",
        ),
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
        Where.DRAFTS,
        ("take_back", "enter", "Take it back", "Offer this draft again, where it was for.", "f"),
    ),
    *of(
        Where.ALTERNATES,
        ("previous", "left", "Previous", "Look at the version before.", "f!"),
        ("following", "right", "Next", "Look at the next version.", "f!"),
        ("take", "enter", "Take it", "Go on from the version on the right.", "f!"),
    ),
    *of(
        Where.HISTORY,
        ("go", "enter", "Go on from here", "Go on from this step, or unfold these steps.", "f"),
        (
            "memory",
            "m",
            "Memory",
            "Read what this step did to the memory, and why; or its text again.",
            "f",
        ),
        ("name", "n", "Name", "Give this branch a name, or take it away.", "f"),
        ("restore", "r", "Restore", "Make this version of the text the one that counts.", "f"),
        ("compare", "d", "Compare", "Compare with the version before, with the present, or not."),
        (
            "later",
            "right_square_bracket",
            "Later version",
            "Read the next version of this step.",
            "f",
        ),
        ("earlier", "left_square_bracket", "Earlier version", "Read the version before.", "f"),
        ("down", "down,j", "Next", "Look at the next row."),
        ("up", "up,k", "Previous", "Look at the row before."),
        ("page_down", "pagedown", "Page down", "Look at the next rows."),
        ("page_up", "pageup", "Page up", "Look at the rows before."),
        ("first", "home", "Beginning", "Go to the first row."),
        ("last", "end", "End", "Go to the last row."),
        ("unfold", "right", "Unfold", "Show these steps one by one."),
        ("fold", "left", "Fold", "Show the steps around this one as one row."),
        ("here", "t", "Where you are", "Go to the step where the story stands."),
        ("throw", "x", "Into the bin", "Put this branch out of sight; nothing is deleted.", "f"),
        ("bin", "b", "The bin", "Look at what is in the bin, or at the story again.", "f"),
        ("take_out", "u", "Take out", "Take this branch out of the bin, whole.", "f"),
        ("copy", "c", "Copy", "Copy the paragraph of this version."),
    ),
    *of(
        Where.BACKUPS,
        ("restore", "enter", "Go back to it", "Put this backup in the place of the book.", "f"),
        ("make", "n", "Make one now", "Make a backup of the story as it stands.", "f"),
    ),
    *of(
        Where.DAMAGED,
        ("choose", "enter", "Do it", "Do what is chosen about the damaged story.", "f"),
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
        ("external_editor", "ctrl+t", "Your editor", "Edit the page in $EDITOR.", "f!"),
    ),
)
