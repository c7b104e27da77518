"""The memory in the studio: what is done to a sentence is what the model is told next."""

from __future__ import annotations

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.memory_review import Fate
from tests.model_server import Reply
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, screen_text, settled, shows, wait_for, writing

BEFORE = "Mara has the key. The bell is cracked. Henrik lies."
AFTER = "Mara has the key. Henrik lies. Ilse saw the boat."


@pytest.fixture
def remembered(folder):
    """A story of two steps, the second of which changed the memory."""
    with Book.open(folder) as book:
        book.commit([step_of(1, memory=BEFORE), step_of(2, memory=AFTER)])
    return folder


def sent(model_server):
    """The user message of the first request since the server forgot."""
    return model_server.requests[0].json["messages"][-1]["content"]


def memory_of(folder):
    with Book.open(folder) as book:
        text = book.step(book.tip).text
        return text.memory, text.pinned


async def write_step(pilot, model_server):
    """Write the next step, and wait for it."""
    model_server.forget()
    steps = len(writing(pilot).standing.path)
    await pilot.press("ctrl+g")
    await wait_for(pilot, lambda: len(writing(pilot).standing.path) == steps + 1, "the next step")
    await idle(pilot)


async def test_memory_and_its_change_are_one_list(open_studio, remembered):
    async with open_studio(remembered, "narrow") as pilot:
        await pilot.press("f3")
        await settled(pilot)
        await shows(
            pilot,
            "· Mara has the key.",
            "− The bell is cracked.",
            "+ Ilse saw the boat.",
            "3 of 20 sentences · 10 of 400 words · +1 −1",
            "Kept the keeper, added hour 2.",
        )


async def test_a_sentence_put_back_and_one_taken_out_reach_the_model(
    open_studio, remembered, model_server
):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "home", "down", "space", "end", "space")
        await settled(pilot)
        assert "unsaved" in writing(pilot).memory.news or "not saved" in writing(pilot).memory.news
        await write_step(pilot, model_server)
        await settled(pilot)
    assert BEFORE in sent(model_server)
    assert "Ilse saw the boat" not in sent(model_server)
    with Book.open(remembered) as book:
        assert book.step(book.path()[1].id).text.memory == BEFORE


async def test_a_locked_sentence_survives_the_next_rewrite(open_studio, remembered, model_server):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "end", "l")
        await wait_for(
            pilot, lambda: memory_of(remembered)[1] == ("Ilse saw the boat.",), "the pin"
        )
        await write_step(pilot, model_server)
    memory, pinned = memory_of(remembered)
    assert "Ilse saw the boat." in memory
    assert pinned == ("Ilse saw the boat.",)


async def test_a_locked_sentence_is_not_taken_out(open_studio, remembered):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "end", "l", "space")
        await settled(pilot)
        assert writing(pilot).memory.review.text == AFTER
        await pilot.press("l", "space")
        await settled(pilot)
        assert writing(pilot).memory.review.text == "Mara has the key. Henrik lies."


async def test_all_that_the_model_did_can_be_taken_back(open_studio, remembered):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "b", "ctrl+s")
        await wait_for(pilot, lambda: memory_of(remembered)[0] == BEFORE, "the memory before")
        await settled(pilot)
        fates = [row.fate for row in writing(pilot).memory.review.sentences]
        assert Fate.REFUSED in fates, "what was refused stays in sight after it was saved"


async def test_the_text_is_edited_at_the_sentence_and_kept(open_studio, remembered, model_server):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "end", "e", *"Only ", "escape")
        await settled(pilot)
        memory = writing(pilot).memory
        assert memory.review.text == AFTER.replace("Ilse", "Only Ilse")
        assert memory.review.sentences[memory.rows.highlighted].text == "Only Ilse saw the boat."
        await write_step(pilot, model_server)
    assert "Henrik lies. Only Ilse saw the boat." in sent(model_server)


async def test_text_typed_and_not_left_reaches_the_model_too(open_studio, remembered, model_server):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "home", "e", *"Oh! ")
        await write_step(pilot, model_server)
    assert "Oh! Mara has the key." in sent(model_server)


async def test_an_edit_of_an_earlier_session_comes_back_unsaved(open_studio, remembered):
    with Book.open(remembered) as book:
        book.unsent.keep(UnsentEdit(step=book.tip, box=Box.MEMORY, text="Only this.", revision=1))
    async with open_studio(remembered, "huge") as pilot:
        memory = writing(pilot).memory
        await wait_for(pilot, lambda: memory.review.text == "Only this.", "the unsent edit")
        assert "saved" in memory.news
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: memory_of(remembered)[0] == "Only this.", "the revision")
        await settled(pilot)
        assert "saved" not in memory.news
    with Book.open(remembered) as book:
        assert [edit.box for edit in book.unsent.all()] == []


async def test_what_was_done_is_kept_before_it_is_saved(open_studio, remembered):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "end", "space")

        def kept():
            with Book.open(remembered) as book:
                return [e.text for e in book.unsent.all() if e.box is Box.MEMORY]

        await wait_for(pilot, kept, "the unsent edit")
        assert kept() == ["Mara has the key. Henrik lies."]
        await pilot.press("space")
        await wait_for(pilot, lambda: not kept(), "the edit to be dropped")


