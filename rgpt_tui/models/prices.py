"""What a model's tokens cost: by the settings, by where it runs, or by litellm's list."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from rgpt_tui.models.price_map import facts_of
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from rgpt_tui.models.profile import ModelProfile

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What tokens cost."""

    prompt: float
    """US dollars of one token that the model reads."""
    reply: float
    """US dollars of one token that it writes."""

    def of(self, prompt_tokens: int, reply_tokens: int) -> float:
        """US dollars of so many."""
        return prompt_tokens * self.prompt + reply_tokens * self.reply


FREE: Final = Price(prompt=0.0, reply=0.0)


class PriceUnusable(RgptError):
    """A price that is named by half."""


def price_named(prompt: float, reply: float) -> Price | None:
    """The price that a user names, in US dollars of a million tokens; None if none is.

    Raises:
        PriceUnusable: only one of the two is named, or one is no number.
    """
    if (prompt >= 0) != (reply >= 0) or not (isfinite(prompt) and isfinite(reply)):
        raise PriceUnusable(
            "Of the settings `prompt_price` and `reply_price` only one is a price. Nothing was "
            "sent. Set both, in US dollars for a million tokens, or none."
        )
    if prompt >= 0:
        return Price(prompt=prompt / MILLION, reply=reply / MILLION)
    return None


def price_of(profile: ModelProfile) -> Price | None:
    """The price of a model's tokens where none is served from a cache; None if it is not known.

    Any server on the user's machine or network that is not known to run the model itself may be a
    proxy, which passes requests on to somebody who charges for them: its price is not known, and
    that of a model of the same name elsewhere need not be the same.
    """
    if profile.price is not None:
        return profile.price
    if profile.is_local:
        return FREE if profile.runs_models else None
    facts = facts_of(profile.name)
    if facts is None or facts.prompt_price is None or facts.reply_price is None:
        return None
    return Price(prompt=facts.prompt_price, reply=facts.reply_price)
