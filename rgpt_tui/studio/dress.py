"""What the studio has on: the keys and the theme of the settings, and themes as they are saved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.app import App

from rgpt_tui.places import config_folder
from rgpt_tui.settings import SETTINGS_FILE
from rgpt_tui.settings_reading import SettingsUnusable, read_keys
from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.actions import ACTIONS
from rgpt_tui.studio.keymap import read_keymap
from rgpt_tui.studio.themes import changed_since, load_themes

if TYPE_CHECKING:
    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.themes import Themes

SECONDS_BETWEEN_LOOKS: Final = 1.0
"""So often theme files are looked at, so that one that is being made is seen as it is saved."""


class Dress:
    """The theme and the keys of one studio."""

    def __init__(self, app: StudioApp) -> None:
        self._app = app
        self._themes = load_themes()

    def put_on(self) -> list[str]:
        """Put on the theme and the keys of the settings; what could not be, in sentences."""
        faults = list(self._themes.faults)
        theme, fault = self._themes.choose(self._app.settings.theme)
        self._register(self._themes)
        self._app.register_theme(theme)
        self._app.theme = theme.name
        faults += filter(None, [fault])
        try:
            keys = read_keymap(read_keys(), ACTIONS, f"in {config_folder() / SETTINGS_FILE}")
        except SettingsUnusable as error:
            return [*faults, str(error)]
        self._app.set_keymap(dict(keys.keys))
        return [*faults, *keys.faults]

    def follow_files(self) -> None:
        """Show a theme anew when its file is saved."""
        self._app.run_worker(self._follow(), group="themes")

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            await self.look_again()

    async def look_again(self) -> Themes:
        """Read the themes if a file of them has come or changed, and show the one that is on."""
        before = self._themes
        if not await asyncio.to_thread(changed_since, before):
            return before
        self._themes = await asyncio.to_thread(load_themes)
        worn = self._app.current_theme
        self._register(self._themes)
        if self._app.current_theme != worn:
            self._app.mutate_reactive(App.theme)
        for fault in self._themes.faults:
            if fault not in before.faults:
                self._app.tell(RgptError(fault))
        return self._themes

    def _register(self, themes: Themes) -> None:
        for theme in themes.themes:
            self._app.register_theme(theme)

    async def choose_theme(self) -> None:
        """Let the writer choose the colours; they are kept in the settings."""
        from rgpt_tui.settings_writing import write_setting
        from rgpt_tui.studio.screens.theme import ThemeSheet

        themes = await self.look_again()
        chosen = await self._app.push_screen_wait(
            ThemeSheet([theme.name for theme in themes.themes], self._app.theme)
        )
        if chosen is None or chosen == self._app.settings.theme:
            return
        self._app.settings = replace(self._app.settings, theme=chosen)
        try:
            await asyncio.to_thread(write_setting, "theme", chosen)
        except RgptError as error:
            self._app.tell(error)
