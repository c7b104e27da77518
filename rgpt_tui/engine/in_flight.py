"""The request that is under way, for the record, in case that its reply never comes to an end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rgpt_tui.models.tokens import rough_tokens
from rgpt_tui.story.records import Usage

if TYPE_CHECKING:
    from rgpt_tui.story.records import Making
    from rgpt_tui.writer.events import Asking, Words


class RequestInFlight:
    """A request that was sent, and the words that have come so far."""

    def __init__(self, asking: Asking) -> None:
        self.came: dict[str, str] = {}
        """By section, as they came; the one that came last stands last."""
        self._asking = asking
        self._began = time.monotonic()

    def take(self, words: Words) -> None:
        """More has come."""
        self.came[words.section] = self.came.pop(words.section, "") + words.text

    def added_to(self, making: Making) -> Making:
        """A making with the request as it stands; unchanged where no word has come.

        Nobody has counted its tokens, so they are estimated.
        """
        if not any(text.strip() for text in self.came.values()):
            return making
        prompt, price = self._asking.prompt, self._asking.price
        wrote = sum(map(rough_tokens, self.came.values()))
        return making.plus(
            prompt.sent(
                ", ".join(self._asking.sections),
                "\n\n".join(text.strip() for text in self.came.values()),
            ),
            Usage(prompt_tokens=prompt.tokens, completion_tokens=wrote, estimated=True),
            price.of(prompt.tokens, wrote) if price is not None else None,
            time.monotonic() - self._began,
        )
