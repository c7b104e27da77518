"""Reading a reply in a test: in one piece or in many, with what must hold of every reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.writer.reply.reader import Closed, Reply, ReplyEvent, ReplyReader, Withdrawn, Words
from rgpt_tui.writer.sections import PLANS, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STEP = (Section.PARAGRAPH, Section.RATIONALE, Section.MEMORY, *PLANS)


def read(
    reply: str | Iterable[str],
    expected: Sequence[Section] = STEP,
    language: str = "en",
    *,
    cut: bool = False,
) -> Reply:
    """Read a reply, given whole or as chunks, and check that the events tell what it holds."""
    reader = ReplyReader(expected, language)
    events: list[ReplyEvent] = []
    for chunk in [reply] if isinstance(reply, str) else reply:
        events += reader.feed(chunk)
    result = reader.close(cut=cut)
    assert replay([*events, *result.events]) == result.sections
    for text in result.sections.values():
        assert text
        assert text == text.strip()
    assert result.remarks == result.remarks.strip()
    return result


def replay(events: Iterable[ReplyEvent]) -> dict[Section, str]:
    """What a listener makes of the events."""
    told: dict[Section, str] = {}
    closed: set[Section] = set()
    for event in events:
        if isinstance(event, Words):
            assert event.text
            assert event.section not in closed, "words after the section was closed"
            told[event.section] = told.get(event.section, "") + event.text
        elif isinstance(event, Withdrawn):
            del told[event.section]
            closed.discard(event.section)
        elif isinstance(event, Closed):
            assert event.section in told
            assert event.section not in closed
            closed.add(event.section)
    return told


def characters(reply: str) -> list[str]:
    """Cut a reply into its characters."""
    return list(reply)
