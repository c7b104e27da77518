"""The form of a bundle, field by field. Nothing may be missing, and nothing else be there.

Bundles of version 1 had no authors, no names and no bin, those of version 2 no parts of requests:
only these have values to stand for them.

The names are those of the records of `rgpt_tui.story`, which the structures here are made into.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from rgpt_tui.story.amounts import LARGEST_NUMBER
from rgpt_tui.story.authors import Author
from rgpt_tui.story.branches import LONGEST_NAME
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import PassageOrigin, PlanSource, StepKind
from rgpt_tui.story.unsent import Box

LONGEST_LINE = 100_000
LONGEST_TEXT = 64 * 1024 * 1024
"""In characters. A draft of that size can be taken in, and its text need have no paragraphs."""

Line = Annotated[str, Meta(max_length=LONGEST_LINE)]
Words = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Count = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Amount = Annotated[float, Meta(ge=0, le=LARGEST_NUMBER)]
"""Of seconds or dollars. JSON has far larger ones, whose sum is none any more."""
Score = Annotated[float, Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Time = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]


class Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A part of a bundle."""


class BriefPart(Part):
    """A `Brief`."""

    title: Line
    language: Line
    genre: Words
    topic: Words
    description: Words
    style: Words
    point_of_view: Words
    cast: Words
    outline: Words
    target_words: Count | None


class BriefVersionPart(Part):
    """A `BriefVersion`."""

    brief: BriefPart
    moment: Count
    created: Time


class PlanPart(Part):
    """A `Plan`."""

    text: Words
    source: PlanSource
    offered: Count | None
    reason: Words


class PositionPart(Part):
    """A `Position`."""

    number: Count
    chapter: Count
    in_chapter: Count
    heading: Line


class PassagePart(Part):
    """A `Passage`."""

    step: Line
    revision: Count
    position: PositionPart
    score: Score
    sentence: Words
    text: Words
    origin: PassageOrigin


class MessagePart(Part):
    """A `Message`."""

    role: Line
    content: Words


class SentPartPart(Part):
    """A `SentPart`."""

    name: Line
    tokens: Count
    message: Count
    start: Count
    length: Count


class SentWithoutPart(Part):
    """A `SentWithout`."""

    name: Line
    tokens: Count
    reason: Words


class SentRequestPart(Part):
    """A `SentRequest`."""

    purpose: Line
    messages: tuple[MessagePart, ...]
    reply: Words
    parts: tuple[SentPartPart, ...] = ()
    left_out: tuple[SentWithoutPart, ...] = ()


class UsagePart(Part):
    """A `Usage`."""

    prompt_tokens: Count
    cached_tokens: Count
    completion_tokens: Count
    estimated: bool


class MakingPart(Part):
    """A `Making`."""

    recalled: tuple[PassagePart, ...]
    requests: tuple[SentRequestPart, ...]
    model: Line
    usage: UsagePart
    cost: Amount | None
    seconds: Amount
    rounds: Count


class TextPart(Part):
    """A `Text`."""

    paragraph: Words
    heading: Line
    rationale: Words
    memory: Words
    pinned: tuple[Words, ...]
    plans: tuple[Words, ...]


class RevisionPart(Part):
    """A `Revision`."""

    text: TextPart
    moment: Count
    created: Time
    author: Author | None = None


class StepPart(Part):
    """A `WholeStep`."""

    id: Id
    parent: Id | None
    next: Id | None
    kind: StepKind
    created: Time
    acknowledged: Count
    plan: PlanPart | None
    making: MakingPart
    revisions: tuple[RevisionPart, ...]


class MarkedStepPart(Part):
    """A `MarkedStep`."""

    step: Id
    mark: Mark


class DraftPart(Part):
    """A `Draft`."""

    parent: Id | None
    plan: PlanPart | None
    heading: Line
    sections: dict[Line, Words]
    unfinished: str | None
    making: MakingPart
    id: Id


class KeptDraftPart(Part):
    """A `KeptDraft`."""

    draft: DraftPart
    open: bool
    moment: Count
    updated: Time


class UnsentEditPart(Part):
    """An `UnsentEdit`."""

    step: Id | None
    box: Box
    text: Words
    revision: Count | None


class KeptEditPart(Part):
    """A `KeptEdit`."""

    edit: UnsentEditPart
    moment: Count
    updated: Time


class BranchNamePart(Part):
    """A `BranchName`."""

    step: Id
    name: Name


class BinnedPart(Part):
    """A `Binned`."""

    step: Id
    created: Time


class StoryPart(Part):
    """A `WholeBook`."""

    moment: Count
    tip: Id | None
    first: Id | None
    briefs: tuple[BriefVersionPart, ...]
    steps: tuple[StepPart, ...]
    marks: tuple[MarkedStepPart, ...]
    drafts: tuple[KeptDraftPart, ...]
    unsent: tuple[KeptEditPart, ...]
    names: tuple[BranchNamePart, ...] = ()
    bin: tuple[BinnedPart, ...] = ()


class BundlePart(Part):
    """All of the file."""

    format: str
    version: int
    story: StoryPart
