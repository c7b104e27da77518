"""A work screen whose panes are gone to, sized, hidden and zoomed."""

from __future__ import annotations

from textual import getters

from rgpt_tui.studio.arrangement import SHARE_STEP, WEIGHT_STEP, Arrangement
from rgpt_tui.studio.screens.work import WorkScreen


class ArrangedScreen(WorkScreen):
    """The actions that change how the panes share the screen."""

    arrangement = getters.query_one(Arrangement)

    def action_story(self) -> None:
        """Go to the story."""
        self.arrangement.bring("story")

    def action_memory(self) -> None:
        """Go to the short-term memory."""
        self.arrangement.bring("memory")

    def action_recalled(self) -> None:
        """Go to what was recalled."""
        self.arrangement.bring("recalled")

    def action_next(self) -> None:
        """Go to the plans."""
        self.arrangement.bring("next")

    def action_zoom(self) -> None:
        """Give the whole screen to one pane, or give it back."""
        self.arrangement.zoom()

    def action_focus_mode(self) -> None:
        """Show nothing but prose, or all again."""
        self.arrangement.only_prose()

    def action_narrower(self) -> None:
        """Give the story less of the width."""
        self.arrangement.widen(-SHARE_STEP)

    def action_wider(self) -> None:
        """Give the story more of the width."""
        self.arrangement.widen(SHARE_STEP)

    def action_taller(self) -> None:
        """Give the pane more of the height."""
        self.arrangement.heighten(WEIGHT_STEP)

    def action_shorter(self) -> None:
        """Give the pane less of the height."""
        self.arrangement.heighten(-WEIGHT_STEP)

    def action_hide(self) -> None:
        """Hide the pane."""
        self.arrangement.hide()

    def action_even(self) -> None:
        """Give all panes their usual sizes."""
        self.arrangement.even()
