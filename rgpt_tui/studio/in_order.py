"""Keys are taken one after the other: each is done with before the next one is looked at.

Textual hands a key to what has the focus when it comes. But what a key does is done later, when it
has gone up to the app and no box has wanted it; and the focus moves later still. Of keys that come
faster than that, as from a quick hand, a paste or a script, the second would land in the place that
the first one leaves: a letter meant for a box would re-roll a paragraph.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.events import Key, Paste

from rgpt_tui.studio.pauses import SweepingApp

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.events import Event

ROUNDS: Final = 2
"""So often a key is followed up to the app: once for the key, once for a message that it led to."""
LOST: Final = 2.0
"""Seconds after which a key is taken to be done with in any case: what it went to may be gone."""


class InOrderApp(SweepingApp):
    """An app that holds a key back until the one before it is done with."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Key | Paste] = deque()
        self._followed_since: float | None = None
        """When the key came that is not done with yet."""
        self._typed = False
        """The box may still have to take in what was typed last."""

    async def on_event(self, event: Event) -> None:
        """Hold a key back, or follow it."""
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._held.append(event)
        if self._followed_since is None or monotonic() - self._followed_since >= LOST:
            await self._take_held()

    async def _take_held(self) -> None:
        """Take the keys that were held, up to the first one that may move the focus."""
        self._followed_since = None
        while self._held and self._followed_since is None:
            event = self._held[0]
            node = self.focused or self.screen
            follow = isinstance(event, Key) and not node.check_consume_key(
                event.key, event.character
            )
            if follow:
                self._followed_since = monotonic()
                if self._typed and node.call_later(self._take_held):
                    self._typed = False
                    return
            self._held.popleft()
            self._typed = not follow
            await super().on_event(event)
            if follow:
                self._follow([*node.ancestors_with_self] * ROUNDS)

    def _follow(self, way: list[DOMNode]) -> None:
        """Go up behind a key: whoever is on the way has dealt with the key when this is called."""
        if not way:
            # The focus is set by the app, behind all that has come to it so far.
            self.call_later(self._take_held)
        elif not way[0].call_later(self._follow, way[1:]):
            self._follow(way[1:])
