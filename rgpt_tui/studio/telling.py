"""Messages that go by: each stays for a while, and none is told twice at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from textual.app import App

ERROR_SECONDS: Final = 12.0
"""How long a message that asks for something stays on the screen."""
SECONDS: Final = 5.0
"""How long another one does."""


class Teller:
    """Tells the writer what happened."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._readable: dict[str, float] = {}
        """The messages on the screen, and until when each of them stays."""

    def tell(self, what: Exception | str, then: str = "") -> None:
        """Tell something, as text; an error stays longer.

        What can still be read is not told a second time: one cause may be met in several places.

        Args:
            what: happened.
            then: which key goes on from there.
        """
        from rgpt_tui.studio.going_on import told

        bad, now = isinstance(what, Exception), time.monotonic()
        text = told(self._app, what, then)
        self._readable = {text: until for text, until in self._readable.items() if until > now}
        if text in self._readable:
            return
        seconds = ERROR_SECONDS if bad else SECONDS
        self._readable[text] = now + seconds
        self._app.notify(
            text, markup=False, severity="error" if bad else "information", timeout=seconds
        )
