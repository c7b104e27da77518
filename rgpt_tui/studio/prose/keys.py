"""The keys of the prose view, each with an id to rebind it by."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding


def _key(id_: str, keys: str, action: str, description: str, tooltip: str) -> Binding:
    return Binding(keys, action, description, show=False, tooltip=tooltip, id=f"story.{id_}")


PROSE_KEYS: Final = (
    _key("next", "down,j", "next_paragraph", "Next paragraph", "Select the next paragraph."),
    _key(
        "previous",
        "up,k",
        "previous_paragraph",
        "Previous paragraph",
        "Select the paragraph before.",
    ),
    _key("page_down", "pagedown", "page_down", "Page down", "Read on, by a screen."),
    _key("page_up", "pageup", "page_up", "Page up", "Read back, by a screen."),
    _key("line_down", "ctrl+down", "line_down", "Line down", "Scroll by a line."),
    _key("line_up", "ctrl+up", "line_up", "Line up", "Scroll back by a line."),
    _key("first", "home,ctrl+home", "first", "Beginning", "Go to the beginning of the story."),
    _key("last", "end,ctrl+end", "last", "End", "Go to the end of the story."),
    _key(
        "next_chapter",
        "right_square_bracket",
        "next_chapter",
        "Next chapter",
        "Go to the beginning of the next chapter.",
    ),
    _key(
        "previous_chapter",
        "left_square_bracket",
        "previous_chapter",
        "Previous chapter",
        "Go to the beginning of this chapter, and then of the one before.",
    ),
    _key("open", "enter", "open", "Open", "Open the selected paragraph."),
)
