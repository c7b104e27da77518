from __future__ import annotations

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from rgpt_tui.studio.prose import Entry, StepText
from rgpt_tui.studio.prose.scrolling import PageView
from tests.studio.prose.conftest import SENTENCE, Reader, settled, story, wait_for


def shown(app: Reader) -> str:
    return " ".join(app.words)


async def test_streamed_words_are_shown_at_the_end_and_followed(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream("A new chapter")
        for n in range(20):
            app.view.stream(f"Sentence {n} of what is being written. ")
            await pilot.pause(0)
        await wait_for(pilot, lambda: "Sentence 19 of" in shown(app), "the last words")
        assert app.view.at_end
        assert "A new chapter" in app.words


async def test_a_reader_who_scrolled_away_is_left_in_peace(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream(SENTENCE * 30)
        await pilot.pause()
        await pilot.press("pageup")
        await settled(pilot)
        before = app.words
        app.view.stream("More. " * 500)
        assert app.view.streamed.endswith("More. ")
        await pilot.pause()
        assert app.words == before
        await pilot.press("end")
        await settled(pilot)
        app.view.stream("And on. " * 50 + "The last.")
        assert app.view.streamed.endswith("last.")
        await pilot.pause()
        assert "The last." in shown(app)


async def test_scrolling_back_to_the_end_follows_again(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream(SENTENCE * 9)
        assert app.view.streamed
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+down", "ctrl+down")
        assert app.view.at_end
        app.view.stream("And on. " * 50)
        assert app.view.streamed
        await pilot.pause()
        assert app.view.at_end


async def test_a_stream_begun_elsewhere_does_not_move_the_reader(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.go_to("s5000")
        await settled(pilot)
        before = app.words
        app.view.begin_stream()
        app.view.stream(SENTENCE * 30)
        assert app.view.streamed
        await pilot.pause()
        assert app.words == before
        app.view.begin_stream(follow=True)
        await settled(pilot)
        assert app.view.at_end


async def test_words_are_gathered_so_that_the_page_is_not_laid_out_for_each(
    book: list[str], monkeypatch
) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        settle, settled_times = PageView.settle, []

        def counting(self, *place) -> None:
            settled_times.append(place)
            settle(self, *place)

        monkeypatch.setattr(PageView, "settle", counting)
        for n in range(500):
            app.view.stream(f"word{n} ")
        assert app.view.streamed.endswith("word499 ")
        assert len(settled_times) <= 3


async def test_a_flush_wraps_the_same_few_lines_of_a_short_and_of_a_long_paragraph() -> None:
    app = Reader(["Before."])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream("word " * 20_000)
        assert app.view.streamed
        await settled(pilot)
        stream = app.view.page.stream
        assert stream
        lines = len(stream.wrapping)
        assert lines > 1400
        assert stream.append("and more") == lines - 2


async def test_a_rewritten_stream_shows_the_new_words_only() -> None:
    app = Reader(["Before."])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream("\n\nHe came")
        app.view.replace_stream("He came in.")
        assert app.view.streamed == "He came in."
        app.view.replace_stream("She went.")
        assert app.view.streamed == "She went."
        await pilot.pause()
        assert [words for words in app.words if words] == ["Chapter 1", "Before.", "She went."]


async def test_what_was_streamed_becomes_a_step_without_a_flicker(book: list[str]) -> None:
    app = Reader(book, answering=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream(SENTENCE * 3)
        assert app.view.streamed
        await pilot.pause()
        before, asked = app.words, len(app.wanted)
        app.texts["new"] = SENTENCE * 3
        app.view.end_stream(Entry(id="new", words=39))
        app.view.show_outline(app.entries(0))
        await settled(pilot)
        assert app.words == before
        app.view.show_texts([StepText(id="new", text=SENTENCE * 3)])
        await pilot.pause()
        assert app.words == before
        assert len(app.wanted) == asked
        assert not app.view.streaming


async def test_an_outline_that_has_the_step_already_may_come_first(book: list[str]) -> None:
    app = Reader(book[:30])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream(SENTENCE * 3)
        assert app.view.streamed
        await pilot.pause()
        before = app.words
        app.texts["new"] = SENTENCE * 3
        app.view.show_outline(app.entries())
        app.view.end_stream(Entry(id="new", words=39))
        await settled(pilot)
        assert app.words == before


async def test_a_step_that_is_not_in_the_outline_is_added_to_its_end() -> None:
    app = Reader(["Before."])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream("And then.")
        app.view.end_stream(Entry(id="new", words=2))
        await pilot.pause()
        app.view.go_to("new")
        assert app.view.current == "new"
        assert "And then." in app.words


async def test_a_stream_that_is_given_up_leaves_no_trace() -> None:
    app = Reader(story(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = app.words
        app.view.begin_stream("Nothing")
        app.view.stream("Nothing at all")
        await pilot.pause()
        app.view.end_stream()
        app.view.stream("too late")
        app.view.replace_stream("too late")
        app.view.end_stream()
        await pilot.pause(0.1)
        assert app.words == before


async def test_a_reader_inside_a_stream_that_is_given_up_finds_the_end(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream(SENTENCE * 90)
        await settled(pilot)
        await pilot.press("pageup")
        app.view.end_stream()
        await settled(pilot)
        assert app.last_shown == "s9999"
        assert app.view.at_end


async def test_a_reader_inside_a_stream_that_becomes_a_step_stays_on_the_line() -> None:
    app = Reader(story(20))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        app.view.begin_stream()
        app.view.stream(" ".join(f"w{n}" for n in range(3000)))
        await settled(pilot)
        await pilot.press("pageup", "pageup")
        await settled(pilot)
        before = app.words
        app.view.end_stream(Entry(id="new", words=3000))
        await pilot.pause()
        assert app.words == before


async def test_the_styles_of_paragraphs_that_were_written_are_not_remembered() -> None:
    app = Reader(["Before."])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for number in range(500):
            Strip.render_ansi(Style.from_meta({"offset": (0, number)}), ColorSystem.TRUECOLOR)
        assert Strip.render_ansi.cache_info().currsize >= 500
        app.view.begin_stream()
        app.view.stream("She went.")
        app.view.end_stream(Entry(id="two", words=2))
        assert Strip.render_ansi.cache_info().currsize < 500


async def test_paragraphs_that_were_written_one_after_the_other_are_not_all_kept(
    book: list[str],
) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        for number in range(500):
            app.view.begin_stream()
            app.view.stream(f"Written {number}. ")
            app.view.end_stream(Entry(id=f"new-{number}", words=2))
        await settled(pilot)
        page = app.view.page
        loaded = [index for index in range(len(page.entries)) if page.paragraph(index)]
        assert len(loaded) <= 200
        assert loaded[-1] == len(page.entries) - 1
        assert "Written 499." in shown(app)
