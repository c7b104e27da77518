"""The story as a reader sees it: a view of a whole novel that lays out only what is visible."""

from rgpt_tui.studio.prose.entries import Author, Entry, Run, StepText
from rgpt_tui.studio.prose.view import ProseView

__all__ = ["Author", "Entry", "ProseView", "Run", "StepText"]
