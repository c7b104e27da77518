"""What one check of a check-up came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check came to."""

    subject: str
    good: bool
    text: str
    """What was found and, where it is not good, how to mend it."""