async def test_the_new_memory_streams_in_and_cannot_be_changed_until_it_is_there(
    open_studio, remembered, model_server
):
    async with open_studio(remembered) as pilot:
        screen = writing(pilot)
        model_server.queue(Reply(tokens_per_second=400))
        await pilot.press("f3", "ctrl+g")
        await wait_for(pilot, lambda: "memory" in screen.memory._stream.texts, "words of a memory")
        await pilot.press("space")
        assert screen.memory.review.text == AFTER
        await wait_for(pilot, lambda: len(screen.standing.path) == 3, "the third step")
        await idle(pilot)
        assert screen.memory.review.text == memory_of(remembered)[0] != AFTER


async def test_a_list_stays_a_list(open_studio, folder):
    listed = "- Mara has the key.\n- Henrik lies.\n\n- Ilse saw\n  the boat."
    with Book.open(folder) as book:
        book.commit([step_of(1, memory=""), step_of(2, memory=listed)])
    async with open_studio(folder) as pilot:
        await pilot.press("f3", "down", "space", "ctrl+s")
        await wait_for(pilot, lambda: memory_of(folder)[0] != listed, "the revision")
    assert memory_of(folder)[0] == "- Mara has the key.\n\n- Ilse saw\n  the boat."


async def test_words_of_a_model_are_only_words(open_studio, folder):
    wild = "[bold]Mara[/bold] left. \x1b]8;;http://x\x07Henrik\x1b[31m lies. [@click=app.quit]x[/]."
    with Book.open(folder) as book:
        book.commit([step_of(1, memory=wild, plans=(wild, "Two.", "Three."), rationale=wild)])
    async with open_studio(folder, "huge") as pilot:
        await pilot.press("f3", "e", "escape")
        await settled(pilot)
        await shows(pilot, "[bold]Mara[/bold] left.")
        text = screen_text(pilot)
        assert "\x1b" not in text
        assert writing(pilot).memory.review.text == wild
        assert writing(pilot).next.text == wild


async def test_the_memory_is_made_anew_after_what_was_done_is_saved(open_studio, remembered):
    async with open_studio(remembered) as pilot:
        await pilot.press("f3", "end", "space", "n")
        await wait_for(pilot, lambda: memory_of(remembered)[0] not in (AFTER, BEFORE), "it")
        screen = writing(pilot)
        await wait_for(pilot, lambda: screen.standing.tip.revision == 3, "a memory made anew")
        await idle(pilot)
        assert screen.memory.review.text == memory_of(remembered)[0]
    with Book.open(remembered) as book:
        assert book.revisions(book.tip)[1].memory == "Mara has the key. Henrik lies."


async def test_a_click_on_the_reason_shows_all_of_it(open_studio, remembered):
    async with open_studio(remembered) as pilot:
        await wait_for(pilot, lambda: writing(pilot).memory.why.display, "the reason")
        await settled(pilot)
        await pilot.click("#rationale")
        assert writing(pilot).memory.why.has_class("-open")


async def test_a_memory_over_its_limit_is_told_in_another_colour(open_studio, remembered):
    async with open_studio(remembered, memory_sentences=3) as pilot:
        await pilot.press("f3")
        memory = writing(pilot).memory
        await wait_for(pilot, lambda: memory.review.text, "the memory")
        assert not memory.has_class("-over")
        await pilot.press("home", "down", "space")
        assert memory.has_class("-over")


OLD = [f"The old thing number {number} was told in that long winter." for number in range(24)]
NEW = [f"Something new, {number} in all, has come up from the sea by night." for number in range(9)]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize(
    "made", [NEW, OLD[21:] + NEW[:2], OLD[19:]], ids=["new", "some", "shorter"]
)
async def test_what_the_memory_is_now_is_in_sight_where_much_was_dropped(
    open_studio, folder, size, made
):
    with Book.open(folder) as book:
        book.commit([step_of(1, memory=" ".join(OLD)), step_of(2, memory=" ".join(made))])
    async with open_studio(folder, size) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        added = [each for each in made if each in NEW] or made
        await shows(pilot, *(each[:24] for each in added[:2]))


@pytest.mark.parametrize("size", ["wide", "narrow"])
async def test_it_comes_into_sight_after_a_step_whether_or_not_the_cursor_is_in_it(
    open_studio, folder, model_server, size
):
    with Book.open(folder) as book:
        book.commit([step_of(1, memory=" ".join(OLD))])
    async with open_studio(folder, size) as pilot:
        # At 80 columns the key that writes goes on to the story.
        await pilot.press("f3")
        await write_step(pilot, model_server)
        await pilot.press("f3")
        await settled(pilot)
        added = [row.text for row in writing(pilot).memory.review.sentences if row.here is not None]
        await shows(pilot, *(f"+ {each[:24]}" for each in added[:2]))
