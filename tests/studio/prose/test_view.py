from __future__ import annotations

from textual.widget import Widget

from rgpt_tui.studio.prose import Entry, ProseView, StepText
from tests.studio.prose.conftest import SENTENCE, Reader, asked, settled, story, wait_for


async def test_a_book_of_10000_steps_wants_a_screenful_of_texts(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.words[0] == "Chapter 1"
        assert app.words[2].startswith("Step 0. The rain")
        assert 5 < len({id_ for ids in app.wanted for id_ in ids}) < 40


async def test_opening_lays_out_no_more_in_a_book_of_10000_steps_than_in_one_of_100() -> None:
    laid_out = []
    for steps in (100, 10_000):
        app = Reader(story(steps))
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            laid_out.append((app.view.page.laid_out, len(app.wanted)))
    assert laid_out[0] == laid_out[1]


async def test_there_is_one_widget_for_all_paragraphs(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("end", "pageup", "home", "j", "j")
        await settled(pilot)
        assert len(list(app.view.walk_children(Widget))) == 0


async def test_scrolling_fast_asks_only_for_texts_where_the_reader_stops(book: list[str]) -> None:
    app = Reader(book, answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(app, pilot)
        total = app.view.page.column.total
        for tenth in range(1, 10):
            app.view.scroll_to(y=total * tenth // 10, animate=False)
        await wait_for(pilot, lambda: len(app.wanted) > 1, "texts to be asked for")
        await pilot.pause(0.1)
        assert len(app.wanted) == 2
        assert app.first_shown in app.wanted[-1]


async def test_texts_are_asked_for_once(book: list[str]) -> None:
    app = Reader(book, answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(app, pilot)
        app.view.refresh()
        app.view.show_outline(app.entries())
        await pilot.pause(0.1)
        assert len(app.wanted) == 1


async def test_a_text_that_was_let_go_is_asked_for_again(book: list[str]) -> None:
    app = Reader(book[:600])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("end")
        app.answer(app.texts)
        await pilot.press("home")
        await settled(pilot)
        assert len([ids for ids in app.wanted if "s0" in ids]) == 2
        assert app.words[2].startswith("Step 0.")


async def test_visible_lines_do_not_jump_when_texts_above_them_come(book: list[str]) -> None:
    app = Reader(book, answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(app, pilot)
        app.view.go_to("s5000")
        await pilot.pause()
        app.answer(["s5000"])
        await pilot.pause()
        row = next(y for y, words in enumerate(app.words) if words.startswith("Step 5000."))
        app.answer([f"s{n}" for n in range(4980, 5020)])
        await pilot.pause()
        assert app.words[row].startswith("Step 5000.")
        assert app.words[row - 2] == "Chapter 101"
        assert app.words[row - 5].endswith("empty.")


async def test_the_beginning_stays_in_view_when_its_text_comes_last(book: list[str]) -> None:
    app = Reader([SENTENCE * 3, *book[1:50]], answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(app, pilot)
        app.answer([f"s{n}" for n in range(2, 20)])
        app.view.scroll_to(y=9)
        app.view.scroll_to(y=0)
        app.texts["s0"] = SENTENCE * 12
        app.answer(["s1", "s0"])
        await pilot.pause()
        assert app.words[0] == "Chapter 1"
        assert app.words[2].startswith("The rain")


async def test_another_size_keeps_the_reader_in_the_paragraph(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(120, 40)) as pilot:
        app.view.go_to("s5000")
        await settled(pilot)
        for size in ((80, 24), (40, 12), (200, 60)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert any(words.startswith("Step 5000.") for words in app.words)


async def test_an_undone_step_leaves_the_reader_at_the_one_before(book: list[str]) -> None:
    app = Reader(book[:200])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.show_outline(app.entries()[:-1])
        await settled(pilot)
        assert app.view.current == "s198"
        assert app.last_shown == "s198"
        app.view.show_outline([])
        await pilot.pause()
        assert app.view.current is None
        assert "".join(app.words) == ""


async def test_another_outline_keeps_the_place_and_the_texts(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.go_to("s5000")
        await settled(pilot)
        before, wanted = app.words, len(app.wanted)
        app.view.show_outline(app.entries()[30:5200])
        await pilot.pause()
        assert app.words == before
        assert len(app.wanted) == wanted


async def test_an_editor_finds_room_in_the_page_and_is_told_when_it_moves() -> None:
    moved = []

    class Editing(Reader):
        def on_prose_view_moved(self, message: ProseView.Moved) -> None:
            moved.append(self.view.region_of("s3"))

    app = Editing(story(40))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        row = next(y for y, words in enumerate(app.words) if words.startswith("Step 3."))
        assert app.view.region_of("s3").offset == (6, row)  # type: ignore[union-attr]
        app.view.reserve("s3", 6)
        await pilot.pause()
        assert app.view.region_of("s3").size == (70, 6)  # type: ignore[union-attr]
        assert app.words[row : row + 7] == [""] * 7
        assert app.words[row + 7].startswith("Step 4.")
        await pilot.press("ctrl+down")
        await pilot.pause()
        assert moved[-1].offset == (6, row - 1)
        told = len(moved)
        app.view.reserve("s3", 6)
        app.view.show_texts([])
        await pilot.pause()
        assert len(moved) == told
        app.view.release("s3")
        await pilot.pause()
        assert app.words[row - 1].startswith("Step 3.")
        app.view.go_to_end()
        assert app.view.region_of("s3") is None


async def test_a_pane_without_room_or_words_is_no_trouble() -> None:
    app = Reader([], answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "k", "end", "home", "right_square_bracket", "enter", "pagedown")
        await pilot.click(ProseView)
        await pilot.resize_terminal(3, 2)
        app.view.show_outline([Entry(id="a", words=0)])
        app.view.show_texts([StepText(id="a", text="")])
        await pilot.press("j")
        app.view.display = False
        await pilot.pause()
        app.view.begin_stream()
        app.view.stream("words " * 99)
        await pilot.pause()
        app.view.display = True
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert any("words words" in line for line in app.lines)


async def test_a_place_deep_in_an_endless_paragraph_survives_another_width() -> None:
    words = " ".join(f"w{n}" for n in range(60_000))
    app = Reader(["Before.", words])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.view.scroll_to(y=app.view.page.column.total * 2 // 3)
        await settled(pilot)
        first = app.words[0].split()[0]
        await pilot.resize_terminal(50, 24)
        await settled(pilot)
        assert first in app.words[0].split()
