"""When a request that failed in passing is repeated, and how long to wait before."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rgpt_tui.models.errors import ModelError

FIRST_WAIT = 1.0
"""Seconds before the first repeat; each further one waits twice as long."""
LONGEST_WAIT = 60.0
"""Where a provider wants more seconds than this, nothing is repeated: the user is told when."""


def may_repeat(error: ModelError, attempt: int, most: int) -> bool:
    """Whether to ask again after an error.

    What has begun to come is never asked for again, since it would begin anew.

    Args:
        error: what went wrong.
        attempt: which repeat it would be, counted from 1.
        most: how many repeats there may be.
    """
    soon = (error.retry_after or 0.0) <= LONGEST_WAIT
    return error.passing and not error.partial and attempt <= most and soon


def seconds_before(attempt: int, retry_after: float | None) -> float:
    """How long to wait before a repeat: as the provider says, else longer each time.

    Some chance is added, so that several who were refused together do not come back together.
    """
    seconds = retry_after
    if seconds is None:
        seconds = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    return seconds + random.uniform(0, seconds / 4)  # noqa: S311
