"""The command palette as it is shown."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.command import CommandPalette
from textual.worker import Worker, WorkerState

from rgpt_tui.studio.work import tell_failure


class Palette(CommandPalette):
    """Textual's palette, which ends nothing when a worker of it fails.

    One goes on gathering while the palette is being closed, and finds its list gone.
    """

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """As ever, but that a failure is told."""
        return super().run_worker(*args, **{**options, "exit_on_error": False})

    @on(Worker.StateChanged)
    def _tell(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and isinstance(event.worker.error, Exception):
            tell_failure(self, event.worker.error)
