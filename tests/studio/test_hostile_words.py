"""Words from a model, a file or a server are text: they style nothing and command nothing."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.screens.import_story import ImportScreen
from tests.model_server import Reply
from tests.model_server.behaviours import Failure
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, opened, screen_text, settled, wait_for, writing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer

Open = Any
HOSTILE = {
    "markup": "[red]Red[/red] [@click=app.quit]quit[/] [link=https://evil.example]here[/link] [/]",
    "colours": "The \x1b[31mred\x1b[0m sea\x1b[2J\x1b[H rose\x9b31m.",
    "commands": "The \x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b]8;;https://evil.example\x1b\\bell\x1b]8;;\x1b\\.",
    "c1": "The \x85\x8d\x90\x9b2J\x9d0;title\x9c\x7f\x08\x08 bell.",
    "right to left": "The \u202egnitirw\u202c \u2066bell\u2069 \u061c\u200f\u200e rang.",
    "zero width": "The\u200b be\u200dll\u2060 \ufeffra\u0301\u0301ng\u00ad.",
}
STYLING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LONG = "word " * 20_000
LONGEST_STALL = 3.0
"""Seconds; a step is drawn many times within one of them."""


@pytest.fixture(autouse=True)
def not_the_first_start(tmp_path: Path) -> None:
    """There are settings, so that the shelf is shown and not the choice of a model."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").touch()


def reply_of(words: str) -> str:
    """A whole reply with these words in each section."""
    return "\n\n".join(
        f"{label}: {label.lower()} {words}"
        for label in ("Paragraph", "Rationale", "Memory", "Plan 1", "Plan 2", "Plan 3")
    )


def harmless(pilot: Pilot[None]) -> None:
    """Nothing that a terminal obeys is on the screen, and no style came from the words."""
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            for character in segment.text:
                assert unicodedata.category(character) not in ("Cc", "Cs"), repr(segment.text)
                assert character not in STYLING, repr(segment.text)
            if segment.style is not None:
                assert segment.style.link is None
                click = segment.style.meta.get("@click")
                assert click is None or "quit" not in str(click)
    assert pilot.app._exception is None


@asynccontextmanager
async def no_stall() -> AsyncIterator[None]:
    """The event loop never stands still for seconds."""
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        last = time.monotonic()
        while True:
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - last)
            last = time.monotonic()

    beating = asyncio.create_task(beat())
    yield
    beating.cancel()
    assert longest < LONGEST_STALL


async def look_everywhere(pilot: Pilot[None]) -> None:
    """Each pane in turn, and the sheets over them, show nothing but text."""
    for keys in (("f3",), ("f4",), ("f5",), ("f2", "end"), ("f6",), ("f6",), ("f7",), ("f7",)):
        await pilot.press(*keys)
        await settled(pilot)
        harmless(pilot)
    for key in ("f8", "ctrl+r", "i", "e"):
        await pilot.press("f2", "end", key)
        await settled(pilot)
        harmless(pilot)
        await pilot.press("escape")
        await settled(pilot)


@pytest.mark.parametrize("name", HOSTILE)
async def test_words_of_the_model_are_shown_as_text_and_kept(
    open_studio: Open, story: Path, model_server: ModelServer, name: str
) -> None:
    words = HOSTILE[name]
    model_server.queue(Reply(text=reply_of(words), chunk=3))
    async with open_studio(story) as pilot, no_stall():
        screen = writing(pilot)
        await pilot.press("ctrl+g")
        await wait_for(
            pilot, lambda: harmless(pilot) or len(screen.standing.path) == 7, "the seventh step"
        )
        await idle(pilot)
        await look_everywhere(pilot)
        if name == "markup":
            assert "[red]Red[/red] [@click=app.quit]quit[/]" in " ".join(screen_text(pilot).split())
    with Book.open(story) as book:
        text = book.step(book.tip).text
        kept = (text.paragraph, text.memory, *text.plans)
        assert all("app.quit" in each for each in kept) or name != "markup"
        assert len(text.plans) == 3
        assert all(each.strip() for each in kept)
    async with open_studio(story) as pilot:
        harmless(pilot)


