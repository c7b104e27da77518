"""Running a session's events to their end, and picking from them."""

from __future__ import annotations


async def collect(events):
    """All events, to the last one."""
    return [event async for event in events]


def only(events, kind):
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]
