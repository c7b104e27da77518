"""What the cell tells while it works: a stream of typed events, each one line of JSON when sent on.

They are msgspec structs, tagged by name, so that the same types serve the command line's
``--json``, a pipe between processes, and tests.
"""

from __future__ import annotations

import re

import msgspec

from rgpt_tui.models.prices import Price
from rgpt_tui.story.errors import Way
from rgpt_tui.story.memory import MemoryDiff
from rgpt_tui.story.records import Making, NewStep, SentRequest, Usage
from rgpt_tui.writer.prompt import Prompt


def _named(kind: str) -> str:
    """The name of an event in JSON: ``MemorySettled`` is ``memory_settled``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag=_named):
    """Something that happened on the way to the next step."""


class Asking(Event, frozen=True):
    """A request is about to be sent."""

    round: int
    sections: tuple[str, ...]
    prompt: Prompt
    price: Price | None = None
    """Of the model's tokens, by which a request that is broken off is counted; None: not known."""


class Words(Event, frozen=True):
    """Words of a section, as they arrive."""

    section: str
    text: str


class Rewritten(Event, frozen=True):
    """A section reads differently from the words that were streamed."""

    section: str
    text: str


class Answered(Event, frozen=True):
    """A reply is complete, or has ended early."""

    request: SentRequest
    usage: Usage
    cost: float | None
    seconds: float
    sections: dict[str, str]
    """Everything that has come of the step so far."""
    unfinished: str | None
    """The section among them that broke off."""
    missing: tuple[str, ...]
    """The sections that have yet to come, the unfinished one included."""


class Waiting(Event, frozen=True):
    """The model asked for patience; the request will be repeated."""

    seconds: float
    reason: str


class Notice(Event, frozen=True):
    """Something that the writer should know; the work goes on."""

    text: str
    ways: tuple[Way, ...] = ()
    """What can be done about it."""


class MemorySettled(Event, frozen=True):
    """The short-term memory is within its limit and holds what is pinned."""

    change: MemoryDiff
    trimmed: tuple[str, ...]
    """Sentences that went only because there was no room."""


class Made(Event, frozen=True):
    """A step, or the steps of an opening, ready to be committed."""

    steps: tuple[NewStep, ...]
    title: str = ""
    outline: str = ""


class Refreshed(Event, frozen=True):
    """Memory and plans were made anew from the text."""

    memory: str
    rationale: str
    plans: tuple[str, ...]
    """Fewer than three, or none, where no more came."""


class Replanned(Event, frozen=True):
    """Other plans for what could come next."""

    plans: tuple[str, ...]


class Chosen(Event, frozen=True):
    """The autopilot's decision about how the story goes on."""

    plan: str
    offered: int
    reason: str
    ended: bool
    """It judged that the story has reached its end."""
    making: Making
    """The requests that the decision took."""


class Incomplete(Event, frozen=True):
    """Sections are still missing, and no further request is made. The writer decides what to do."""

    missing: tuple[str, ...]
    """None where all came and the writer has to say whether they will do."""
    why: str = ""
    """Why no further request is made, in a sentence; empty where all rounds are spent."""
