"""What the next step will take, and all steps to the length that the writer is aiming at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Tokens, money and time, as far as they can be told ahead."""

    prompt_tokens: int
    """Of the next step, all its requests together."""
    reply_tokens: int
    """That the next step's replies are expected to have, all together."""
    cost: float | None
    """US dollars of the next step; 0 for a model on this machine, None where no price is known."""
    words_per_step: int
    steps_left: int | None
    """To the length that the writer is aiming at; None where there is none. 0: it is reached."""
    tokens_left: int | None
    cost_left: float | None
    seconds_per_step: float | None
    """None where this model has not written a step of this story yet."""
