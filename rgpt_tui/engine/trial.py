"""A trial: one step of a made-up story, to see how fast a model is and if it keeps the form."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.engine.model_choice import choose_model, open_model
from rgpt_tui.story.costs import in_all
from rgpt_tui.story.records import Brief, Plan, Position, Usage
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.advance import STEP_SECTIONS, advance
from rgpt_tui.writer.events import Answered, Incomplete, Made, Words
from rgpt_tui.writer.rounds import Cell
from rgpt_tui.writer.state import State
from rgpt_tui.writer.templates import Templates

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings

PREVIOUS = (
    "Ines set the lamp on the windowsill and turned the wick down until the flame was a bead. "
    "The tide had reached the third step. From the landing her brother asked whether the boat "
    "had come, and she said no, though she had heard its engine an hour ago."
)
MEMORY = (
    "Ines and her brother Matteo keep the lighthouse of a small island. Their father left with "
    "the supply boat nine days ago and has not come back. Ines heard the boat's engine in the "
    "fog tonight and has told nobody. Matteo wants to row to the mainland for help. The lamp "
    "has oil for two more nights."
)
PLAN = (
    "Ines goes down to the landing alone, without waking Matteo. She finds the supply boat "
    "moored there and nobody aboard. On the bench lies her father's coat, dry in all this fog. "
    "In its pocket is a letter that is addressed to Matteo. She hears steps on the stairs."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a model did."""

    model: str
    sections: tuple[str, ...]
    """The sections that came."""
    missing: tuple[str, ...]
    rounds: int
    repairs: int
    """Requests beyond those that a step takes when all goes well."""
    first_word_seconds: float
    tokens_per_second: float
    seconds: float
    usage: Usage
    cost: float | None
    paragraph: str
    paragraph_sentences: int
    memory_sentences: int
    plans: int

    @property
    def verdict(self) -> str:
        """How well it kept the form, in words."""
        if self.missing:
            return f"it did not give {', '.join(self.missing)}"
        if self.repairs:
            return "it gave every section, after being asked again"
        return "it gave every section as asked"


async def try_model(settings: Settings) -> Trial:
    """Write one step with the model that the settings name, into no book.

    Raises:
        ModelError: the model could not answer.
        NoModelFound: there is none.
    """
    choice = await choose_model(settings)
    state = State(
        brief=Brief(title="The Supply Boat", genre="mystery"),
        tip="trial",
        position=Position(number=4, in_chapter=4),
        words=600,
        previous=(PREVIOUS,),
        previous_ids=("trial",),
        memory=MEMORY,
        pinned=(),
        plans=(),
    )
    texts: dict[str, str] = {}
    missing: tuple[str, ...] = ()
    answers: list[Answered] = []
    first_word: float | None = None
    async with open_model(choice) as model:
        cell = Cell(model, Templates("en"), repairs=settings.rounds)
        started = time.monotonic()
        async for event in advance(cell, state, Plan(text=PLAN)):
            if isinstance(event, Words) and first_word is None:
                first_word = time.monotonic()
            elif isinstance(event, Answered):
                answers.append(event)
                texts.update(event.sections)
            elif isinstance(event, Made):
                texts["memory"] = event.steps[0].text.memory
            elif isinstance(event, Incomplete):
                missing = event.missing
        ended = time.monotonic()
    usage = sum((answer.usage for answer in answers), Usage())
    expected = len(STEP_SECTIONS) if cell.one_at_a_time else 1
    waited = (first_word or ended) - started
    return Trial(
        model=choice.profile.name,
        sections=tuple(texts),
        missing=missing,
        rounds=len(answers),
        repairs=max(0, len(answers) - expected),
        first_word_seconds=waited,
        tokens_per_second=usage.completion_tokens / max(ended - started - waited, 0.001),
        seconds=ended - started,
        usage=usage,
        cost=in_all(*(answer.cost for answer in answers)),
        paragraph=texts.get("paragraph", ""),
        paragraph_sentences=len(split_sentences(texts.get("paragraph", ""), "en")),
        memory_sentences=len(split_sentences(texts.get("memory", ""), "en")),
        plans=sum(name.startswith("plan") for name in texts),
    )
