"""Scroll bars look as Textual's do, and are painted only when they look other than before."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from rich.style import Style
from textual.app import App, ComposeResult
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.style import Style as TextualStyle
from textual.visual import RichVisual, Visual

from rgpt_tui.studio.scroll_bar import QuickScrollBar, move_bar

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.strip import Strip

COLOURS = Style.parse("#aa3311 on #102030")
GROUND = TextualStyle.parse("on #405060")


class OneBar(App[None]):
    """A bar of twenty lines, that counts how often it is painted."""

    CSS = "ScrollBar { dock: right; height: 20; width: 1; }"
    painted = 0

    def compose(self) -> ComposeResult:
        app = self

        class Counted(ScrollBar):
            def refresh(self, *args, **options):
                app.painted += 1
                return super().refresh(*args, **options)

        yield Counted()


def _looks(strips: list[Strip]) -> list[list[Segment]]:
    return [list(strip.simplify()) for strip in strips]


async def test_a_bar_looks_as_textuals_does_wherever_its_thumb_is():
    async with OneBar().run_test() as pilot:
        bar = pilot.app.query_one(ScrollBar)

        def lines(visual: Visual, width: int, height: int) -> list[list[Segment]]:
            return _looks(Visual.to_strips(bar, visual, width, height, GROUND))

        for total, top, vertical in product((0, 10, 21, 700, 90_000), (0, 0.5, 1, 1.0), (True, 0)):
            of_it = {
                "virtual_size": total,
                "window_size": 20 if total > 20 else 0,
                "position": top * max(0, total - 20),
                "vertical": bool(vertical),
                "style": COLOURS,
            }
            width, height = (1, 20) if vertical else (20, 1)
            textuals = RichVisual(bar, ScrollBarRender(**of_it))
            quick = QuickScrollBar(**of_it).visualize()
            assert lines(quick, width, height) == lines(textuals, width, height)


async def test_a_bar_whose_thumb_stays_where_it_is_is_not_painted():
    async with OneBar().run_test() as pilot:
        bar = pilot.app.query_one(ScrollBar)
        move_bar(bar, total=70_000, window=20, top=69_980)
        await pilot.pause()
        before = pilot.app.painted
        move_bar(bar, total=70_001, window=20, top=69_981)
        assert pilot.app.painted == before
        assert (bar.window_virtual_size, bar.position) == (70_001, 69_981)
        move_bar(bar, total=70_001, window=20, top=100)
        assert pilot.app.painted == before + 1