async def test_a_line_of_100_kb_is_one_paragraph_and_stalls_nothing(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    model_server.queue(
        Reply(text=reply_of(LONG), chunk=2000, ignore_max_tokens=True), Reply(chunk=200)
    )
    async with open_studio(story, "narrow") as pilot, no_stall():
        await pilot.press("ctrl+g")
        screen = writing(pilot)
        await wait_for(pilot, lambda: len(screen.standing.path) == 7, "the seventh step")
        await idle(pilot)
        await look_everywhere(pilot)
    with Book.open(story) as book:
        assert book.step(book.tip).text.paragraph.count("word") == 20_000
    async with open_studio(story, "narrow") as pilot:
        harmless(pilot)


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_stands_in_a_book_is_shown_as_text(
    open_studio: Open, settings: Settings, name: str
) -> None:
    words = HOSTILE[name]
    brief = Brief(
        title=f"The Bell {words}", genre=words, topic=words, style=words, outline=f"Line {words}"
    )
    folder = Shelf(Path(settings.stories)).create(brief)
    with Book.open(folder) as book:
        for number in range(1, 4):
            book.commit(
                [
                    step_of(
                        number,
                        heading=f"Chapter {words}",
                        paragraph=f"Paragraph {number}. {words}",
                        memory=f"Memory. {words}",
                        rationale=words,
                        plans=(f"1 {words}", f"2 {words}", f"3 {words}"),
                    )
                ]
            )
    async with open_studio(folder) as pilot, no_stall():
        await wait_for(pilot, lambda: writing(pilot).recalled.tray.entries, "the recall")
        await look_everywhere(pilot)
        await pilot.app.run_action("brief", writing(pilot))
        await settled(pilot)
        harmless(pilot)
        await pilot.press("escape")
        await pilot.press("ctrl+f", *"bell")
        await settled(pilot)
        harmless(pilot)
        await pilot.press("escape")
        pilot.app.show_shelf()
        await wait_for(pilot, lambda: getattr(pilot.app.screen, "entries", None), "the shelf")
        await settled(pilot)
        harmless(pilot)
    with Book.open(folder) as book:
        assert book.brief == brief


async def test_a_body_of_an_error_is_told_as_text(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    everything = " ".join(HOSTILE.values())
    model_server.queue(*[Failure(400, everything, content_type="text/plain")] * 3)
    async with open_studio(story) as pilot, no_stall():
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: pilot.app._notifications, "the message")
        await idle(pilot)
        harmless(pilot)
        assert len(writing(pilot).standing.path) == 6


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_notification_is_text(open_studio: Open, story: Path, name: str) -> None:
    async with open_studio(story) as pilot:
        pilot.app.tell(RuntimeError(HOSTILE[name]))
        await wait_for(pilot, lambda: pilot.app.screen.query("Toast"), "the notification")
        await settled(pilot)
        harmless(pilot)
        if name == "markup":
            assert "[red]Red[/red]" in screen_text(pilot)


@pytest.mark.parametrize("name", HOSTILE)
async def test_the_title_of_an_imported_file_is_text(
    open_studio: Open, tmp_path: Path, name: str
) -> None:
    draft = tmp_path / "draft.md"
    body = "The tide went out and did not come back. " * 30
    draft.write_text(f"# Salt {HOSTILE[name]}\n\n## Quay {HOSTILE[name]}\n\n{body}\n")
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ShelfScreen", "the shelf")
        await settled(pilot)
        await pilot.press("i")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ImportScreen), "the import")
        await settled(pilot)
        screen = pilot.app.screen
        screen.path.value = str(draft)
        await pilot.press("enter")
        await wait_for(pilot, lambda: screen.has_class("-found"), "what is in it")
        await settled(pilot)
        harmless(pilot)
        await pilot.press("ctrl+g")
        await opened(pilot)
        await idle(pilot)
        harmless(pilot)
        pilot.app.show_shelf()
        await wait_for(pilot, lambda: getattr(pilot.app.screen, "entries", None), "the shelf")
        preview = pilot.app.screen.query_one("#preview", Static)
        await wait_for(pilot, lambda: "tide" in str(preview.visual), "the preview")
        harmless(pilot)
