"""What can be done after a failure, in commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.story.errors import Way

if TYPE_CHECKING:
    from rgpt_tui.story.errors import RgptError

WORDS: Final = {
    Way.GO_ON: "`rgpt write --from-draft` asks for the rest again.",
    Way.KEEP_DRAFT: "`rgpt write --keep-draft` makes a step of what is there.",
    Way.TAKE_DRAFT: "`rgpt write --from-draft` takes it as it is.",
    Way.SAVE_HELD: "What of it was printed here is all that is left once this command has ended.",
    Way.WRITE: "`rgpt write` has it written anew.",
    Way.EDIT_MEMORY: "With `rgpt edit` you can write the memory yourself.",
    Way.NEW_PLANS: "`rgpt refresh` makes new plans.",
    Way.OWN_PLAN: "`rgpt write --plan` takes one in your own words.",
    Way.CHOOSE_MODEL: "Name one with --model, or leave the setting out so that one is found.",
}


def told(error: RgptError) -> str:
    """What happened, and the commands that go on from there."""
    return " ".join([str(error), *(WORDS[way] for way in error.ways)])
