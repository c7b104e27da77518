"""A text box paints only what changed, and shows the same as if it had painted all."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.widgets import TextArea

from rgpt_tui import studio
from rgpt_tui.studio.panes.typed_box import TypedBox
from rgpt_tui.studio.text_box import TextBox

if TYPE_CHECKING:
    import pytest

TEXT = (
    "Agnes counted the brass key twice before dawn (or so she said), and would not speak of it. "
    "The tide had turned by then, and there was nobody left on the flats.\n"
    "\n"
    "灯台の灯りが消えた。誰もそれを見なかった。\tThe ferryman did.\n"
    "“No,” said Mara.\n"
) * 3
KEYS = "ab (é) 。\t\n"


class OneBox(App[None]):
    """A box, narrow enough for its text to wrap and too low for all of it."""

    CSS = "TypedBox { width: 32; height: 12; &.-other { background: darkred; } }"

    def compose(self) -> ComposeResult:
        yield TypedBox(id="box")


def _shown(app: App[None]) -> list[list[tuple[str, str]]]:
    return [
        [(each.text, str(each.style)) for each in strip.simplify()]
        for strip in app.screen._compositor.render_strips()
    ]


def _change(box: TypedBox, dice: random.Random) -> None:
    line = dice.randrange(box.document.line_count)
    place = (line, dice.randrange(len(box.document.get_line(line)) + 1))
    match dice.randrange(8):
        case 0:
            box.move_cursor(place)
        case 1:
            box.move_cursor(place, select=True)
        case 2:
            box.action_delete_left()
        case 3:
            box.action_undo()
        case 4:
            box.action_delete_word_left()
        case _:
            box.insert(dice.choice(KEYS))


async def test_what_is_left_unpainted_looks_as_if_it_were_painted() -> None:
    app, dice = OneBox(), random.Random(7)
    async with app.run_test(size=(40, 16)) as pilot:
        box = app.query_one(TypedBox)
        box.cursor_blink = False
        box.load(TEXT)
        box.focus()
        for number in range(40):
            _change(box, dice)
            await pilot.pause()
            shown = _shown(app)
            box._painted.clear()
            box._line_cache.clear()
            box.refresh()
            await pilot.pause()
            assert shown == _shown(app), f"change {number}"


async def test_another_theme_and_another_focus_are_seen_at_once() -> None:
    app = OneBox()
    async with app.run_test(size=(40, 16)) as pilot:
        box = app.query_one(TypedBox)
        box.cursor_blink = False
        box.load(TEXT)
        looks = []
        for theme in ("textual-dark", "textual-light", "textual-dark"):
            app.theme = theme
            for focus in (box, None):
                app.screen.set_focus(focus)
                await pilot.pause()
                await pilot.pause()
                looks.append(_shown(app))
        assert looks[:2] == looks[4:]
        assert len({str(each) for each in looks}) == 4
        box.add_class("-other")
        await pilot.pause()
        await pilot.pause()
        shown = _shown(app)
        box._theme.apply_css(box)
        box._painted.clear()
        box._line_cache.clear()
        box.refresh()
        await pilot.pause()
        assert shown == _shown(app)


async def test_a_key_and_a_move_paint_the_rows_they_change_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = OneBox()
    async with app.run_test(size=(40, 16)) as pilot:
        box = app.query_one(TypedBox)
        box.cursor_blink = False
        box.load(TEXT)
        box.focus()
        await pilot.pause()
        box.insert("a")
        await pilot.pause()
        asked = _watched(TypedBox, monkeypatch)
        box.insert("b")
        await pilot.pause()
        assert set(asked) == {0}
        box.action_cursor_down()
        await pilot.pause()
        painted = _watched(TextArea, monkeypatch)
        box.action_cursor_down()
        await pilot.pause()
        assert set(painted) <= {1, 2}, "the row that it leaves and the one that it comes to"


def _watched(kind: type[TextArea], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that are painted from now on."""
    rows: list[int] = []
    paint = kind.render_line

    def watched(box: TextArea, y: int) -> object:
        rows.append(y)
        return paint(box, y)

    monkeypatch.setattr(kind, "render_line", watched)
    return rows


async def test_the_key_that_goes_on_with_a_reply_deletes_nothing_where_there_is_none() -> None:
    app = OneBox()
    async with app.run_test(size=(40, 16)) as pilot:
        box = app.query_one(TypedBox)
        box.load("Hello.")
        box.focus()
        await pilot.press("ctrl+d")
        assert box.text == "Hello."
        await pilot.press("delete")
        assert box.text == "ello."


async def test_two_keys_go_to_the_ends_of_a_text_that_wraps() -> None:
    await _goes_to_the_ends(TypedBox)


async def test_and_so_they_do_in_every_other_box() -> None:
    await _goes_to_the_ends(TextBox)
    for kind in TextArea.__subclasses__():
        assert kind is TextBox or not kind.__module__.startswith("rgpt_tui."), kind
    for file in Path(studio.__path__[0]).rglob("*.py"):
        assert not re.search(r"\bTextArea\(.*id=", file.read_text(encoding="utf-8")), file


async def _goes_to_the_ends(kind: type[TextBox]) -> None:
    class OneText(App[None]):
        def compose(self) -> ComposeResult:
            yield kind(id="box")

    async with OneText().run_test(size=(32, 12)) as pilot:
        box = pilot.app.query_one(kind)
        box.load_text(TEXT.strip())
        text = box.text
        box.focus()
        await pilot.press("ctrl+end", "!")
        assert box.text == text + "!"
        await pilot.press("ctrl+home", "?")
        assert box.text == "?" + text + "!"
