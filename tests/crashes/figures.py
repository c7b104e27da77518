"""What came of killing something again and again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Figures:
    """What came of one scenario."""

    name: str
    kills: int = 0
    at_touches: int = 0
    """How many of them came at a touch of the disk, and not at a random time."""
    survived: int = 0
    """Runs that were over before the kill came; they are looked at as well."""
    opened: int = 0
    """Kills after which every story opened and was found whole."""
    announced: int = 0
    """Steps and revisions that were announced as saved."""
    lost: int = 0
    """Those of them that were not there, word for word."""
    in_flight: int = 0
    """Kills by which something was due to be kept that was not saved: a reply in flight that had
    been streaming for two seconds, or a text that had been typed as long ago."""
    offered: int = 0
    """Those of them after which it was offered again."""
    most_lost: float = 0.0
    """Seconds of streaming that such a kill took, at most."""
    most_lost_characters: int = 0
    """Characters that had been on the screen and were not offered again, at most."""
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)
    """All that was not as it should be, in words."""
