"""What a process had announced when it died, and whether that is so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.story.drafts import Draft
    from tests.crashes.findings import Stories
    from tests.crashes.nursery import Run

KEPT_EVERY = 1.0
"""Seconds after which the words of a reply in flight are kept (`engine.draft_keeping`)."""
SLACK = 1.0
"""Seconds that a machine with other work may need on top, for the words and for the disk."""
PROSE = ("paragraph", "opening_1", "opening_2", "opening_3")


@dataclass(slots=True, kw_only=True)
class InFlight:
    """The prose of the reply that was streaming."""

    words: list[tuple[float, str, str]] = field(default_factory=list)
    """When they were printed, the section, and the words."""
    rewritten: bool = False
    """The cell has taken some of it back."""
    died: float = 0.0

    @property
    def must_be_kept(self) -> bool:
        """Whether it had been streaming for so long that a part of it is on the disk."""
        return bool(self.words) and self.died - self.words[0][0] > KEPT_EVERY + SLACK

    def fault_of(self, sections: dict[str, str]) -> str | None:
        """What a draft lacks of it."""
        first = self.words[0][1]
        came = "".join(text for _, section, text in self.words if section == first)
        kept = sections.get(first, "")
        if self.rewritten:
            return None
        if not came.startswith(kept[:200].strip()) or not kept.strip():
            return f"the draft has other words than were streaming: {kept[:60]!r}"
        due = "".join(
            text
            for at, section, text in self.words
            if section == first and at < self.died - KEPT_EVERY - SLACK
        )
        return (
            None
            if len(kept) >= len(due.rstrip())
            else (f"the draft has {len(kept)} characters of the {len(due)} that were due")
        )

    def seconds_lost(self, sections: dict[str, str]) -> float:
        """How many seconds of streaming before the end are not in a draft."""
        kept = sum(len(sections.get(name, "")) for name in {name for _, name, _ in self.words})
        for at, _, text in self.words:
            kept -= len(text)
            if kept < 0:
                return self.died - at
        return 0.0


def in_flight(run: Run) -> InFlight:
    """What was streaming at the end of a run."""
    flight = InFlight(died=run.seconds)
    for line in run.lines:
        event = line.event
        if event.get("event") in ("step", "asking_for_plan"):
            flight = InFlight(died=run.seconds)
        elif event.get("event") == "rewritten":
            flight.rewritten = True
        elif event.get("event") == "words" and event["section"] in PROSE:
            flight.words.append((line.at, event["section"], event["text"]))
    return flight


def announced(run: Run) -> int:
    """How many steps and revisions of steps were announced as saved."""
    return len(run.named("step", "revised"))


def broken_promises(run: Run, after: Stories) -> list[str]:
    """Steps and revisions that were announced and are not there, word for word."""
    texts, faults = after.texts, []
    for event in run.named("step"):
        text = texts.get((event["id"], 1))
        there = text and (text.heading, text.paragraph, text.rationale, text.memory, text.plans)
        said = tuple(event[name] for name in ("heading", "paragraph", "rationale", "memory"))
        if there != (*said, tuple(event["plans"])):
            faults.append(f"step {event['number']} was announced and is not in the book")
    for event in run.named("revised"):
        text = texts.get((event["id"], event["revision"]))
        if not text or (text.memory, text.plans) != (event["memory"], tuple(event["plans"])):
            faults.append(f"revision {event['revision']} was announced and is not in the book")
    faults += [
        f"story {event['name']} was announced and is not on the shelf"
        for event in run.named("story", "renamed")
        if event["name"] not in after.books
    ]
    return faults


def kept_of(flight: InFlight, drafts: dict[str, Draft]) -> Draft | None:
    """The draft that has the words that were streaming, if there is one."""
    if not flight.words:
        return None
    first = flight.words[0][1]
    came = "".join(text for _, section, text in flight.words if section == first)
    for draft in drafts.values():
        words = draft.sections.get(first, "").strip()
        if words and came.startswith(words[:60]):
            return draft
    return None
