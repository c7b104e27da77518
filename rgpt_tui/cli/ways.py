"""What can be done after a failure, in commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.story.errors import Way

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rgpt_tui.story.errors import RgptError

WORDS: Final = {
    Way.GO_ON: "`rgpt write --from-draft` asks for the rest again.",
    Way.KEEP_DRAFT: "`rgpt write --keep-draft` makes a step of what is there.",
    Way.TAKE_DRAFT: "`rgpt write --from-draft` takes it as it is.",
    Way.SAVE_HELD: "What of it was printed here is all that is left once this command has ended.",
    Way.WRITE: "`rgpt write` has it written anew.",
    Way.EDIT_PARAGRAPH: "With `rgpt edit STORY paragraph` you can change it yourself.",
    Way.FROM_BEFORE: "`rgpt go` goes to the step before it, and `rgpt write --plan` on from there.",
    Way.EDIT_MEMORY: "With `rgpt edit` you can write the memory yourself.",
    Way.NEW_PLANS: "`rgpt refresh` makes new plans.",
    Way.OWN_PLAN: "`rgpt write --plan` takes one in your own words.",
    Way.STOP: "Ctrl+C stops it; then try again.",
    Way.SEE_PLANS: "`rgpt show` lists them.",
    Way.CHOOSE_MODEL: "Name one with --model, or leave the setting out so that one is found.",
    Way.OTHER_MODEL: "`--model` names another model.",
    Way.NAME_KEY: "For one command `--api-key-env NAME` names it, or `--embedder-api-key-env NAME` "
    "that of the embedding model.",
    Way.SEE_MODELS: "`rgpt models` shows those that are found.",
    Way.FETCH_STARTER: "`rgpt models fetch` fetches it (93 MB, once).",
    Way.LIST_STORIES: "`rgpt list` lists the stories.",
    Way.OTHER_SHELF: "`--stories FOLDER` uses the stories of another folder.",
    Way.READ_LOCKED: "Meanwhile `rgpt show STORY` and `rgpt export STORY` read it.",
    Way.SEE_BRANCHES: "`rgpt branches STORY` lists them.",
    Way.TAKE_IN: "`rgpt import FILE` takes it in as it is.",
    Way.NEW_STORY: "Begin one with `rgpt new`, or name another folder with --stories.",
    Way.MEND: "`rgpt doctor STORY --mend` copies it aside and saves what can be read.",
    Way.RESTORE: "`rgpt restore STORY` goes back to a backup.",
}


def told(error: RgptError) -> str:
    """What happened, and the commands that go on from there."""
    notes: list[str] = getattr(error, "__notes__", [])
    return " ".join([with_commands(str(error), error.ways), *notes])


def with_commands(text: str, ways: Iterable[Way]) -> str:
    """What happened, and the commands that go on from there."""
    return " ".join([text, *(WORDS[way] for way in ways)])
