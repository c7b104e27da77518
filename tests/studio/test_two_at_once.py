"""A story has one writer: the studio and other programs that want the same story."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from bench.terminal import Terminal
from rgpt_tui.story.backup_files import backups_of
from rgpt_tui.story.book import Book
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.reading import BookReader
from rgpt_tui.studio.screens.backups import BackupsSheet
from rgpt_tui.studio.screens.shelf import ShelfScreen
from tests.crashes.findings import Stories, lost_between
from tests.crashes.in_terminal import KEYS, RGPT, StudioInTerminal, until
from tests.crashes.studio_kills import FAST, have_written, stage_of
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, opened, settled, sheet, steps_are, wait_for, writing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer

Open = Any
HOLD = """
import sys
from pathlib import Path
from rgpt_tui.story.lock import WriterLock
with WriterLock(Path(sys.argv[1]), "rgpt in another window"):
    print("held", flush=True)
    sys.stdin.read()
"""


async def rgpt(settings: Settings, *arguments: str) -> tuple[int, str, str]:
    """What a command in another terminal comes to: exit code, output, messages."""
    command = await asyncio.create_subprocess_exec(
        sys.executable,
        *RGPT,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"RGPT_STORIES": settings.stories},
    )
    out, err = await command.communicate()
    return command.returncode or 0, out.decode(), err.decode()


@asynccontextmanager
async def held_elsewhere(folder: Path) -> AsyncIterator[None]:
    """Another process writes the story."""
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", HOLD, str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert await holder.stdout.readline() == b"held\n"
        yield
    finally:
        await holder.communicate(b"")


async def test_what_is_open_in_the_studio_is_read_but_not_changed_from_a_command_line(
    open_studio: Open, story: Path, settings: Settings
) -> None:
    async with open_studio(story) as pilot:
        code, _, err = await rgpt(settings, "undo", story.name)
        assert code != 0
        assert "being written by the rgpt studio" in " ".join(err.split())
        assert str(os.getpid()) in err
        code, out, _ = await rgpt(settings, "export", story.name, "--format", "text")
        assert (code, "Paragraph 6 of the keeper" in out) == (0, True)
        # It took nothing from the studio, which writes on.
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 7, "the step")
        await idle(pilot)
    code, _, err = await rgpt(settings, "undo", story.name)
    assert (code, err) == (0, "")


async def test_a_story_that_is_written_elsewhere_is_named_with_its_writer_and_opens_afterwards(
    open_studio: Open, story: Path
) -> None:
    async with open_studio() as pilot:
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        async with held_elsewhere(story):
            await pilot.press("enter")
            await wait_for(pilot, lambda: pilot.app._notifications, "the refusal")
            (told,) = pilot.app._notifications
            assert "is being written by rgpt in another window" in told.message
            assert "Nothing was changed here" in told.message
            assert "d on it in the list of stories makes a copy to go on in." in told.message
            assert "rgpt show" not in told.message
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
        await settled(pilot)
        await pilot.press("enter")
        await opened(pilot)


def test_of_two_studios_the_second_says_who_has_the_story_and_opens_it_once_the_first_has_left(
    model_server: ModelServer, tmp_path: Path
) -> None:
    stage = stage_of(tmp_path, model_server)

    def length() -> int:
        with BookReader.open(stage.folder) as book:
            return len(book.path())

    before, steps = Stories.on(stage.shelf), length()
    first = StudioInTerminal(stage.name, stage.environment)
    with Terminal([*RGPT, "open", stage.name], stage.environment) as second:
        second.seconds_to("is being written by the rgpt", f"(process {first.pid} on")
        second.seconds_to("Nothing was changed here", "makes a copy to go on in", "Import")
        # The second one took nothing from the first, which writes on.
        have_written(first, model_server, FAST)
        until(lambda: length() == steps + 1, "the step of the first studio")
        first.press("\x11")
        until(lambda: not first.runs, "the end of the first studio")
        first.close()
        second.type(KEYS["enter"])
        second.seconds_to("next step")
        asked = len(model_server.requests)
        second.type(KEYS["write"])
        until(lambda: len(model_server.requests) > asked, "the model")
        until(lambda: length() == steps + 2, "the step of the second studio")
    after = Stories.on(stage.shelf)
    assert (after.faults, lost_between(before, after)) == ([], [])


async def test_beside_an_open_studio_backups_are_listed_and_none_is_made_or_restored(
    open_studio: Open, story: Path, settings: Settings
) -> None:
    async with open_studio(story) as pilot:
        # Whoever has the story makes its backups.
        code, _, err = await rgpt(settings, "backups", story.name, "--make")
        assert (code, "being written by the rgpt studio" in " ".join(err.split())) == (1, True)
        await pilot.app.run_action("backups", writing(pilot))
        await sheet(pilot, BackupsSheet)
        await pilot.press("n")
        await wait_for(pilot, lambda: backups_of(story), "the backup")
        await pilot.press("escape")
        await idle(pilot)
        await pilot.press("ctrl+g")
        await steps_are(pilot, 7)
        code, out, _ = await rgpt(settings, "backups", story.name)
        assert (code, "lacks 1 step that is there now" in out) == (0, True)
        code, _, err = await rgpt(settings, "restore", story.name, "--yes")
        assert code != 0
        assert "being written by the rgpt studio" in " ".join(err.split())
        # The studio goes on with the book that it has.
        await pilot.press("ctrl+g")
        await steps_are(pilot, 8)
    code, _, err = await rgpt(settings, "restore", story.name, "1", "--yes")
    assert (code, err) == (0, "")
    with BookReader.open(story) as book:
        assert len(book.path()) == 6


async def test_a_story_that_could_not_be_opened_stays_as_it_was_left(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        await pilot.press("f4", "minus", "f2", "k", "k")
        await pilot.app.run_action("hide", screen)
        screen.arrangement.share = 0.4
        await settled(pilot)
        tip, place = screen.standing.tip.id, screen.story.prose.current
        assert place != tip
    async with AsyncExitStack() as elsewhere:
        await elsewhere.enter_async_context(held_elsewhere(story))
        async with open_studio() as pilot:
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, ShelfScreen), "the shelf")
            await wait_for(pilot, lambda: pilot.app._notifications, "the refusal")
            await settled(pilot)
            await elsewhere.aclose()
            await pilot.press("enter")
            await opened(pilot)
            screen = writing(pilot)
            assert screen.arrangement.share == 0.4
            await wait_for(pilot, lambda: screen.story.prose.current == place, "the place")


async def test_a_commit_made_while_others_read_never_shows_half_a_story(story: Path) -> None:
    """Readers and one writer work on one book at the same time, as the engine and a studio do."""
    done = asyncio.Event()

    def whole() -> int:
        with BookReader.open(story) as reader:
            path = reader.path()
            texts = [reader.step(each.id).text.paragraph for each in path]
        starts = [text.split(" of the keeper")[0] for text in texts]
        assert starts == [f"Paragraph {number}" for number in range(1, len(path) + 1)]
        return len(path)

    async def read() -> list[int]:
        seen = []
        while not done.is_set():
            seen.append(await asyncio.to_thread(whole))
        return seen

    def write() -> None:
        with WriterLock(story, "a test"), Book.open(story) as book:
            for number in range(7, 57, 2):
                book.commit([step_of(number), step_of(number + 1)])

    readers = [asyncio.create_task(read()) for _ in range(3)]
    await asyncio.to_thread(write)
    done.set()
    seen = await asyncio.gather(*readers)
    # Two steps of one commit come together or not at all.
    assert all(length % 2 == 0 for lengths in seen for length in lengths)
    assert len({length for lengths in seen for length in lengths}) > 2


async def test_of_many_programs_that_want_a_story_at_once_each_writes_alone(
    story: Path, settings: Settings
) -> None:
    calls = [
        rgpt(settings, "pin", story.name, "--step", str(number), "--json") for number in range(1, 6)
    ]
    ended = await asyncio.gather(*calls)
    with BookReader.open(story) as book:
        marked = book.marks.all()
        pinned = [step.id in marked for step in book.path()[:5]]
    assert pinned == [code == 0 for code, _, _ in ended]
    assert any(pinned)
    assert all("being written by rgpt" in err for code, _, err in ended if code)
