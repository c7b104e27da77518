"""What the studio can ask of the engine process about a story: one class a method of an engine.

A `Question` has one answer, a `Stream` has events; what stands in brackets behind it is their type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

import msgspec

from rgpt_tui.archive.query import Recall
from rgpt_tui.engine.events import (
    Committed,
    Flight,
    ModelChosen,
    Progress,
    Recalled,
    Revised,
    Stopped,
)
from rgpt_tui.engine.forecast import Forecast
from rgpt_tui.engine.next_prompt import NextPrompt
from rgpt_tui.settings import Settings
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Passage, Plan
from rgpt_tui.writer.events import (
    Answered,
    Asking,
    Chosen,
    Event,
    Incomplete,
    Made,
    MemorySettled,
    Notice,
    Refreshed,
    Replanned,
    Rewritten,
    Waiting,
    Words,
)

AnyEvent = (
    Answered
    | Asking
    | Chosen
    | Committed
    | Flight
    | Incomplete
    | Made
    | MemorySettled
    | ModelChosen
    | Notice
    | Progress
    | Recalled
    | Refreshed
    | Replanned
    | Revised
    | Rewritten
    | Stopped
    | Waiting
    | Words
)
"""Every event that there is, told apart by its field ``event``."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAtWork:
    """Which story a call is about, and how it is to be worked on."""

    folder: bytes
    """As the file system has it, which need not be text."""
    settings: Settings
    alone: bool = True
    """The studio holds the story's lock, so that the engine may write the archive."""


class Question(msgspec.Struct, Generic[T], frozen=True, kw_only=True, tag_field="call", tag=True):
    """A call with one answer, of type T."""


class Stream(msgspec.Struct, Generic[T], frozen=True, kw_only=True, tag_field="call", tag=True):
    """A call with events of type T, one after the other."""


class OpenStory(Stream[Event], frozen=True):
    """Write the opening of a story."""

    story: StoryAtWork
    draft: Draft | None = None


class Advance(Stream[Event], frozen=True):
    """Write the next step."""

    story: StoryAtWork
    plan: Plan
    heading: str = ""
    draft: Draft | None = None
    passages: tuple[Passage, ...] | None = None


class Replan(Stream[Event], frozen=True):
    """Make other plans."""

    story: StoryAtWork


class Choose(Stream[Event], frozen=True):
    """Decide as the author would."""

    story: StoryAtWork


class Refresh(Stream[Event], frozen=True):
    """Make memory and plans anew."""

    story: StoryAtWork


class CatchUp(Stream[Progress], frozen=True):
    """Bring the long-term memory up to date."""

    story: StoryAtWork


class Rebuild(Stream[Event], frozen=True):
    """Make the long-term memory anew."""

    story: StoryAtWork


class RecallFor(Question[Recall], frozen=True):
    """Recall what fits a plan."""

    story: StoryAtWork
    plan: str


class Search(Question[Recall], frozen=True):
    """Search the story."""

    story: StoryAtWork
    text: str
    limit: int
    every_branch: bool


class AskNextPrompt(Question[NextPrompt], frozen=True):
    """Say what would be sent next."""

    story: StoryAtWork
    plan: str
    heading: str = ""
    passages: tuple[Passage, ...] | None = None


class AskForecast(Question[Forecast], frozen=True):
    """Say what the next step, and the whole story, would take."""

    story: StoryAtWork
    plan: str
    passages: tuple[Passage, ...] | None = None


class WriteCopy(Question[list[AnyEvent]], frozen=True):
    """Bring the readable copy up to date."""

    story: StoryAtWork


class CloseStory(Question[None], frozen=True):
    """End what is under way for a story, and close it."""

    folder: bytes


class Warm(Question[None], frozen=True):
    """Load ahead of time what the first step would wait for."""

    settings: Settings


AnyStream = OpenStory | Advance | Replan | Choose | Refresh | CatchUp | Rebuild
AnyQuestion = RecallFor | Search | AskNextPrompt | AskForecast | WriteCopy | CloseStory | Warm


def answer_type(call: type[Question[Any]] | type[Stream[Any]]) -> Any:
    """The type of a question's answer, or of a stream's events."""
    # What stands in the brackets behind `Question` or `Stream`.
    bases: tuple[Any, ...] = call.__orig_bases__  # type: ignore[union-attr]
    (of,) = get_args(bases[0])
    return AnyEvent if of is Event else of
