"""What can be done anywhere, on the screens around a story, and where something is asked."""

from __future__ import annotations

from typing import Final

from rgpt_tui.studio.actions.action import Action, Where, of

AROUND_ACTIONS: Final[tuple[Action, ...]] = (
    *of(
        Where.APP,
        ("help", "f1", "Help", "Show what the keys do here.", "k!"),
        ("command_palette", "ctrl+p", "Palette", "Find every action by its name.", "k!"),
        ("keys", "question_mark", "Help", "Show what the keys do here."),
        ("quit", "ctrl+q", "Quit", "Leave the studio; everything is kept.", "k!"),
        ("theme", "", "Change the theme", "Choose the colours, seen at once."),
        (
            "choose_model",
            "f10",
            "Choose the model",
            "See what was found to write with, and choose.",
            "!",
        ),
        (
            "restart_engine",
            "f11",
            "Restart the engine",
            "End the engine and start a new one.",
            "!",
        ),
    ),
    *of(
        Where.SHELF,
        ("open", "enter", "Open", "Open this story.", "k"),
        ("new", "n", "New", "Begin a new story.", "k"),
        ("import", "i", "Import", "Make a story of a draft or of a bundle.", "f"),
        ("rename", "r", "Rename", "Give this story another title.", "f"),
        ("duplicate", "d", "Duplicate", "Make a second story of this one, to try something.", "f"),
        ("archive", "x", "Archive", "Put this story out of sight; nothing is deleted.", "f"),
        ("restore", "b", "Put back", "Put this story back on the shelf.", "f"),
        ("archived", "z", "Archived", "Show the stories that were put out of sight.", "f"),
        ("backups", "v", "Backups", "See the backups of this story, and go back to one."),
        ("filter", "slash", "Find", "Show only the stories with these words.", "f"),
        ("sample", "s", "Sample story", "Look around in the story that comes with rgpt."),
        ("choose_model", "m", "Choose the model", "See what was found to write with, and choose."),
        ("back", "escape", "Back", "Show all stories again."),
    ),
    *of(
        Where.NEW_STORY,
        ("begin", "ctrl+g", "Begin", "Make the story, and have its opening written.", "k!"),
        ("own_opening", "ctrl+t", "My own opening", "Type or paste the opening yourself.", "f!"),
        ("clear", "", "Clear the form", "Empty all boxes."),
        ("back", "escape", "Back", "Go back; what you typed is kept.", "kt"),
    ),
    *of(
        Where.BRIEF,
        ("save", "ctrl+s", "Save", "Put this into the book; the old one stays there too.", "k!"),
        ("back", "escape", "Back", "Go back; what you typed is kept, but not yet used.", "kt"),
    ),
    *of(
        Where.IMPORT,
        ("import", "ctrl+g", "Import", "Make a story of what was found in the file.", "k!"),
        ("back", "escape", "Back", "Go back, or stop what is being done.", "kt"),
    ),
    *of(
        Where.MODELS,
        ("choose", "enter", "Choose", "Write with what the cursor stands on.", "k"),
        ("look_again", "f5", "Look again", "Look once more for models.", "f"),
        ("back", "escape", "Back", "Go back, or stop the download.", "k"),
    ),
    *of(
        Where.CONFIRM,
        ("yes", "y", "Yes", "Do it.", "k"),
        ("no", "n,escape", "No", "Leave it as it is.", "k"),
        ("previous", "left", "Previous answer", "Go to the answer before."),
        ("following", "right", "Next answer", "Go to the next answer."),
    ),
    *of(
        Where.ASK_LINE,
        ("cancel", "escape", "Cancel", "Leave it as it is.", "kt"),
    ),
)
