"""The readable copy follows the book, and nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing

import pytest

from rgpt_tui.engine import readable
from rgpt_tui.engine.events import Committed, Revised
from rgpt_tui.engine.readable import ReadableCopy
from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import NewStep, StepKind, Text
from rgpt_tui.writer.events import Notice
from rgpt_tui.writer.plan_choice import own_plan
from tests.engine.collecting import collect, only

PLAN = own_plan("The sexton rows out to the bell at low tide.")


def imported(text):
    return NewStep(kind=StepKind.IMPORTED, text=Text(paragraph=text))


@pytest.fixture
def held(monkeypatch):
    """Holds every writing of the copy until it is released, and counts them."""
    write, released, begun = readable.write_readable_copy, threading.Event(), threading.Event()
    hold_one_by_one = threading.Lock()

    def hold(folder, text):
        assert hold_one_by_one.acquire(blocking=False), "two write it at the same time"
        begun.set()
        assert released.wait(30)
        write(folder, text)
        hold.written.append(text)
        hold_one_by_one.release()

    monkeypatch.setattr(readable, "write_readable_copy", hold)
    hold.release, hold.begun, hold.written = released.set, begun, []
    yield hold
    released.set()


async def test_a_step_is_told_before_the_copy_has_it(open_session, held):
    async with open_session() as session:
        async with aclosing(session.begin()) as events:
            async for event in events:
                if isinstance(event, Committed) and event.number == 3:
                    break
        assert isinstance((await session.revise(event.id, memory="She runs."))[0], Revised)
        await session.move(back=True)
        assert not held.written
        held.release()


async def test_when_a_session_has_closed_the_copy_has_its_last_change(open_session, held, folder):
    async with open_session() as session:
        await session.add([imported("It was night.")])
        await session.add([imported("It was day.")])
        held.release()
    assert "It was day." in (folder / "story.md").read_text(encoding="utf-8")


async def test_many_changes_at_once_share_a_writing(open_session, held):
    async with open_session() as session:
        for number in range(20):
            await session.add([imported(f"It was night {number}.")])
        held.release()
        await session.settle()
        assert "It was night 19." in held.written[-1]
        assert len(held.written) <= 2


async def test_whoever_asks_while_one_is_written_gets_one_that_has_all(folder, held):
    with Book.open(folder) as book:
        copy = ReadableCopy(folder, book)
        first = asyncio.create_task(copy.write())
        await asyncio.to_thread(held.begun.wait, 30)
        await asyncio.to_thread(book.commit, [imported("It was late.")])
        later = [asyncio.create_task(copy.write()) for _ in range(5)]
        await asyncio.sleep(0)
        held.release()
        assert not any(await asyncio.gather(first, *later))
    assert ["It was late." in text for text in held.written] == [False, True]


async def test_a_copy_that_cannot_be_written_is_a_notice_and_the_story_goes_on(open_session):
    async with open_session() as session:

        async def fail():
            raise RgptError("The engine died.")

        session._copy._write = fail
        events = await collect(session.begin())
        assert len(only(events, Committed)) == 3
        notices = [each.text for each in only(events, Notice)]
        assert any("The engine died. The book itself is saved" in text for text in notices)
        assert only(await collect(session.write(PLAN)), Committed)


async def test_a_copy_that_a_kill_kept_from_its_last_change_is_written_when_the_story_is_opened(
    open_session, folder
):
    async with open_session() as session:
        await session.add([imported("It was night.")])
    (folder / "story.md").unlink()
    (folder / ".rgpt-0.part").write_text("half", encoding="utf-8")
    async with open_session():
        pass
    assert "It was night." in (folder / "story.md").read_text(encoding="utf-8")
    assert not (folder / ".rgpt-0.part").exists()


async def test_a_copy_that_says_the_same_already_is_left_as_it_is(open_session, folder):
    async with open_session() as session:
        await session.add([imported("It was night.")])
    before = (folder / "story.md").stat().st_ino
    async with open_session():
        pass
    assert (folder / "story.md").stat().st_ino == before
