"""Steps and books to test with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.records import (
    Making,
    Message,
    NewStep,
    Passage,
    Plan,
    PlanSource,
    Position,
    SentPart,
    SentRequest,
    SentWithout,
    StepKind,
    Text,
    Usage,
)

if TYPE_CHECKING:
    from rgpt_tui.story.reading import BookReader

AWKWARD = (
    'Mr. Darcy said: “It\'s "so"; DROP TABLE steps; --”\r\n\r\n'
    "NUL \x00 bell \x07 escape \x1b[31m tab \t, “走吧。”他说。 "
    "\U0001f469\u200d\U0001f467 e\u0301 \ufeff \u2028 \ud7ff\ue000 "
    "% ? :x @y $z [bold]not markup[/bold] {{ not a template }} \\u0000 \\"
)
"""Everything in a text that could be taken for something else, or lost on the way to a disk."""


def step(paragraph: str, **text: object) -> NewStep:
    """A step with a paragraph and whatever else its text is to have."""
    return NewStep(kind=StepKind.WRITTEN, text=Text(paragraph=paragraph, **text))  # type: ignore[arg-type]


def full_step() -> NewStep:
    """A step in which no field is empty, and every text is awkward."""
    return NewStep(
        kind=StepKind.OWN,
        text=Text(
            heading=AWKWARD,
            paragraph=AWKWARD,
            rationale=AWKWARD,
            memory=AWKWARD,
            pinned=(AWKWARD, "a"),
            plans=(AWKWARD, "b", ""),
        ),
        plan=Plan(text=AWKWARD, source=PlanSource.AUTOPILOT, offered=2, reason=AWKWARD),
        making=Making(
            recalled=(
                Passage(
                    step="abc",
                    revision=2,
                    position=Position(number=3, chapter=2, in_chapter=1, heading=AWKWARD),
                    score=0.1 + 0.2,
                    sentence=AWKWARD,
                    text=AWKWARD,
                ),
            ),
            requests=(
                SentRequest(
                    purpose="paragraph",
                    messages=(Message(role="user", content=AWKWARD),),
                    reply=AWKWARD,
                    parts=(SentPart(name=AWKWARD, tokens=4, message=0, start=1, length=2),),
                    left_out=(SentWithout(name="story", tokens=7, reason=AWKWARD),),
                ),
                SentRequest(purpose="memory", messages=()),
            ),
            model="openai/writer",
            usage=Usage(prompt_tokens=9, cached_tokens=3, completion_tokens=2, estimated=True),
            cost=0.1,
            seconds=1.5,
            rounds=2,
        ),
    )


def paragraphs(book: BookReader) -> list[str]:
    """The paragraphs along the path."""
    return [paragraph for _, paragraph in book.prose()]


def marked(book: BookReader) -> list[int]:
    """The numbers of the steps of the path that were written before an edit."""
    return [each.position.number for each in book.path() if each.written_before_edit]
