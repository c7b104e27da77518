"""That the engine does not answer or is gone, told on whatever screen the writer is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.engine.status import EngineStatus
    from rgpt_tui.studio.app import StudioApp


class EngineTold:
    """Tells how the engine is where that asks for something."""

    def __init__(self, app: StudioApp) -> None:
        self._app = app
        self._silence = ""
        """What is told for as long as it lasts."""

    def follow(self) -> Callable[[], None]:
        """Tell from now on.

        Returns:
            What ends that.
        """
        return self._app.client.watch(self._changed)

    def _changed(self, status: EngineStatus) -> None:
        if not self._app.is_running:
            return
        self._app.teller.withdraw(self._silence)
        self._silence = ""
        if status.state == "silent":
            self._tell_silence(status.sentence)
        # That it is started again is told in the status line, and by what was being written.
        elif status.state == "gone":
            self._app.tell(RgptError(status.sentence))

    def _tell_silence(self, sentence: str) -> None:
        from rgpt_tui.studio.going_on import key_of_restart
        from rgpt_tui.studio.screens.work import AUTOPILOT

        screen = self._app.going.open_screen
        if screen is not None and screen.running.what == AUTOPILOT:
            # Nobody may be there who would press the key.
            self._app.tell(f"{sentence} It is restarted, and the autopilot goes on.")
            self._app.action_restart_engine()
        else:
            # A form or a list may wait for it, and has no status line that says so.
            self._silence = f"{sentence} {key_of_restart(self._app)}".rstrip()
            self._app.teller.tell_on(self._silence)
