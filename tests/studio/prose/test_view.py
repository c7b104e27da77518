from __future__ import annotations

import pytest
from textual.events import MouseScrollDown
from textual.widget import Widget

from rgpt_tui.story.marks import Mark
from rgpt_tui.studio.prose import Author, Entry, ProseView, Run, StepText
from tests.studio.prose.conftest import SENTENCE, Reader, settled, story, wait_for


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


async def test_the_end_is_reached_with_a_key_and_stays_while_texts_come(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        assert app.words[-1] == ""
        assert app.words[-2].endswith("empty.")
        assert app.view.bottom_id == app.view.current == "s9999"
        assert app.view.at_end
        await pilot.press("home")
        await settled(pilot)
        assert app.view.top == 0
        assert app.view.current == "s0"


async def test_scrolling_fast_asks_only_for_texts_where_the_reader_stops(book: list[str]) -> None:
    app = Reader(book, answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled_without_texts(app, pilot)
        total = app.view.page.column.total
        for tenth in range(1, 10):
            app.view.scroll_to(y=total * tenth // 10, animate=False)
        await wait_for(pilot, lambda: len(app.wanted) > 1, "texts to be asked for")
        await pilot.pause(0.1)
        assert len(app.wanted) == 2
        assert app.view.top_id in app.wanted[-1]


async def settled_without_texts(app: Reader, pilot) -> None:  # type: ignore[no-untyped-def]
    await wait_for(pilot, lambda: app.wanted, "texts to be asked for")


async def test_texts_are_asked_for_once_and_again_when_told_to(book: list[str]) -> None:
    app = Reader(book, answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled_without_texts(app, pilot)
        app.view.refresh()
        app.view.show_outline(app.entries())
        await pilot.pause(0.1)
        assert len(app.wanted) == 1
        app.view.ask_again()
        await wait_for(pilot, lambda: len(app.wanted) == 2, "texts to be asked for again")
        assert app.wanted[0] == app.wanted[1]


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
        await settled_without_texts(app, pilot)
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


async def test_paging_shows_every_line_once(book: list[str]) -> None:
    app = Reader(book[:60])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        seen = [app.words]
        while not app.view.at_end:
            await pilot.press("pagedown")
            await settled(pilot)
            last = seen[-1][-1]
            if not app.view.at_end:
                assert app.words[0] == last
            seen.append(app.words)
        text = " ".join(line for page in seen for line in page[:-1])
        assert all(f"Step {n}." in text for n in range(60))


async def test_paging_back_over_texts_that_were_never_laid_out_is_as_steady(
    book: list[str],
) -> None:
    app = Reader(book[:300])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        for _ in range(12):
            first = app.words[0]
            await pilot.press("pageup")
            await settled(pilot)
            assert app.words[-1] == first


async def test_the_beginning_stays_in_view_when_its_text_comes_last(book: list[str]) -> None:
    app = Reader([SENTENCE * 3, *book[1:50]], answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled_without_texts(app, pilot)
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


@pytest.mark.parametrize(("columns", "measure", "left"), [(120, 70, 26), (60, 70, 3), (20, 70, 1)])
async def test_prose_is_centred_in_its_measure(columns: int, measure: int, left: int) -> None:
    app = Reader([SENTENCE * 9])
    async with app.run_test(size=(columns, 24)) as pilot:
        app.view.measure = measure
        await settled(pilot)
        line = next(line for line in app.lines if "The rain" in line)
        assert line.index("The rain") == left
        assert all(len(line) <= left + measure for line in app.lines)


async def test_the_current_paragraph_is_marked_and_told() -> None:
    app = Reader(story(40))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("j", "j", "j")
        assert app.view.current == "s2"
        marked = [line for line in app.lines if "▌" in line]
        assert marked[0].endswith(
            "▌ Step 2. The rain had stopped before dawn, and the streets lay washed"
        )
        await pilot.press("k", "enter")
        await pilot.pause()
        assert app.opened == ["s1"]


async def test_walking_down_brings_each_paragraph_wholly_into_view() -> None:
    app = Reader(story(40))
    async with app.run_test(size=(80, 24)) as pilot:
        for n in range(14):
            await pilot.press("down")
            await settled(pilot)
            assert app.view.current == f"s{n}"
            assert any(words.startswith(f"Step {n}.") for words in app.words)
        for n in reversed(range(13)):
            await pilot.press("up")
            await settled(pilot)
            assert app.view.current == f"s{n}"
            assert any(words.startswith(f"Step {n}.") for words in app.words)


async def test_a_paragraph_higher_than_the_screen_is_read_through() -> None:
    app = Reader(["Short.", " ".join(f"w{n}" for n in range(900)), "Last."])
    async with app.run_test(size=(80, 24)) as pilot:
        seen: set[str] = set()
        for _ in range(12):
            await pilot.press("j")
            await settled(pilot)
            seen |= set(" ".join(app.words).split())
        assert app.view.current == "s2"
        assert {f"w{n}" for n in range(900)} <= seen


async def test_chapters_are_gone_through_with_brackets(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for n in (2, 3):
            await pilot.press("right_square_bracket")
            await settled(pilot)
            assert f"Chapter {n}" in app.words[:3]
        await pilot.press("j", "left_square_bracket")
        await settled(pilot)
        assert "Chapter 3" in app.words[:3]
        await pilot.press("left_square_bracket")
        await settled(pilot)
        assert "Chapter 2" in app.words[:3]


async def test_a_click_selects_and_a_second_one_opens() -> None:
    app = Reader(story(40))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        row = next(y for y, words in enumerate(app.words) if words.startswith("Step 3."))
        await pilot.click(ProseView, offset=(20, row + 1))
        assert app.view.current == "s3"
        assert app.opened == []
        await pilot.double_click(ProseView, offset=(20, row + 1))
        await pilot.pause()
        assert app.opened == ["s3"]
        assert not app.screen.get_selected_text()


async def test_the_wheel_scrolls(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot._post_mouse_events([MouseScrollDown], widget=ProseView, button=0)
        assert app.view.top > 0


async def test_a_found_span_is_shown_where_it_is(book: list[str]) -> None:
    texts = ["\n" + SENTENCE * 100 + "the \x1bneedle in it", *book[:50]]
    app = Reader(texts)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        start = texts[0].index("needle")
        app.view.go_to("s0", found=(start, start + 6))
        await settled(pilot)
        assert any("needle" in words for words in app.words)
        assert [segment for segment in segments(app) if segment[1] == "needle"]
        app.view.forget_found()
        await pilot.pause()
        assert not [segment for segment in segments(app) if segment[1] == "needle"]


def segments(app: Reader) -> list[tuple[str, str]]:
    """The colour and the words of each piece on the screen."""
    return [
        (str(segment.style.color if segment.style else ""), segment.text)
        for strip in app.screen._compositor.render_strips()
        for segment in strip
    ]


async def test_words_show_who_wrote_them_when_asked_to() -> None:
    app = Reader(["mine and the model's"], answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled_without_texts(app, pilot)
        runs = (
            Run(start=0, end=4, author=Author.OWN),
            Run(start=9, end=20, author=Author.MODEL),
        )
        app.view.show_texts([StepText(id="s0", text=app.texts["s0"], runs=runs)])
        await pilot.pause()
        assert "mine and the model's" in [words for _, words in segments(app)]
        app.view.provenance = True
        await pilot.pause()
        colours = {words: colour for colour, words in segments(app)}
        assert len({colours["mine"], colours["the model's"]}) == 2


async def test_a_character_is_not_taken_apart_by_who_wrote_it() -> None:
    app = Reader(["a👩‍🔬b"], answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled_without_texts(app, pilot)
        app.view.provenance = True
        runs = (Run(start=0, end=2, author=Author.OWN),)
        app.view.show_texts([StepText(id="s0", text=app.texts["s0"], runs=runs)])
        await pilot.pause()
        assert any("👩‍🔬" in words for _, words in segments(app))


async def test_stale_pinned_and_muted_steps_are_told_apart() -> None:
    app = Reader(["one", "two", "three"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.view.show_outline(
            [
                Entry(id="s0", words=1, mark=Mark.PIN),
                Entry(id="s1", words=1, mark=Mark.MUTE),
                Entry(id="s2", words=1, stale=True),
            ]
        )
        await pilot.pause()
        assert [line.split() for line in app.lines if line.split()] == [
            ["◆", "one"],
            ["×", "two"],
            ["three"],
        ]
        colours = {words: colour for colour, words in segments(app)}
        assert colours["three"] != colours["one"] == colours["two"]


async def test_an_undone_step_leaves_the_reader_at_the_one_before(book: list[str]) -> None:
    app = Reader(book[:200])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.show_outline(app.entries()[:-1])
        await settled(pilot)
        assert app.view.current == "s198"
        assert app.view.bottom_id == "s198"
        app.view.show_outline([])
        await pilot.pause()
        assert app.view.current is None
        assert "".join(app.words) == ""


async def test_another_outline_keeps_the_place_and_the_texts(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.go_to("s5000")
        await settled(pilot)
        before, asked = app.words, len(app.wanted)
        app.view.show_outline(app.entries()[30:5200])
        await pilot.pause()
        assert app.words == before
        assert len(app.wanted) == asked


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


async def test_going_to_a_step_shows_all_of_it_if_there_is_room(book: list[str]) -> None:
    app = Reader([*book[:300], SENTENCE * 18, *book[300:600]])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.view.go_to("s300")
        await settled(pilot)
        app.view.go_to("s300")
        await settled(pilot)
        region = app.view.region_of("s300")
        assert region
        assert app.view.region.contains_region(region)


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


async def test_another_theme_is_seen_at_once() -> None:
    app = Reader(["one"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = {words: colour for colour, words in segments(app)}["one"]
        app.theme = "textual-light"
        await pilot.pause()
        assert {words: colour for colour, words in segments(app)}["one"] != before


async def test_the_keys_can_be_bound_anew_by_their_ids() -> None:
    app = Reader(story(40))
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_keymap({"story.next": "x"})
        await pilot.press("x", "j", "x")
        assert app.view.current == "s1"


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
