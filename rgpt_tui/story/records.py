"""The records of a story: frozen, typed, and free of any library.

RecurrentGPT (Zhou et al. 2023, arXiv 2305.13304) is an LSTM whose vectors are text. A `Step`
is one time step of it: the plan carried in, the paragraph put out, the short-term memory as it
stood afterwards, and the plans offered for what could come next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rgpt_tui.story.amounts import LARGEST_NUMBER, within
from rgpt_tui.story.costs import in_all

if TYPE_CHECKING:
    from datetime import datetime


class StepKind(StrEnum):
    """How the paragraph of a step came to be."""

    OPENING = "opening"
    """One of the paragraphs that open a story."""
    WRITTEN = "written"
    """Written by a language model from a plan."""
    IMPORTED = "imported"
    """Read from a draft that the writer brought."""
    OWN = "own"
    """Written by the writer's own hand in rgpt."""


class PlanSource(StrEnum):
    """Where the plan of a step came from."""

    OFFERED = "offered"
    """Taken as the model offered it."""
    EDITED = "edited"
    """An offered plan that the writer changed."""
    OWN = "own"
    """The writer's own words."""
    AUTOPILOT = "autopilot"
    """Chosen and revised by the paper's simulated human."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the next paragraph is to do, in about five sentences."""

    text: str
    source: PlanSource = PlanSource.OFFERED
    offered: int | None = None
    """Which of the offered plans it is or was made from, counted from 1."""
    reason: str = ""
    """Why the autopilot chose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What stays true of the whole story; every field is free text and may be empty."""

    title: str = ""
    language: str = "en"
    """BCP 47 primary subtag, such as ``en`` or ``zh``."""
    genre: str = ""
    topic: str = ""
    description: str = ""
    style: str = ""
    point_of_view: str = ""
    cast: str = ""
    outline: str = ""
    target_words: int | None = None
    """The length that the writer is aiming at, in words (characters for Chinese, Japanese)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in the story. All numbers count from 1, along one branch."""

    number: int
    """Which step of the story."""
    chapter: int = 1
    """Which chapter."""
    in_chapter: int = 1
    """Which step of that chapter."""
    heading: str = ""
    """The heading of that chapter, if it has one."""


class PassageOrigin(StrEnum):
    """Why a passage is in a prompt."""

    RECALLED = "recalled"
    PINNED = "pinned"
    CHOSEN = "chosen"
    """The writer put it there by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of the story that long-term memory returned."""

    step: str
    """The id of the step that it stands in."""
    revision: int
    position: Position
    score: float
    """How well it fits the query; 1 is a perfect fit, 0 none. Pinned passages have 1."""
    sentence: str
    """The sentence that was found."""
    text: str
    """That sentence with its neighbours, or the whole paragraph if it is pinned."""
    origin: PassageOrigin = PassageOrigin.RECALLED

    def __post_init__(self) -> None:
        """Keep the score to what can be reckoned with, whoever wrote the book."""
        object.__setattr__(self, "score", within(self.score, -LARGEST_NUMBER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens that a request cost, as the provider counted them, or estimated."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    """How many of the prompt tokens came from the provider's cache."""
    completion_tokens: int = 0
    estimated: bool = False

    def __post_init__(self) -> None:
        """Keep the tokens to what has a sum, whoever wrote the book."""
        for name in ("prompt_tokens", "cached_tokens", "completion_tokens"):
            object.__setattr__(self, name, within(getattr(self, name)))

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            estimated=self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat with a language model."""

    role: str
    """``system``, ``user`` or ``assistant``."""
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPart:
    """A part of a request, such as the memory: where its words stand in what was sent."""

    name: str
    tokens: int
    """As they were counted then."""
    message: int
    """The message that it is in, counted from 0."""
    start: int
    length: int
    """Both in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWithout:
    """What a request had to do without, for space."""

    name: str
    tokens: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """A request as it went to the model, for the record; it never holds a key."""

    purpose: str
    """What was asked for, such as ``paragraph, memory`` or ``choice, reason``."""
    messages: tuple[Message, ...]
    reply: str = ""
    """All that came back, word for word; of one that was stopped, the words of its sections."""
    parts: tuple[SentPart, ...] = ()
    """None in records of before they were kept."""
    left_out: tuple[SentWithout, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a step was made from."""

    recalled: tuple[Passage, ...] = ()
    requests: tuple[SentRequest, ...] = ()
    model: str = ""
    usage: Usage = field(default_factory=Usage)
    cost: float | None = None
    """US dollars; None where no price is known."""
    seconds: float = 0.0
    rounds: int = 0
    """How many requests the step took."""

    def __post_init__(self) -> None:
        """Keep the amounts to what has a sum, whoever wrote the book."""
        object.__setattr__(self, "cost", None if self.cost is None else within(self.cost))
        object.__setattr__(self, "seconds", within(self.seconds))
        object.__setattr__(self, "rounds", within(self.rounds))

    def plus(
        self, request: SentRequest, usage: Usage, cost: float | None, seconds: float
    ) -> Making:
        """The making with one more request. A cost that is not known makes the sum unknown."""
        before = self.cost if self.rounds else 0.0
        return replace(
            self,
            requests=(*self.requests, request),
            usage=self.usage + usage,
            cost=in_all(before, cost),
            seconds=self.seconds + seconds,
            rounds=self.rounds + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The part of a step that the writer can edit. Each edit makes a new revision of it."""

    paragraph: str
    heading: str = ""
    """The heading of the chapter that begins with this step; empty inside a chapter."""
    rationale: str = ""
    """What the model said it dropped from the memory and added to it, and why."""
    memory: str = ""
    """The short-term memory after this step; empty where none was made yet."""
    pinned: tuple[str, ...] = ()
    """Sentences of the memory that survive every rewrite."""
    plans: tuple[str, ...] = ()
    """The plans offered for what could come next, three of them as a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step that is not yet in the book."""

    kind: StepKind
    text: Text
    plan: Plan | None = None
    making: Making = field(default_factory=Making)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step in the book, with the latest revision of its text."""

    id: str
    parent: str | None
    number: int
    """How many steps lead to it, itself included: 1 for the first."""
    kind: StepKind
    plan: Plan | None
    """The plan that it was written from."""
    text: Text
    revision: int
    """Which revision of its text this is, counted from 1."""
    created: datetime
