"""A theme that is being made is on the screen as it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.color import Color

from rgpt_tui.places import config_folder
from tests.studio.waiting import wait_for

if TYPE_CHECKING:
    import pytest

MINE = 'background = "#102030"\nforeground = "#e0e0e0"\nprimary = "#3399cc"\n'


async def test_a_theme_is_shown_anew_as_its_file_is_saved_and_stays_while_it_is_broken(
    open_studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rgpt_tui.studio.dress.SECONDS_BETWEEN_LOOKS", 0.05)
    file = config_folder() / "themes" / "mine.toml"
    file.parent.mkdir(parents=True)
    (config_folder() / "settings.toml").touch()
    file.write_text(MINE)
    async with open_studio(theme="mine") as pilot:
        app = pilot.app

        def shows(color: str) -> bool:
            # A theme's colours are rounded on their way to the screen.
            pairs = zip(app.screen.styles.background.rgb, Color.parse(color).rgb, strict=True)
            return all(abs(one - other) < 3 for one, other in pairs)

        await wait_for(pilot, lambda: shows("#102030"), "the theme")
        file.write_text(MINE.replace("#102030", "#203010"))
        await wait_for(pilot, lambda: shows("#203010"), "the saved theme")

        file.write_text("background = ")
        await wait_for(pilot, lambda: len(app._notifications) == 1, "what is wrong with the file")
        (told,) = app._notifications
        assert str(file) in told.message
        assert shows("#203010")

        file.write_text(MINE)
        await wait_for(pilot, lambda: shows("#102030"), "the mended theme")
        assert len(app._notifications) == 1
