"""Keys are taken one after the other: each is done with before the next one is looked at.

Textual hands a key to what has the focus when it comes. But what a key does is done later, when it
has gone up to the app and no box has wanted it; and the focus moves later still. Of keys that come
faster than that, as from a quick hand, a paste or a script, the second would land in the place that
the first one leaves: a letter meant for a box would re-roll a paragraph.

A sheet takes longer still: a worker opens it, which may have to read first, and then it is mounted.
Keys wait for it too.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.events import Key, Paste

from rgpt_tui.studio.pauses import SweepingApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.events import Event
    from textual.screen import Screen

ROUNDS: Final = 2
"""So often a key is followed up to the app: once for the key, once for a message that it led to."""
LOST: Final = 5.0
"""Seconds after which a key no longer waits in any case: what it waits for may be gone."""


class InOrderApp(SweepingApp):
    """An app that holds a key back until what the one before it leads to is there."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Key | Paste] = deque()
        self._awaited: set[object] = set()
        """The key that is not done with yet, workers that are about to open a screen, screens that
        are being mounted, and a box that still has to take in what was typed.
        """
        self._undrawn: set[object] = set()
        """Of these, the keys that are waited for only until the screen in front is drawn."""
        self._waits_since = 0.0
        self._typed = False
        """The last key was one that a box takes in."""
        self._screens = 0
        """So many are one above the other."""

    def wait_for_screens(self) -> None:
        """Let keys wait for each screen from now on, whoever pushes it."""
        self._screens = len(self.screen_stack)
        self.screen_change_signal.subscribe(self, self._screen_comes, immediate=True)

    @contextmanager
    def keys_wait(self) -> Iterator[None]:
        """Hold keys back until the task that this runs in has opened a screen, or is over."""
        task = asyncio.current_task()
        self._wait_for(task)
        try:
            yield
        finally:
            self._is_there(task)

    async def on_event(self, event: Event) -> None:
        """Hold a key back, if it has to wait."""
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._awaited and monotonic() - self._waits_since >= LOST:
            self._awaited.clear()
            self._undrawn.clear()
        self._held.append(event)
        await self._take_held()

    async def _take_held(self) -> None:
        """Take the keys that were held, up to the first one that may move the focus."""
        while self._held and not self._awaited:
            event = self._held[0]
            node = self.focused or self.screen
            follow = isinstance(event, Key) and not node.check_consume_key(
                event.key, event.character
            )
            if follow and self._typed and node.call_later(self._is_there, node):
                self._typed = False
                self._wait_for(node)
                return
            if follow:
                self._wait_for(event)
            self._held.popleft()
            self._typed = not follow
            await super().on_event(event)
            if follow:
                self._follow(event, [*node.ancestors_with_self] * ROUNDS)

    def _follow(self, event: Event, way: list[DOMNode]) -> None:
        """Go up behind a key: whoever is on the way has dealt with the key when this is called."""
        if not way:
            # The focus is set by the app, behind all that has come to it so far; and a pane that
            # comes into sight with it has no size before it is laid out.
            self._undrawn.add(event)
            self.call_after_refresh(self._is_there, event)
        elif not way[0].call_later(self._follow, event, way[1:]):
            self._follow(event, way[1:])

    def _screen_comes(self, screen: Screen[object]) -> None:
        before, self._screens = self._screens, len(self.screen_stack)
        # The one that was in front may be gone before it is drawn once more, and never say that
        # it was. The one that comes is waited for itself.
        self._awaited -= self._undrawn
        self._undrawn.clear()
        self._wait_for(screen)
        if self._screens > before:
            self._awaited.discard(asyncio.current_task())
        # Behind what mounts it, and gives something on it the focus.
        if not screen.call_later(self._is_there, screen):
            self._is_there(screen)

    def _wait_for(self, awaited: object) -> None:
        if not self._awaited:
            self._waits_since = monotonic()
        self._awaited.add(awaited)

    def _is_there(self, awaited: object) -> None:
        self._awaited.discard(awaited)
        self._undrawn.discard(awaited)
        if self._held and not self._awaited:
            self.call_later(self._take_held)
