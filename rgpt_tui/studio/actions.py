"""Every action of the studio: what it is called, its key, and where it can be used.

This is the only place where they are listed. Bindings, the command palette, the help and the
keys that a writer may rebind (``[keys]`` in ``settings.toml``) are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from textual.binding import Binding


class Where(StrEnum):
    """The part of the studio that an action belongs to; its name is the first part of the id."""

    APP = "app"
    WRITING = "writing"
    STORY = "story"
    MEMORY = "memory"
    RECALLED = "recalled"
    NEXT = "next"
    EDITOR = "editor"
    SHELF = "shelf"
    NEW_STORY = "new_story"
    BRIEF = "brief"
    IMPORT = "import"
    MODELS = "models"
    SEARCH = "search"
    ROADS = "roads"
    ALTERNATES = "alternates"
    INSPECTOR = "inspector"
    AUTOPILOT = "autopilot"
    OWN_PAGE = "own_page"


NO_KEY = "<none>"
"""A key that no terminal sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a writer can have done."""

    where: Where
    name: str
    """The method that does it is called ``action_`` and this."""
    keys: str
    """Keys, separated by commas; empty: only in the command palette."""
    title: str
    help: str
    """One sentence for help and palette."""
    footer: bool = False
    """Shown in the footer."""
    first: bool = False
    """It counts before what the focused text box does with the key."""

    @property
    def id(self) -> str:
        """By which the key is rebound, such as ``story.edit``."""
        return f"{self.where}.{self.name}"

    def binding(self) -> Binding:
        """The binding of its keys; an action without one waits for the writer to give it one."""
        return Binding(
            self.keys or NO_KEY,
            self.name,
            self.title,
            show=self.footer,
            priority=self.first,
            tooltip=self.help,
            id=self.id,
            system=not self.keys,
        )


def _in(
    where: Where, *rows: tuple[str, str, str, str] | tuple[str, str, str, str, str]
) -> list[Action]:
    """Actions of one place, each a row: name, keys, title, help, and flags of "f" (in the footer)
    and "!" (counts before the text box).
    """
    return [
        Action(
            where=where,
            name=row[0],
            keys=row[1],
            title=row[2],
            help=row[3],
            footer="f" in row[4] if len(row) > 4 else False,
            first="!" in row[4] if len(row) > 4 else False,
        )
        for row in rows
    ]


ACTIONS: tuple[Action, ...] = tuple(
    _in(
        Where.APP,
        ("help", "f1", "Help", "Show what the keys do here.", "f!"),
        ("keys", "question_mark", "Help", "Show what the keys do here."),
        ("quit", "ctrl+q", "Quit", "Leave the studio; everything is kept.", "!"),
        ("theme", "", "Change the theme", "Choose the colours, seen at once."),
        ("choose_model", "", "Choose the model", "See what was found to write with, and choose."),
    )
    + _in(
        Where.SHELF,
        ("open", "enter", "Open", "Open this story.", "f"),
        ("new", "n", "New", "Begin a new story.", "f"),
        ("import", "i", "Import", "Make a story of a draft or of a bundle.", "f"),
        ("rename", "r", "Rename", "Give this story another title.", "f"),
        ("duplicate", "d", "Duplicate", "Make a second story of this one, to try something.", "f"),
        ("archive", "x", "Archive", "Put this story out of sight; nothing is deleted.", "f"),
        ("restore", "b", "Put back", "Put this story back on the shelf.", "f"),
        ("archived", "z", "Archived", "Show the stories that were put out of sight.", "f"),
        ("filter", "slash", "Find", "Show only the stories with these words.", "f"),
        ("sample", "s", "Sample story", "Look around in the story that comes with rgpt."),
        ("back", "escape", "Back", "Show all stories again."),
    )
    + _in(
        Where.NEW_STORY,
        ("begin", "ctrl+g", "Begin", "Make the story, and have its opening written.", "f!"),
        ("own_opening", "ctrl+t", "My own opening", "Type or paste the opening yourself.", "f!"),
        ("clear", "", "Clear the form", "Empty all boxes."),
        ("back", "escape", "Back", "Go back; what you typed is kept.", "f"),
    )
    + _in(
        Where.BRIEF,
        ("save", "ctrl+s", "Save", "Put this into the book; the old one stays there too.", "f!"),
        ("back", "escape", "Back", "Go back; what you typed is kept, but not yet used.", "f"),
    )
    + _in(
        Where.IMPORT,
        ("import", "ctrl+g", "Import", "Make a story of what was found in the file.", "f!"),
        ("back", "escape", "Back", "Go back, or stop what is being done.", "f"),
    )
    + _in(
        Where.MODELS,
        ("look_again", "f5", "Look again", "Look once more for models.", "f"),
        ("back", "escape", "Back", "Go back, or stop the download.", "f"),
    )
    + _in(
        Where.WRITING,
        ("write", "ctrl+g", "Write", "Write the next paragraph from the plan in the box.", "f!"),
        ("stop", "escape", "Stop", "Stop what is being written; the words are kept as a draft."),
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
        ("restart_engine", "", "Restart the engine", "End the engine and start a new one."),
        ("roads", "ctrl+r", "Roads not taken", "Look through plans that were not chosen.", "!"),
        ("stories", "ctrl+o", "Stories", "Go back to the list of stories.", "f!"),
        ("save", "ctrl+s", "Save", "Put what is typed in the boxes into the book now.", "!"),
        ("undo", "ctrl+z", "Undo", "Go back a step; it stays in the book.", ""),
        ("redo", "ctrl+y", "Redo", "Go forward a step again.", ""),
        ("go_on", "", "Go on with the draft", "Ask for the rest of a reply that was stopped."),
        ("keep_draft", "", "Keep the draft", "Make a step of a stopped reply as it stands."),
        ("set_aside", "", "Set the draft aside", "No longer offer it; its words stay in the book."),
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
    )
    + _in(
        Where.STORY,
        ("edit", "e", "Edit", "Edit this paragraph in its place.", "f"),
        ("reroll", "r", "Re-roll", "Write this paragraph anew; the old one stays beside it.", "f"),
        ("alternates", "a", "Alternates", "Compare the versions of this paragraph.", "f"),
        ("go_from_here", "g", "From here", "Go on from this paragraph; later ones stay."),
        ("pin", "p", "Pin", "Always recall this paragraph, or no longer."),
        ("mute", "m", "Mute", "Never recall this paragraph, or again."),
        ("heading", "h", "Heading", "Name the chapter that begins here."),
        ("provenance", "x", "Who wrote what", "Tell the model's words from yours by colour."),
        ("made_from", "i", "Made from", "Read the request that this paragraph was made from."),
        ("dismiss", "d", "Dismiss marks", "Take away the marks “written before an edit”."),
    )
    + _in(
        Where.MEMORY,
        ("edit", "e", "Edit", "Edit the memory as a text.", "f"),
        ("in_or_out", "space", "In or out", "Take this sentence out of it, or back in.", "f"),
        ("lock", "l", "Lock", "Keep this sentence through every rewrite, or no longer.", "f"),
        ("take_all_back", "b", "As before", "Take back all that the model did to the memory."),
        ("refresh", "n", "Make anew", "Have the memory made anew from the text."),
        ("reason", "w", "Why", "Show all of the model's reason, or only its beginning."),
        ("leave_text", "escape", "Sentences", "Go back from the text to its sentences.", "f"),
    )
    + _in(
        Where.RECALLED,
        ("open", "enter", "Open", "Show this passage in the story.", "f"),
        ("in_or_out", "space", "In or out", "Take it into the next request, or out of it.", "f"),
        ("trim", "t", "Trim", "Send only the sentence that was found, or its neighbours too."),
        ("pin", "p", "Pin", "Always recall this paragraph, or no longer."),
        ("mute", "m", "Mute", "Never recall this paragraph, or again."),
        ("recall_again", "n", "Recall again", "Recall anew by the plan in the box."),
    )
    + _in(
        Where.NEXT,
        ("pick_1", "1", "Plan 1", "Put the first plan into the box."),
        ("pick_2", "2", "Plan 2", "Put the second plan into the box."),
        ("pick_3", "3", "Plan 3", "Put the third plan into the box."),
        ("edit", "e", "Edit", "Edit the plan in the box.", "f"),
        ("own", "o", "Your own", "Empty the box and write a plan of your own.", "f"),
        ("merge", "m", "Merge", "Add the plan under the cursor to the one in the box."),
        ("replan", "r", "New plans", "Ask for three other plans, and nothing else.", "f"),
        ("chapter", "c", "Chapter", "Begin a new chapter with the next paragraph."),
        ("leave_box", "escape", "Plans", "Go back from the box to the plans.", "f"),
    )
    + _in(
        Where.SEARCH,
        ("open", "enter", "Open", "Show the passage in the story.", "f"),
        ("pin", "ctrl+n", "Pin", "Always recall this paragraph, or no longer.", "f!"),
        ("down", "down", "Next", "Look at the next passage."),
        ("up", "up", "Previous", "Look at the passage before."),
    )
    + _in(
        Where.ROADS,
        ("branch", "enter", "Go on from there", "Go on from that step, by that plan.", "f"),
        ("down", "down", "Next", "Look at the next plan."),
        ("up", "up", "Previous", "Look at the plan before."),
    )
    + _in(
        Where.ALTERNATES,
        ("previous", "left", "Previous", "Look at the version before.", "f!"),
        ("following", "right", "Next", "Look at the next version.", "f!"),
        ("take", "enter", "Take it", "Go on from the version on the right.", "f!"),
    )
    + _in(
        Where.INSPECTOR,
        ("copy", "c", "Copy", "Copy this part of the request.", "f"),
    )
    + _in(
        Where.AUTOPILOT,
        ("start", "ctrl+g", "Start", "Let the autopilot write.", "f!"),
    )
    + _in(
        Where.OWN_PAGE,
        ("done", "ctrl+g", "Into the story", "Make the next paragraph of it.", "f!"),
    )
)


@cache
def bindings(where: Where) -> list[Binding]:
    """The bindings of a part of the studio."""
    return [action.binding() for action in ACTIONS if action.where is where]
