"""How the events of a writing session look on a terminal."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from rich.text import Text

from rgpt_tui.cli.countdown import Countdown
from rgpt_tui.cli.output import ProseStream, console, heading, notice, say, say_json
from rgpt_tui.cli.ways import with_commands
from rgpt_tui.engine.events import (
    Committed,
    Flight,
    ModelChosen,
    Progress,
    Recalled,
    Revised,
    Stopped,
)
from rgpt_tui.story.counting import counted
from rgpt_tui.story.records import PassageOrigin
from rgpt_tui.writer.events import (
    Answered,
    Asking,
    Chosen,
    Event,
    MemorySettled,
    Notice,
    Rewritten,
    Waiting,
    Words,
)
from rgpt_tui.writer.sections import PROSE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Sequence

    from rgpt_tui.story.memory import MemoryDiff
    from rgpt_tui.story.records import Usage

WRITING = {
    "paragraph": "writing the next paragraph",
    "title": "writing the opening",
    "outline": "writing the outline",
    "opening_1": "writing the opening",
    "opening_2": "writing the opening",
    "opening_3": "writing the opening",
    "rationale": "looking over the memory",
    "memory": "rewriting the memory",
    "plan_1": "planning what could come next",
    "plan_2": "planning what could come next",
    "plan_3": "planning what could come next",
    "choice": "choosing a plan",
    "reason": "choosing a plan",
    "revised_plan": "revising the plan",
}
"""What the model is at, by the first section that it was asked for."""
SHOWN_OF_PINNED = 80
"""Characters of a pinned paragraph that remind of it."""
PROSE_NAMES = frozenset(section.value for section in PROSE)


async def show_events(events: AsyncGenerator[Event, None], *, as_json: bool) -> None:
    """Print events as they come."""
    display = None if as_json else Display()
    try:
        async with aclosing(events) as stream:
            async for event in stream:
                if display is None:
                    say_json(event)
                else:
                    display.take(event)
    finally:
        if display is not None:
            display.end()


def show_all(events: Iterable[Event], *, as_json: bool) -> None:
    """Print events that are all there."""
    display = Display()
    for event in events:
        if as_json:
            say_json(event)
        else:
            display.take(event)


class Display:
    """The terminal's view of a session: prose as it streams, then what became of the memory."""

    def __init__(self) -> None:
        self._prose: ProseStream | None = None
        self._section = ""
        self._shown = ""
        """What is on the screen of the section."""
        self._status = console.status("") if console.is_terminal else None

    def take(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Words) and event.section in PROSE_NAMES:
            self._stream(event)
            return
        if isinstance(event, (Words, Answered)):
            return
        if isinstance(event, (Asking, Flight, Progress)):
            self._work(event)
            return
        self.end()
        if isinstance(event, ModelChosen):
            say(f"Model: {event.name}, {event.why}.", "dim")
        elif isinstance(event, Rewritten):
            self._rewritten(event)
        elif isinstance(event, Waiting):
            notice(f"{event.reason} Trying again in {event.seconds:.0f} s.")
            if self._status is not None:
                self._status.update(Countdown(event.seconds))
                self._status.start()
        elif isinstance(event, Notice):
            notice(with_commands(event.text, event.ways))
        elif isinstance(event, Recalled):
            self._recalled(event)
        elif isinstance(event, Chosen):
            heading(f"The autopilot takes plan {event.offered}")
            say(event.reason, "dim italic")
            say(event.plan)
        elif isinstance(event, MemorySettled):
            show_diff(event.change, event.trimmed)
        elif isinstance(event, Committed):
            self._committed(event)
        elif isinstance(event, Revised):
            say(f"Step {event.number} is saved as revision {event.revision}.", "dim")
        elif isinstance(event, Stopped):
            heading(f"The autopilot has stopped: {event.why}.")

    def end(self) -> None:
        """End what is being shown at the moment."""
        if self._status is not None:
            self._status.stop()
        if self._prose is not None:
            self._prose.end()
            self._prose = None

    def _stream(self, words: Words) -> None:
        if self._prose is None or self._section != words.section:
            self.end()
            console.print()
            if self._section != words.section:
                self._shown = ""
            self._prose, self._section = ProseStream(), words.section
        self._prose.feed(words.text)
        self._shown += words.text

    def _rewritten(self, event: Rewritten) -> None:
        if event.section not in PROSE_NAMES:
            return
        shown, self._shown = self._shown, event.text
        if event.text and shown.startswith(event.text):
            say(f"[without its broken end: {shown[len(event.text) :].strip()}]", "dim")
        elif event.text:
            heading("It now reads:")
            say(event.text)

    def _work(self, event: Asking | Flight | Progress) -> None:
        if self._status is None:
            return
        if isinstance(event, Asking):
            text = WRITING.get(event.sections[0], "asking for the rest")
            if self._prose is not None and event.sections[0] == self._section:
                return
        elif isinstance(event, Flight):
            step = "" if event.limit == "steps" else f"{event.step}{', ' if event.way else ''}"
            text = f"autopilot: step {step}{event.way} (Ctrl+C stops it)"
        else:
            total = f" of about {event.total:,}" if event.total else ""
            text = f"{event.what}: {event.done:,}{total} (Ctrl+C leaves the rest for later)"
        self.end()
        self._status.update(Text(text, no_wrap=True, overflow="ellipsis"))
        self._status.start()

    def _recalled(self, event: Recalled) -> None:
        if not event.hits:
            return
        heading("Recalled")
        for hit in event.hits:
            where = hit.position.heading or f"chapter {hit.position.chapter}"
            by_score = hit.origin is PassageOrigin.RECALLED
            how = f"{hit.score:.2f}" if by_score else hit.origin.value
            sentence = hit.sentence or hit.text[:SHOWN_OF_PINNED] + "…"
            say(f"{how}  step {hit.position.number}, {where}: {sentence}", "dim")

    def _committed(self, event: Committed) -> None:
        if event.plans:
            show_plans(event.plans)
            say()
        took = spent(event.usage, event.cost, event.seconds)
        say(f"Step {event.number} is saved. {took}".rstrip(), "dim")


def show_diff(change: MemoryDiff, trimmed: Sequence[str] = ()) -> None:
    """Print what a memory lost and gained."""
    heading(
        f"Memory: {counted(len(change.kept), 'sentence')} kept, {len(change.dropped)} dropped, "
        f"{len(change.added)} added"
    )
    for sentence in change.dropped:
        say(f"− {sentence}", "red")
    for sentence in change.added:
        say(f"+ {sentence}", "green")
    if trimmed:
        notice(f"{len(trimmed)} of them went only for space.")


def show_plans(plans: Sequence[str]) -> None:
    """Print the plans on offer."""
    heading("Plans for what comes next")
    for number, plan in enumerate(plans, start=1):
        say(f"{number}. {plan}")


def spent(usage: Usage, cost: float | None, seconds: float) -> str:
    """What requests took, in words; empty where none was made."""
    if not usage.prompt_tokens and not usage.completion_tokens:
        return ""
    price = "cost unknown" if cost is None else f"${cost:.4f}" if cost else "no charge"
    about = "about " if usage.estimated else ""
    return (
        f"{about}{usage.prompt_tokens:,} tokens in ({usage.cached_tokens:,} cached), "
        f"{usage.completion_tokens:,} out, {price}, {seconds:.0f} s."
    )
