"""The names of the folders that stories are kept in."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.records import Brief

LONGEST_NAME = 60
UNTITLED = "untitled"
WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


def folder_name(title: str) -> str:
    """A name for the folder of a story: letters and digits of any script, joined by hyphens.

    Never a path: separators, dots and control characters do not survive.
    """
    kept = "".join(
        each if each.isalnum() or unicodedata.category(each)[0] == "M" else " "
        for each in folded(title)
    )
    name = "-".join(kept.split())[:LONGEST_NAME].rstrip("-")
    if not any(each.isalnum() for each in name):
        return UNTITLED
    return f"{name}-story" if name in WINDOWS_DEVICES else name


def folder_name_for(brief: Brief) -> str:
    """A name after the title of a story, or else after what it is about."""
    return folder_name(brief.title or brief.topic or brief.genre)


def is_numbered(name: str, stem: str) -> bool:
    """Whether a name is a stem, alone or with the number that it gets where that is taken."""
    return re.fullmatch(re.escape(stem) + r"(?:-\d+)?", name) is not None


def folded(text: str) -> str:
    """A text in the form in which names are compared: one spelling, no case of letters."""
    return unicodedata.normalize("NFKC", text).casefold()
