from __future__ import annotations

import pytest

from rgpt_tui.story.marks import Mark
from rgpt_tui.studio.prose import Author, Entry, Run, StepText
from tests.studio.prose.conftest import SENTENCE, Reader, asked, segments, settled


@pytest.mark.parametrize(("columns", "measure", "left"), [(120, 70, 26), (60, 70, 3), (20, 70, 1)])
async def test_prose_is_centred_in_its_measure(columns: int, measure: int, left: int) -> None:
    app = Reader([SENTENCE * 9])
    async with app.run_test(size=(columns, 24)) as pilot:
        app.view.measure = measure
        await settled(pilot)
        line = next(line for line in app.lines if "The rain" in line)
        assert line.index("The rain") == left
        assert all(len(line) <= left + measure for line in app.lines)


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


async def test_words_show_who_wrote_them_when_asked_to() -> None:
    app = Reader(["mine and the model's"], answering=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(app, pilot)
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
        await asked(app, pilot)
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
            ["~", "three"],
        ]
        colours = {words: colour for colour, words in segments(app)}
        assert colours["three"] != colours["one"] == colours["two"]


async def test_another_theme_is_seen_at_once() -> None:
    app = Reader(["one"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = {words: colour for colour, words in segments(app)}["one"]
        app.theme = "textual-light"
        await pilot.pause()
        assert {words: colour for colour, words in segments(app)}["one"] != before
