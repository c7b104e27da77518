"""A reply that was stopped: gone on with, kept as it is, or set aside."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Plan
from rgpt_tui.studio.app import StudioApp
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.screens.drafts import DraftsSheet
from rgpt_tui.studio.telling_ahead import in_thousands
from rgpt_tui.studio.text_box import TextBox
from tests.model_server import Reply
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, screen_text, settled, shows, steps_are, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from rgpt_tui.engine.client import EngineClient
    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer

Open = Any

KEYS = """
[keys]
"writing.keep_draft" = "U"
"writing.set_aside" = "ctrl+k"
"""


@pytest.fixture
def stopped_before(story: Path) -> Path:
    """A story with a stopped reply at its end."""
    with Book.open(story) as book:
        book.drafts.keep(
            Draft(
                parent=book.tip,
                plan=Plan(text="She rows out."),
                sections={"paragraph": "She rowed out. The bell"},
                unfinished="paragraph",
            )
        )
    return story


def messages(pilot: Pilot[None]) -> str:
    """All that is told just now in messages that go by."""
    return " ".join(each.message for each in pilot.app._notifications)


async def told(pilot: Pilot[None], what: str) -> None:
    """Wait until something is told so."""
    await wait_for(pilot, lambda: what in messages(pilot), what)


async def test_a_message_covers_neither_the_offer_nor_the_status_line(
    shared_engine: EngineClient, settings: Settings, stopped_before: Path
) -> None:
    app = StudioApp(settings, shared_engine, story=stopped_before)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "Keep K", "462 words")
        app.tell("The disk is full. " * 12)
        await shows(pilot, "The disk is full.", "Go on ^d  Keep K  Set aside S", "462 words")
        await app.going.close_story()


@pytest.mark.parametrize("size", ["narrow", "wide", "huge"])
async def test_what_can_be_done_is_whole_with_its_keys_at_every_size(
    open_studio: Open, stopped_before: Path, size: str
) -> None:
    async with open_studio(stopped_before, size) as pilot:
        await pilot.press("f5")
        await shows(pilot, "Stopped: 5 words, broken off.")
        offer = re.compile(r"Go on \^d +Keep K +Set aside S")
        await wait_for(pilot, lambda: offer.search(screen_text(pilot)), "the offer")
        # Where the offer is in another pane, the line of keys has it.
        footer = re.compile(r"\^d Go on +K Keep +S Set aside .* f1 Help +\^p Palette")
        await pilot.press("f3")
        await wait_for(pilot, lambda: footer.search(screen_text(pilot)), "the footer")


async def test_the_keys_for_a_stopped_reply_can_be_rebound_and_are_told(
    open_studio: Open, stopped_before: Path, tmp_path: Path
) -> None:
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text(KEYS)
    async with open_studio(stopped_before, "huge") as pilot:
        offer = re.compile(r"Go on \^d +Keep U +Set aside \^k")
        await wait_for(pilot, lambda: offer.search(screen_text(pilot)), "the offer")
        footer = ("^d Go on", "U Keep", "^k Set aside")
        await wait_for(
            pilot, lambda: all(each in screen_text(pilot) for each in footer), "the footer"
        )
        await pilot.press("f2", "ctrl+k")
        await wait_for(pilot, lambda: writing(pilot).standing.draft is None, "no draft")
        await wait_for(pilot, lambda: "U Keep" not in screen_text(pilot), "no offer")


async def test_without_a_stopped_reply_its_keys_do_nothing(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("f2", "ctrl+d", "K", "S", "f1")
        await shows(pilot, "Go to the story.")
        assert "stopped reply" not in screen_text(pilot)
        await pilot.press("escape")
        assert len(writing(pilot).standing.path) == 6


async def test_escape_stops_and_what_came_is_gone_on_with(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: screen.story.prose.streamed.count(". ") > 1, "sentences")
        words = screen.story.prose.streamed.split(". ")[0]
        await pilot.press("escape")
        await wait_for(pilot, lambda: not screen.running.busy, "the stop")
        await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
        # What was sent and what came has cost something, though nobody counted it.
        assert screen.status.spent[-1].startswith("about ")
        model_server.default = Reply(chunk=200, wait=0.5)
        await pilot.app.run_action("go_on", screen)
        await wait_for(pilot, lambda: screen.running.busy, "the going on")
        assert screen.story.prose.streamed.startswith(words)
        await steps_are(pilot, 7)
        tip = screen.standing.tip
        assert tip.text.paragraph.startswith(words)
        # Both requests are on record: the one that was stopped, with all that had come of it.
        making = await screen.desk.read(lambda book: book.making(tip.id))
        assert making.requests[0].reply.startswith(words)
        assert len(making.requests) > 1


async def stopped(pilot: Pilot[None]) -> None:
    """Have a reply begun, and stop it."""
    screen = writing(pilot)
    await pilot.press("ctrl+g")
    await wait_for(pilot, lambda: len(screen.story.prose.streamed) > 60, "some words")
    await pilot.press("escape")
    await wait_for(pilot, lambda: screen.standing.draft is not None, "the draft")
    await idle(pilot)


async def test_a_plan_that_is_typed_beside_a_stopped_reply_stays_in_its_box(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("f5", "e", *"! And so on.")
        await stopped(pilot)
        await pilot.press("f5", "o", *"A plan of my own")
        model_server.default = Reply(chunk=200, wait=0.5)
        await pilot.press("ctrl+d")
        await shows(pilot, "Being written from the draft's plan", "Plan 1 after step 6: the bell")
        await steps_are(pilot, 7)
        await idle(pilot)
        assert screen.standing.tip.plan.text.endswith("! And so on.")
        await pilot.press("f2", "ctrl+z")
        await steps_are(pilot, 6)
        await shows(pilot, "A plan of my own")
        assert screen.next.text == "A plan of my own"


async def test_a_stopped_reply_can_be_kept_as_it_is(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        await stopped(pilot)
        await wait_for(pilot, lambda: "^d Go on" in screen_text(pilot), "its keys")
        await pilot.press("f2", "K")
        await steps_are(pilot, 7)
        assert writing(pilot).standing.draft is None
        # What it lacks is said, and stays said after the message has gone by.
        await told(pilot, "Its last sentence breaks off: e in Story")
        await shows(pilot, "There are no plans here. r asks for three")
        await shows(pilot, "It does not know the last paragraph yet.")


async def test_a_stopped_reply_can_be_set_aside_and_is_not_thrown_away(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        await stopped(pilot)
        prose = writing(pilot).story.prose
        # Its words stay in sight, marked as what they are, until it is decided what becomes of it.
        assert prose.streamed[:60] in writing(pilot).standing.draft.sections["paragraph"]
        await shows(pilot, "┆")
        await pilot.press("f2", "S")
        await wait_for(pilot, lambda: writing(pilot).standing.draft is None, "no draft")
        await settled(pilot)
        assert not prose.streaming
        assert "┆" not in screen_text(pilot)
        await told(pilot, "The draft is set aside. D shows the drafts")
        await pilot.press("D")
        await shows(pilot, "After step 6", "Take it back")
        await pilot.press("enter")
        await shows(pilot, "┆", "Keep K")
        # What is no longer so is no longer said.
        await wait_for(pilot, lambda: "set aside" not in messages(pilot), "its end")


async def test_a_draft_that_another_reply_was_asked_for_beside_is_read_and_taken_back(
    open_studio: Open, stopped_before: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=200, wait=0.5)
    async with open_studio(stopped_before) as pilot:
        await pilot.press("ctrl+g")
        await told(pilot, "The draft from before is left as it was. D shows the drafts")
        await wait_for(pilot, lambda: "^d Go on" not in screen_text(pilot), "no offer meanwhile")
        await steps_are(pilot, 7)
        await pilot.press("D")
        await shows(pilot, "After step 6", "She rowed out. The bell")
        await pilot.press("enter")
        await steps_are(pilot, 6)
        await shows(pilot, "┆ She rowed out. The bell", "Keep K")


async def test_the_reply_that_is_being_written_is_not_listed_as_on_offer(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=10)
    async with open_studio(story) as pilot:
        desk = writing(pilot).desk
        await pilot.press("f2", "ctrl+g")
        await wait_for(pilot, lambda: desk.book.drafts.all(), "its draft")
        await pilot.press("D")
        await wait_for(pilot, lambda: "being written now" in first_row(pilot), "what it is")
        assert "on offer now" not in first_row(pilot)
        await pilot.press("escape", "escape")
        await wait_for(pilot, lambda: writing(pilot).standing.draft is not None, "the draft")
        await pilot.press("D")
        await wait_for(pilot, lambda: "on offer now" in first_row(pilot), "what it is now")


async def test_a_click_shows_a_draft_and_leaves_the_story_where_it_is(
    open_studio: Open, stopped_before: Path
) -> None:
    with Book.open(stopped_before) as book:
        parent = book.path()[1].id
        book.drafts.keep(Draft(parent=parent, sections={"paragraph": "He hid the key."}))
    async with open_studio(stopped_before) as pilot:
        await pilot.press("f2", "D")
        await shows(pilot, "After step 2", "He hid the key.")
        lines = screen_text(pilot).splitlines()
        at = next(at for at, line in enumerate(lines) if "After step 6" in line)
        await pilot.click(offset=(lines[at].index("After step 6"), at))
        # The words of the one that was clicked, beside the list.
        await wait_for(pilot, lambda: "The bell" in shown(pilot), "the other draft")
        lines = screen_text(pilot).splitlines()
        at = next(at for at, line in enumerate(lines) if "After step 2" in line)
        await pilot.click(offset=(lines[at].index("After step 2"), at))
        await wait_for(pilot, lambda: "the key" in shown(pilot), "the first draft")
        await settled(pilot)
        assert len(writing(pilot).standing.path) == 6
        key = screen_text(pilot).splitlines()[-1].index("Take it back")
        await pilot.click(KeyLine, offset=(key, 0))
        await steps_are(pilot, 2)


def first_row(pilot: Pilot[None]) -> str:
    """What the list of drafts says of the newest one."""
    screen = pilot.app.screen
    rows = screen.listed.options if isinstance(screen, DraftsSheet) and screen.is_mounted else ()
    return str(rows[0].prompt) if rows else ""


def shown(pilot: Pilot[None]) -> str:
    """The words of the draft that the sheet shows."""
    return str(pilot.app.screen.query_one("#reading", TextBox).text)


async def test_what_came_of_a_re_roll_that_was_stopped_is_found_among_the_drafts(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    with Book.open(story) as book:
        book.commit([replace(step_of(7), plan=Plan(text="She rows out."))])
    async with open_studio(story) as pilot:
        await pilot.press("f2", "end", "r")
        await wait_for(pilot, lambda: len(writing(pilot).story.prose.streamed) > 60, "some words")
        await pilot.press("escape")
        await told(pilot, "Stopped. What came is kept as a draft. D shows the drafts")


async def test_the_next_words_come_into_sight_also_behind_a_reply_that_was_on_offer(
    open_studio: Open, stopped_before: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=200)
    async with open_studio(stopped_before) as pilot:
        prose = writing(pilot).story.prose
        await wait_for(pilot, lambda: prose.page.draft, "the draft")
        await pilot.press("f2", "home")
        await settled(pilot)
        assert not prose.at_end
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)
        assert prose.at_end


async def test_a_step_that_was_gone_on_with_is_told_with_all_that_was_asked_for_it(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.default = Reply(chunk=20, tokens_per_second=30)
    async with open_studio(story) as pilot:
        await stopped(pilot)
        model_server.default = Reply()
        await pilot.press("ctrl+d")
        await steps_are(pilot, 7)
        spent = writing(pilot).status.spent[0]
    with Book.open(story) as book:
        usage = book.making(book.tip).usage
    assert usage.estimated
    assert spent.startswith(f"about {in_thousands(usage.prompt_tokens + usage.completion_tokens)} ")
