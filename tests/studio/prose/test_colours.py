from __future__ import annotations

from pathlib import Path

import rgpt_tui.studio.prose
from rgpt_tui.studio.colours import NAMES
from tests.studio.prose.conftest import Reader, settled


class Themed(Reader):
    CSS_PATH = Path(rgpt_tui.studio.prose.__file__).with_name("prose.tcss")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict.fromkeys(NAMES, "#123456") | {"prose": "#abcdef"}


async def test_prose_has_the_colours_of_the_themes_of_rgpt() -> None:
    app = Themed(["one"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        colours = {
            segment.text: segment.style.color.name
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color
        }
        assert colours["one"] == "#abcdef"
        assert colours["Chapter 1"] == "#123456"
