"""The studio: the app that holds the engine, the themes and the keys, and shows the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from rgpt_tui.places import expanded
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, action_ids, bindings
from rgpt_tui.studio.desk import Desk
from rgpt_tui.studio.palette import StudioCommands
from rgpt_tui.studio.screens.writing import WritingScreen

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingType

    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.settings import Settings

ERROR_SECONDS = 12.0
"""How long a message that asks for something stays on the screen."""


class StudioApp(App[None]):
    """The studio."""

    TITLE = "rgpt"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar = {StudioCommands}
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.APP))

    def __init__(
        self, settings: Settings, client: EngineClient, *, story: Path | None = None
    ) -> None:
        """Make the studio.

        Args:
            settings: all of them.
            client: of the engine process, which was started already.
            story: folder of the story to open; None: the one that was left, or the shelf.
        """
        super().__init__()
        self.settings = settings
        self.client = client
        self._story = story

    # Opening and leaving

    async def on_mount(self) -> None:
        """Show the story, or the shelf."""
        if self._story is not None:
            await self.push_screen(WritingScreen(Desk(self._story, self.settings, self.client)))

    # What screens ask of it

    def tell(self, what: Exception | str) -> None:
        """Tell the writer something, as text; an error stays longer."""
        bad = isinstance(what, Exception)
        self.notify(
            printable(str(what)),
            markup=False,
            severity="error" if bad else "information",
            timeout=ERROR_SECONDS if bad else 5.0,
        )
