"""The keys that go on from where something failed, said behind what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.errors import RgptError, Way
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import BY_ID
from rgpt_tui.studio.keys_now import keys_of_action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App

WORDS: Final = {
    Way.GO_ON: ("writing.go_on", "asks for the rest again"),
    Way.KEEP_DRAFT: ("writing.keep_draft", "makes a step of what is there"),
    Way.TAKE_DRAFT: ("writing.go_on", "takes it as it is"),
    Way.SAVE_HELD: ("writing.go_on", "saves it then"),
    Way.WRITE: ("writing.write", "has it written anew"),
    Way.EDIT_PARAGRAPH: ("story.edit", "lets you change it yourself"),
    Way.FROM_BEFORE: ("story.go_from_here", "on the paragraph before it goes on from there"),
    Way.EDIT_MEMORY: ("memory.edit", "in the pane Memory lets you write it yourself"),
    Way.NEW_PLANS: ("next.replan", "in the pane Next asks for new plans"),
    Way.OWN_PLAN: ("next.own", "in the pane Next takes one in your own words"),
    Way.STOP: ("writing.stop", "stops that; then try again"),
    Way.SEE_PLANS: ("writing.next", "shows the plans on offer"),
    Way.CHOOSE_MODEL: ("app.choose_model", "chooses one"),
    Way.OTHER_MODEL: ("app.choose_model", "chooses another model"),
    Way.NAME_KEY: ("app.choose_model", "chooses another model"),
    Way.SEE_MODELS: ("app.choose_model", "shows those that are found"),
    Way.FETCH_STARTER: ("app.choose_model", "offers to fetch it (93 MB, once)"),
    Way.LIST_STORIES: ("writing.stories", "lists the stories"),
    Way.OTHER_SHELF: ("writing.stories", "lists those of the folder that the settings name"),
    Way.READ_LOCKED: ("shelf.duplicate", "on it in the list of stories makes a copy to go on in"),
    Way.SEE_BRANCHES: ("writing.history", "shows them"),
    Way.TAKE_IN: ("shelf.import", "in the list of stories takes it in as it is"),
    Way.NEW_STORY: ("shelf.new", "begins one"),
    Way.MEND: ("shelf.open", "on it in the list of stories offers to mend it"),
    Way.RESTORE: ("writing.backups", "shows what can be gone back to"),
}
"""The action of each way, and what it does."""


def told(app: App[Any], what: Exception | str, then: str = "") -> str:
    """What is said of something that happened, and the keys that go on from there."""
    then = then or (key_after(app, what) if isinstance(what, Exception) else "")
    return printable(f"{what} {then}".rstrip())


def key_after(app: App[Any], error: Exception) -> str:
    """Which keys go on from an error; where a model has failed, the one that chooses another."""
    if isinstance(error, RgptError) and error.ways:
        return keys_of(app, error.ways)
    if not isinstance(error, ModelError):
        return ""
    key = keys_of_action(app, "app.choose_model")
    return f"{key} chooses another model." if key else ""


def keys_of(app: App[Any], ways: Iterable[Way]) -> str:
    """Which keys go some ways."""
    return " ".join(_way(app, *WORDS[way]) for way in ways)


def _way(app: App[Any], action: str, does: str) -> str:
    """An action by its key, or by its title in the command palette."""
    key = keys_of_action(app, action)
    return f"{key or in_palette(app, action)} {does}."


def in_palette(app: App[Any], action: str) -> str:
    """An action by its title, and the key of the palette that it is found in."""
    palette = keys_of_action(app, "app.command_palette")
    return f"“{BY_ID[action].title}” ({palette})" if palette else f"“{BY_ID[action].title}”"


def in_drafts(app: App[Any]) -> str:
    """Which key shows a draft that is not on offer where the story stands."""
    return _way(app, "writing.drafts", "shows the drafts, and takes one back")


def key_of_restart(app: App[Any]) -> str:
    """Which key ends an engine that does not answer, and starts a new one."""
    key = keys_of_action(app, "app.restart_engine")
    return f"{key} restarts it." if key else ""
