from __future__ import annotations

from textual.events import MouseScrollDown

from rgpt_tui.studio.prose import ProseView
from tests.studio.prose.conftest import SENTENCE, Reader, settled, story


async def test_the_end_is_reached_with_a_key_and_stays_while_texts_come(book: list[str]) -> None:
    app = Reader(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settled(pilot)
        assert app.words[-1] == ""
        assert app.words[-2].endswith("empty.")
        assert app.last_shown == app.view.current == "s9999"
        assert app.view.at_end
        await pilot.press("home")
        await settled(pilot)
        assert app.view.top == 0
        assert app.view.current == "s0"


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


async def test_the_keys_can_be_bound_anew_by_their_ids() -> None:
    app = Reader(story(40))
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_keymap({"prose.next_paragraph": "x"})
        await pilot.press("x", "j", "x")
        assert app.view.current == "s1"
