"""Rows that look as before are not painted anew, and others are."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.theme import Theme

from rgpt_tui.studio.panes.rows import Row, Rows


class OneList(App[None]):
    """A list alone."""

    def compose(self) -> ComposeResult:
        yield Rows(id="rows")


def _row(words: str) -> Row:
    return Row(sign=Content.styled("● ", "$accent"), body=Content(words))


async def test_a_theme_that_differs_in_one_colour_only_is_seen_in_the_rows():
    async with OneList().run_test(size=(40, 10)) as pilot:
        for name, accent in (("one", "#ff0000"), ("other", "#00ff00")):
            pilot.app.register_theme(
                Theme(name, primary="#808080", accent=accent, background="#101010")
            )
        pilot.app.theme = "one"
        rows = pilot.app.query_one(Rows)
        rows.fill([_row("She went.")])
        for name, red_first in (("one", True), ("other", False)):
            pilot.app.theme = name
            await pilot.pause()
            (sign,) = [each for each in rows.render_line(0) if "●" in each.text]
            assert sign.style
            assert sign.style.color
            red, green, _ = sign.style.color.get_truecolor()
            assert (red > green) == red_first


async def test_words_that_stream_into_one_row_leave_the_others_as_they_were_painted():
    async with OneList().run_test(size=(40, 10)) as pilot:
        rows = pilot.app.query_one(Rows)
        rows.fill([_row("She went."), _row("He")])
        await pilot.pause()
        kept = rows.options[0].prompt
        before = kept.painted.copy()
        rows.fill([_row("She went."), _row("He stayed.")])
        await pilot.pause()
        assert rows.options[0].prompt is kept
        assert before
        assert all(kept.painted[look] is strips for look, strips in before.items())
        assert "He stayed." in "".join(rows.render_line(y).text for y in range(10))


async def test_what_rows_looked_like_in_other_widths_is_forgotten():
    async with OneList().run_test(size=(40, 10)) as pilot:
        rows = pilot.app.query_one(Rows)
        rows.fill([_row("She went.")])
        for width in range(41, 51):
            await pilot.resize_terminal(width, 10)
            await pilot.pause()
        assert "She went." in rows.render_line(0).text
        assert {width for width, _ in rows.options[0].prompt.painted} == {50}
