"""What can be done in the writing screen, whichever pane has the focus."""

from __future__ import annotations

from typing import Final

from rgpt_tui.studio.actions.action import Action, Where, of

WRITING_ACTIONS: Final[tuple[Action, ...]] = (
    *of(
        Where.WRITING,
        ("write", "ctrl+g", "Write", "Write the next paragraph from the plan in the box.", "k!"),
        (
            "stop",
            "escape",
            "Stop",
            "Stop what is being written; the words are kept as a draft.",
            "t",
        ),
        (
            "go_on",
            "ctrl+d",
            "Go on with the draft",
            "Ask for the rest of a reply that was stopped.",
            "k!",
            "Go on",
        ),
        (
            "keep_draft",
            "K",
            "Keep the draft",
            "Make a step of a stopped reply as it stands.",
            "k",
            "Keep",
        ),
        (
            "set_aside",
            "S",
            "Set the draft aside",
            "No longer offer it; its words stay in the book.",
            "k",
            "Set aside",
        ),
        (
            "drafts",
            "D",
            "Drafts",
            "Read replies that were stopped or set aside, and take one back.",
        ),
        ("story", "f2", "Story", "Go to the story.", "!"),
        ("memory", "f3", "Memory", "Go to the short-term memory.", "!"),
        ("recalled", "f4", "Recalled", "Go to what was recalled.", "!"),
        ("next", "f5", "Next", "Go to the plans for what comes next.", "!"),
        ("zoom", "f6", "Zoom", "Give the whole screen to this pane, or give it back.", "!"),
        ("focus_mode", "f7", "Only prose", "Nothing but prose on the screen, and back.", "!"),
        ("search", "ctrl+f", "Search", "Search the whole story by meaning.", "f!"),
        ("inspect", "f8", "Inspect", "Read the exact next request before it is sent.", "f!"),
        ("autopilot", "f9", "Autopilot", "Let the model choose and write several steps.", "!"),
        ("after_step", "ctrl+b", "Stop after this step", "Let the autopilot finish the step.", "!"),
        ("rebuild", "", "Rebuild the memory", "Make the long-term memory anew from the book."),
        ("roads", "ctrl+r", "Roads not taken", "Look through plans that were not chosen.", "!"),
        (
            "history",
            "ctrl+l",
            "History",
            "See every step and branch, and what each was before.",
            "!",
        ),
        ("backups", "", "Backups", "See the backups of this story, and go back to one."),
        ("export", "E", "Export", "Write the story to a file: to read, to print, or to move."),
        ("stories", "ctrl+o", "Stories", "Go back to the list of stories.", "l!"),
        ("save", "ctrl+s", "Save", "Put what is typed in the boxes into the book now.", "!"),
        ("undo", "ctrl+z", "Undo", "Go back a step; it stays in the book.", ""),
        ("redo", "ctrl+y", "Redo", "Go forward a step again.", ""),
        ("write_own", "", "Write it yourself", "Write the next paragraph with your own hand."),
        ("external_editor", "ctrl+t", "Your editor", "Edit this text in $EDITOR.", "!"),
        ("narrower", "less_than_sign", "Narrower story", "Give the story less of the width."),
        ("wider", "greater_than_sign", "Wider story", "Give the story more of the width."),
        ("taller", "plus", "Taller pane", "Give this pane more of the height."),
        ("shorter", "minus", "Shorter pane", "Give this pane less of the height."),
        ("hide", "backslash", "Hide pane", "Hide this pane; its own key brings it back."),
        ("even", "", "Even panes", "Give all panes their usual sizes, and show them all."),
        ("rename", "", "Title of the story", "Give the story another title."),
        ("brief", "", "About the story", "Change its style, cast, outline and the rest."),
    ),
)
