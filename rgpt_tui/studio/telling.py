"""Messages that go by: each stays for a while, and none is told twice at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from textual.app import App

ERROR_SECONDS: Final = 12.0
"""How long a message that asks for something stays on the screen, or one that is withdrawn."""
SECONDS: Final = 5.0
"""How long another one does."""
ON_SECONDS: Final = 86_400.0
"""How long one does that is withdrawn once it is no longer true."""


class Teller:
    """Tells the writer what happened."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._readable: dict[str, float] = {}
        """The messages on the screen, and until when each of them stays."""
        self._of_work: set[str] = set()
        """Those of them that the next thing done with the story makes untrue."""

    def tell(self, what: Exception | str, then: str = "", *, of_work: bool = False) -> None:
        """Tell something, as text; an error, or what is withdrawn when it is over, stays longer.

        What can still be read is not told a second time: one cause may be met in several places.

        Args:
            what: happened.
            then: which key goes on from there.
            of_work: it is told of what was written last, and withdrawn with it.
        """
        from rgpt_tui.studio.going_on import told

        bad, now = isinstance(what, Exception), time.monotonic()
        text = told(self._app, what, then)
        self._readable = {text: until for text, until in self._readable.items() if until > now}
        if text in self._readable:
            return
        seconds = ERROR_SECONDS if bad or of_work else SECONDS
        self._readable[text] = now + seconds
        if of_work:
            self._of_work.add(text)
        self._app.notify(
            text, markup=False, severity="error" if bad else "information", timeout=seconds
        )

    def tell_on(self, text: str) -> None:
        """Tell what holds until it is withdrawn."""
        self._readable[text] = time.monotonic() + ON_SECONDS
        self._app.notify(text, markup=False, severity="warning", timeout=ON_SECONDS)

    def withdraw_work(self) -> None:
        """Take away what was told of the work before: the story has gone on since."""
        gone, self._of_work = self._of_work, set()
        self.withdraw(*gone)

    def withdraw(self, *gone: str) -> None:
        """Take away what is no longer so."""
        for text in gone:
            self._readable.pop(text, None)
        for notification in tuple(self._app._notifications):
            if notification.message in gone:
                self._app._unnotify(notification)
