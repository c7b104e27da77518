from __future__ import annotations

from rgpt_tui.studio.prose import ProseView
from tests.studio.prose.conftest import SENTENCE, Reader, settled, story


async def drag(pilot, first: tuple[int, int], last: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    await pilot.mouse_down(ProseView, offset=first)
    await pilot.hover(ProseView, offset=last)
    await pilot.mouse_up(ProseView, offset=last)
    await pilot.pause()


async def test_dragging_over_words_selects_them() -> None:
    app = Reader(["One two three.", "Four five six."])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await drag(pilot, (10, 2), (12, 2))
        assert app.screen.get_selected_text() == "two"
        await drag(pilot, (10, 2), (9, 4))
        assert app.screen.get_selected_text() == "two three.\n\nFour"
        assert app.view.current is None


async def test_a_selection_from_margin_to_margin_has_whole_lines_without_their_wrapping() -> None:
    app = Reader([SENTENCE * 3])
    async with app.run_test(size=(60, 24)) as pilot:
        await settled(pilot)
        await drag(pilot, (0, 2), (58, 4))
        text = app.screen.get_selected_text()
        assert text
        assert (SENTENCE * 3).startswith(text)
        assert "\n" not in text
        assert text.split()[-1] in app.words[4]


async def test_a_selection_stays_on_its_words_when_the_page_changes(book: list[str]) -> None:
    app = Reader(book, answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.go_to("s5010")
        app.answer([f"s{n}" for n in range(5009, 5014)])
        await pilot.pause()
        row = next(y for y, words in enumerate(app.words) if words.startswith("Step 5011."))
        await drag(pilot, (6, row), (15, row))
        assert app.screen.get_selected_text() == "Step 5011."
        app.answer([f"s{n}" for n in range(4990, 5030)])
        await pilot.press("pagedown")
        await pilot.pause()
        assert app.screen.get_selected_text() == "Step 5011."


async def test_wide_words_are_selected_whole() -> None:
    app = Reader(["他慢慢地走进房间。"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await drag(pilot, (8, 2), (12, 2))
        assert app.screen.get_selected_text() == "慢慢地"


async def test_another_width_lets_go_of_the_selection() -> None:
    app = Reader(story(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await drag(pilot, (8, 2), (12, 2))
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert not app.screen.get_selected_text()


async def test_steps_that_come_before_let_go_of_the_selection_and_ones_after_do_not() -> None:
    app = Reader(story(9))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await drag(pilot, (8, 2), (12, 2))
        selected = app.screen.get_selected_text()
        app.texts["s9"] = "After."
        app.view.show_outline(app.entries())
        assert app.screen.get_selected_text() == selected
        app.view.show_outline(app.entries()[1:])
        assert not app.screen.get_selected_text()
