"""The root of every error that a user of rgpt may see."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class Way(StrEnum):
    """Something that a user can do after a failure.

    The command line says how in commands, the studio in keys.
    """

    GO_ON = "go_on"
    """Ask for what a draft lacks."""
    KEEP_DRAFT = "keep_draft"
    """Make a step of a draft as it stands."""
    TAKE_DRAFT = "take_draft"
    """Go on with a draft that lacks nothing, so that it is a step as it stands."""
    SAVE_HELD = "save_held"
    """Save what a full disk left in memory alone."""
    WRITE = "write"
    """Have the step written anew."""
    EDIT_PARAGRAPH = "edit_paragraph"
    """Change a paragraph by hand."""
    FROM_BEFORE = "from_before"
    """Go back to the step before a step, and write from another plan there."""
    EDIT_MEMORY = "edit_memory"
    """Write the memory by hand."""
    NEW_PLANS = "new_plans"
    """Have other plans made."""
    OWN_PLAN = "own_plan"
    """Give a plan in one's own words."""
    STOP = "stop"
    """Stop what is being written."""
    SEE_PLANS = "see_plans"
    """Look which plans are on offer."""
    CHOOSE_MODEL = "choose_model"
    """Name another model."""
    OTHER_MODEL = "other_model"
    """Go on with another model than the one that there is."""
    NAME_KEY = "name_key"
    """Say which API key a server is sent, or choose another model."""
    SEE_MODELS = "see_models"
    """Look which models are found."""
    FETCH_STARTER = "fetch_starter"
    """Fetch the starter model."""
    LIST_STORIES = "list_stories"
    """Look which stories there are."""
    OTHER_SHELF = "other_shelf"
    """Use the stories of another folder."""
    READ_LOCKED = "read_locked"
    """Use a story that somebody else writes."""
    SEE_BRANCHES = "see_branches"
    """Look which branches a story has."""
    TAKE_IN = "take_in"
    """Import a file as it is."""
    NEW_STORY = "new_story"
    """Begin a story."""
    MEND = "mend"
    """Copy a damaged book aside, and save of it what can be read."""
    RESTORE = "restore"
    """Go back to a backup."""


class RgptError(Exception):
    """Something could not be done.

    The message is for the user as it stands: what happened, what is safe, what to do next. What
    is done by a command in one place and by a key in another is in `ways` instead.
    """

    ways: tuple[Way, ...] = ()

    def offering(self, *ways: Way) -> Self:
        """The error, with what can be done next."""
        self.ways = ways
        return self
