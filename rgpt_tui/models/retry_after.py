"""When a provider wants to be asked again."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds that the headers of a response ask to wait; None if they ask nothing.

    Args:
        headers: of the response; names in any case. ``Retry-After`` holds seconds or a date
            (RFC 9110, 10.2.3), ``Retry-After-Ms`` milliseconds.
        now: the time, as `time.time` gives it.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        if "retry-after-ms" in given:
            seconds = float(given["retry-after-ms"]) / 1000
        elif "retry-after" in given:
            seconds = _seconds(given["retry-after"], time.time() if now is None else now)
        else:
            return None
    except ValueError:
        return None
    # Not a number fails every comparison, so it is told from a number by this.
    return seconds if seconds >= 0 else None


def _seconds(value: str, now: float) -> float:
    try:
        return float(value)
    except ValueError:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)


def in_words(seconds: float) -> str:
    """A wait as people say it: ``40 seconds``, ``7 minutes``, ``3 hours``."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length * 1.5:
            return f"{round(seconds / length)} {unit}s"
    whole = max(1, round(seconds))
    return f"{whole} second" + ("s" if whole > 1 else "")
