"""What can be done in each pane of the writing screen."""

from __future__ import annotations

from typing import Final

from rgpt_tui.studio.actions.action import Action, Where, of

PANE_ACTIONS: Final[tuple[Action, ...]] = (
    *of(
        Where.STORY,
        ("edit", "e", "Edit", "Edit this paragraph in its place.", "f"),
        ("reroll", "r", "Re-roll", "Write this paragraph anew; the old one stays beside it.", "f"),
        ("alternates", "a", "Alternates", "Compare the versions of this paragraph.", "f"),
        ("go_from_here", "g", "From here", "Go on from this paragraph; later ones stay."),
        ("pin", "p", "Pin", "Always recall this paragraph, or no longer."),
        ("mute", "m", "Mute", "Never recall this paragraph, or again."),
        ("heading", "h", "Heading", "Name the chapter that begins here."),
        ("provenance", "x", "Who wrote what", "Tell the model's words from yours by colour."),
        ("history", "v", "History", "Read what this paragraph was before, and restore it."),
        ("made_from", "i", "Made from", "Read the request that this paragraph was made from."),
        ("dismiss", "d", "Dismiss marks", "Take away the marks “written before an edit”."),
    ),
    *of(
        Where.PROSE,
        ("next_paragraph", "down,j", "Next paragraph", "Select the next paragraph."),
        ("previous_paragraph", "up,k", "Previous paragraph", "Select the paragraph before."),
        ("page_down", "pagedown", "Page down", "Read on, by a screen."),
        ("page_up", "pageup", "Page up", "Read back, by a screen."),
        ("line_down", "ctrl+down", "Line down", "Scroll by a line."),
        ("line_up", "ctrl+up", "Line up", "Scroll back by a line."),
        ("first", "home,ctrl+home", "Beginning", "Go to the beginning of the story."),
        ("last", "end,ctrl+end", "End", "Go to the end of the story."),
        ("next_chapter", "right_square_bracket", "Next chapter", "Go to the next chapter."),
        (
            "previous_chapter",
            "left_square_bracket",
            "Previous chapter",
            "Go to the beginning of this chapter, and then of the one before.",
        ),
        ("open", "enter", "Open", "Edit the selected paragraph in its place."),
    ),
    *of(
        Where.EDITOR,
        ("done", "escape", "Done", "Leave the box; the edit goes into the book.", "kt"),
    ),
    *of(
        Where.MEMORY,
        ("edit", "e", "Edit", "Edit the memory as a text.", "f"),
        ("in_or_out", "space", "In or out", "Take this sentence out of it, or back in.", "f"),
        ("lock", "l", "Lock", "Keep this sentence through every rewrite, or no longer.", "f"),
        ("take_all_back", "b", "As before", "Take back all that the model did to the memory."),
        ("refresh", "n", "Make anew", "Have the memory made anew from the text."),
        ("reason", "w", "Why", "Show all of the model's reason, or only its beginning."),
        ("leave_text", "escape", "Sentences", "Go back from the text to its sentences.", "ft"),
    ),
    *of(
        Where.RECALLED,
        ("open", "enter", "Open", "Show this passage in the story.", "f"),
        ("in_or_out", "space", "In or out", "Take it into the next request, or out of it.", "f"),
        ("trim", "t", "Trim", "Send only the sentence that was found, or its neighbours too."),
        ("pin", "p", "Pin", "Always recall this paragraph, or no longer."),
        ("mute", "m", "Mute", "Never recall this paragraph, or again."),
        ("recall_again", "n", "Recall again", "Recall anew by the plan in the box."),
    ),
    *of(
        Where.NEXT,
        ("pick_1", "1", "Plan 1", "Put the first plan into the box."),
        ("pick_2", "2", "Plan 2", "Put the second plan into the box."),
        ("pick_3", "3", "Plan 3", "Put the third plan into the box."),
        ("edit", "e", "Edit", "Edit the plan in the box.", "f"),
        ("own", "o", "Your own", "Empty the box and write a plan of your own.", "f"),
        ("merge", "m", "Merge", "Add the plan under the cursor to the one in the box."),
        ("replan", "r", "New plans", "Ask for three other plans, and nothing else.", "f"),
        ("chapter", "c", "Chapter", "Begin a new chapter with the next paragraph."),
        ("leave_box", "escape", "Plans", "Go back from the box to the plans.", "ft"),
    ),
)
