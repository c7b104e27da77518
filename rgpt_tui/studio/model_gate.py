"""Seeing that there is a model before the first request, and telling what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.model_rows import NONE

if TYPE_CHECKING:
    from textual.screen import Screen

    from rgpt_tui.engine.errands import ModelsFound
    from rgpt_tui.settings import Settings
    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.model_rows import Row


class ModelGate:
    """Opens once there is a model to ask; a paid one is told once."""

    def __init__(self, app: StudioApp) -> None:
        self._app = app
        self._passed: Settings | None = None
        """The settings by which a model was found ready."""
        self._told: set[str] = set()

    async def pass_through(self) -> bool:
        """Whether there is a model to ask. If there is none, the writer is asked to choose one.

        Call it in a worker.

        Raises:
            RgptError: it could not be found out.
        """
        settings = self._app.settings
        if self._passed == settings:
            return True
        found = await self._app.client.find_models(settings)
        if found.used and not found.needs_fetching:
            self.agree(found)
            return True
        from rgpt_tui.studio.screens.models import ModelScreen

        screen: Screen[bool] = ModelScreen(found)
        return await self._app.push_screen_wait(screen)

    def agree(self, found: ModelsFound) -> None:
        """The writer has a model; from now on nobody is asked while the settings stay."""
        self._passed = self._app.settings
        if found.paid and found.used not in self._told:
            self._told.add(found.used)
            palette = keys_of_action(self._app, "app.command_palette")
            self._app.tell(
                f"{found.used} will be asked, {found.why}. Its provider charges for that. "
                f"“Choose the model” ({palette}) has others."
            )

    def chosen(self, row: Row) -> None:
        """The writer has chosen a model, with what it costs before their eyes."""
        self._told.add(row.model)
        self._passed = None if row.model == NONE else self._app.settings
