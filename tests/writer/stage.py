"""Driving the recurrent cell in a test, and watching it as a screen does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from rgpt_tui.models.chat import ChatModel
from rgpt_tui.models.profile import SectionsPerCall, profile_of
from rgpt_tui.story.memory import MemoryLimit
from rgpt_tui.story.records import Brief, Passage, PassageOrigin, Plan, Position, StepKind
from rgpt_tui.writer.context import Sizes
from rgpt_tui.writer.events import Answered, Event, Made, Rewritten, Words
from rgpt_tui.writer.rounds import Cell
from rgpt_tui.writer.sections import OPENINGS, PLANS, Section, label
from rgpt_tui.writer.state import State
from rgpt_tui.writer.templates import Templates
from tests.model_server import Reply
from tests.model_server.prose import Prose

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

    from rgpt_tui.story.records import Text
    from tests.model_server import ModelServer

STEP = (Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS)
PLAN = Plan(text="Mara follows the light down to the weir and finds the boat. She takes the key.")
BEFORE = "Mara lit the lamp. The bell had stopped. Nobody came up from the quay."
MEMORY = "Mara keeps the lamp of the ferry house. Tobias is away with the boat since Monday."

EventT = TypeVar("EventT", bound=Event)


def cell_of(
    server: ModelServer,
    *,
    language: str = "en",
    one: bool = False,
    tiny: bool = False,
    folders: Sequence[Path] = (),
    limit: MemoryLimit | None = None,
    repairs: int = 4,
    **profile: Any,
) -> Cell:
    """A cell whose model is the server; its profile is of a model with a wide window.

    Args:
        server: plays the model.
        language: of the templates.
        one: it is small, and asked for one section a request.
        tiny: it is so small that it is given the shortest prompts as well.
        folders: with templates of the writer's own.
        limit: of the memory.
        repairs: requests beyond those that a step needs.
        profile: what else is known of the model.
    """
    given = {"context_window": 32_000, "max_reply_tokens": 4096, "max_retries": 0, **profile}
    sections = SectionsPerCall.ONE if one or tiny else SectionsPerCall.ALL
    model = ChatModel(
        profile_of(
            "openai/writer-100m" if tiny else "openai/writer",
            api_base=server.url,
            api_key="sk-test",
            sections_per_call=sections,
            **given,
        )
    )
    sizes = Sizes(limit=limit or MemoryLimit())
    return Cell(model, Templates(language, folders), sizes, repairs)


def brief_of(language: str = "en", **fields: Any) -> Brief:
    genre = "悬疑" if language == "zh" else "mystery"
    return Brief(**{"genre": genre, "language": language, **fields})


def state_after(
    *previous: str, brief: Brief | None = None, language: str = "en", **fields: Any
) -> State:
    """The state of a story in its first chapter, behind some paragraphs."""
    previous = previous or (BEFORE,)
    given: dict[str, Any] = {
        "brief": brief or brief_of(language),
        "tip": "tip",
        "position": Position(number=4, in_chapter=4),
        "words": 900,
        "previous": previous,
        "previous_ids": tuple(f"step-{index}" for index in range(len(previous))),
        "memory": MEMORY,
        "pinned": (),
        "plans": ("Plan of the boat.", "Plan of the bell.", "Plan of the key."),
    }
    return State(**{**given, **fields})


def empty_state(brief: Brief | None = None) -> State:
    """The state of a story that has no step."""
    return State(
        brief=brief or brief_of(),
        tip=None,
        position=Position(number=1),
        words=0,
        previous=(),
        previous_ids=(),
        memory="",
        pinned=(),
        plans=(),
    )


def passage(text: str, score: float = 0.5, *, pinned: bool = False, number: int = 2) -> Passage:
    return Passage(
        step=f"step-{number}",
        revision=1,
        position=Position(number=number, in_chapter=number),
        score=score,
        sentence=text,
        text=text,
        origin=PassageOrigin.PINNED if pinned else PassageOrigin.RECALLED,
    )


def said(text: str | None = None, **how: Any) -> Reply:
    """A reply in pieces of some words, which is quicker to read than letter by letter."""
    return Reply(text, **{"chunk": 61, **how})


def prose(seed: object, sentences: int, language: str = "en") -> str:
    return Prose(str(seed), language).sentences(sentences)


def step_texts(language: str = "en", **changes: str) -> dict[Section, str]:
    """Something good for each section of a step; an empty change leaves the section out."""
    texts = {
        section: prose(section, 20 if section is Section.PARAGRAPH else 5, language)
        for section in STEP
    }
    texts[Section.MEMORY] = prose("memory", 12, language)
    texts |= {Section(name): text for name, text in changes.items()}
    return {section: text for section, text in texts.items() if text}


def labelled(texts: Mapping[Section, str], language: str = "en") -> str:
    """A reply that holds these sections."""
    colon = "：" if language == "zh" else ": "
    return "\n\n".join(f"{label(each, language)}{colon}{text}" for each, text in texts.items())


@dataclass
class Run:
    """What a generator of the cell told, and what a screen that follows it shows."""

    events: list[Event] = field(default_factory=list)
    screen: dict[str, str] = field(default_factory=dict)

    def of(self, kind: type[EventT] | tuple[type[EventT], ...]) -> list[EventT]:
        return [event for event in self.events if isinstance(event, kind)]

    def one(self, kind: type[EventT]) -> EventT:
        (event,) = self.of(kind)
        return event

    @property
    def text(self) -> Text:
        """The text of the one step that was made."""
        (step,) = self.one(Made).steps
        return step.text

    def take(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Words):
            assert event.text
            self.screen[event.section] = self.screen.get(event.section, "") + event.text
        elif isinstance(event, Rewritten):
            self.screen[event.section] = event.text
        elif isinstance(event, Answered):
            assert self.shown() == event.sections, "a draft holds what the screen shows"
        elif isinstance(event, Made):
            assert self.shown() == committed_sections(event), "what was shown is what is kept"

    def shown(self) -> dict[str, str]:
        return {section: text for section, text in self.screen.items() if text}


async def run(events: AsyncIterator[Event], told: Run | None = None) -> Run:
    """Listen to the end, with a check that the screen shows what is kept.

    Args:
        events: what the cell tells.
        told: takes them up; give it where the end is an error, or where a screen shows something.
    """
    told = told or Run()
    async for event in events:
        told.take(event)
    return told


def committed_sections(made: Made) -> dict[str, str]:
    """What is committed, by the names of the sections that it came in."""
    last = made.steps[-1].text
    texts = {"title": made.title, "outline": made.outline, "memory": last.memory}
    texts |= {"rationale": last.rationale}
    texts |= {plan.value: text for plan, text in zip(PLANS, last.plans, strict=False)}
    if made.steps[0].kind is StepKind.OPENING:
        names = [section.value for section in OPENINGS]
        texts |= {name: s.text.paragraph for name, s in zip(names, made.steps, strict=True)}
    else:
        texts["paragraph"] = last.paragraph
    return {section: text for section, text in texts.items() if text}
