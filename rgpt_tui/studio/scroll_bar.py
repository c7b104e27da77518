"""Scroll bars that are painted without Rich, and only where they look other than before.

Textual's own is a Rich renderable, which Rich's console takes apart again into lines: 2 to 6 ms
for each bar, and a bar is painted with every line that a stream adds to the page, though the
thumb of a long book does not move by an eighth of a cell.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.style import Style as TextualStyle
    from textual.visual import RenderOptions


class QuickScrollBar(ScrollBarRender):
    """What `ScrollBar` makes for each painting; it looks as Textual's does."""

    def visualize(self) -> Visual:
        """What Textual paints."""
        return _Bar(self)


class _Bar(Visual):
    def __init__(self, bar: QuickScrollBar) -> None:
        self._bar = bar

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._bar.thickness if self._bar.vertical else container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._bar.thickness

    def render_strips(
        self, width: int, height: int | None, style: TextualStyle, options: RenderOptions
    ) -> list[Strip]:
        bar, colours = self._bar, self._bar.style
        colours = colours if isinstance(colours, Style) else Style.parse(colours)
        height = 1 if height is None else height
        segments = bar.render_bar(
            size=height if bar.vertical else width,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=width,
            vertical=bar.vertical,
            back_color=colours.bgcolor or Color.default(),
            bar_color=colours.color or Color.default(),
        ).segments
        lines = list(Segment.apply_style(segments, style.rich_style))
        if bar.vertical:
            return [Strip([segment], width) for segment in lines]
        return [Strip(lines[:width], width)] * height


def use_quick_scroll_bars() -> None:
    """Let every scroll bar that is painted from now on be a quick one."""
    ScrollBar.renderer = QuickScrollBar


def move_bar(bar: ScrollBar, *, total: int, window: int, top: float) -> None:
    """Let a vertical bar say where its view is, and paint it if its thumb is elsewhere now.

    Args:
        bar: of a view.
        total: lines that there are.
        window: lines that are in view.
        top: the first of them.
    """
    before = _thumb(bar)
    bar.set_reactive(ScrollBar.window_virtual_size, total)
    bar.set_reactive(ScrollBar.window_size, window)
    bar.set_reactive(ScrollBar.position, bar.validate_position(top))
    if _thumb(bar) != before:
        bar.refresh()


def _thumb(bar: ScrollBar) -> tuple[int, int]:
    """Beginning and length of a bar's thumb, in eighths of a cell: as finely as it is drawn."""
    total, window, height = bar.window_virtual_size, bar.window_size, bar.size.height
    if not height or window >= total:
        return 0, 0
    length = max(1.0, window * height / total)
    return int((height - length) * bar.position / (total - window) * 8), ceil(length * 8)
