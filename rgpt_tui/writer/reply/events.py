"""What a reader tells while a reply comes, and what it hands over at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.writer.sections import Section


@dataclass(frozen=True, slots=True)
class Words:
    """More words of a section. The words of a section, joined, are its text."""

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A section is complete: its label, its text, and the beginning of what comes after it."""

    section: Section


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The words of a section told so far are not its text; what follows begins it anew.

    Rare: a memory or plan that comes a second time, prose without a label that turns out to be
    a preamble, and thinking that shows itself as such only by its closing tag.
    """

    section: Section


ReplyEvent = Words | Closed | Withdrawn


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that has been read to its end."""

    sections: dict[Section, str] = field(default_factory=dict)
    """The text of each section that came, in the order in which they came; none is empty."""
    unfinished: Section | None = None
    """The section that was open when the reply was cut; its text, if any, is not whole."""
    remarks: str = ""
    """What the model said outside of the sections: preamble, closing remarks, repetitions."""
    events: tuple[ReplyEvent, ...] = ()
    """The last events, of what could be told only when the end was known."""
