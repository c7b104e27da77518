"""Words of a model or a file that would like to be more than words: shown as text, harmless."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.backup_files import Why
from rgpt_tui.story.backups import make_backup
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.screens.backups import BackupsSheet
from rgpt_tui.studio.screens.damaged import DamagedSheet
from rgpt_tui.studio.screens.history import HistorySheet
from tests.model_server import Failure, Reply
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer

HOSTILE = {
    "markup": "[red]Blood[/red] [@click=app.quit]here[/] [link=file:///etc/passwd]there[/link]",
    "ansi": "\x1b[31mred\x1b[0m \x1b[2J\x1b[H wiped \x9b31m and \x07 rung",
    "osc": "\x1b]0;owned\x07 \x1b]52;c;b3duZWQ=\x07 \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\",
    "direction": "abc \u202e desrever \u2066 isolated \u200b\u200d\ufeff zero",
    "unclosed": "[bold [ [/] [/nothing] \\[ $primary $nope {x} {{y}}",
    "long line": "x" * 100_000,
}
FORBIDDEN = {chr(code) for code in (*range(32), *range(0x7F, 0xA0))} | set("\u202e\u2066")


def forbidden_on(pilot: Pilot[None]) -> set[str]:
    """The characters on the screen that a terminal would obey."""
    strips = pilot.app.screen._compositor.render_strips()
    return {sign for strip in strips for part in strip for sign in part.text} & FORBIDDEN


def links_on(pilot: Pilot[None]) -> list[str]:
    """The links and click actions that words on the screen carry."""
    strips = pilot.app.screen._compositor.render_strips()
    styles = [part.style for strip in strips for part in strip if part.style]
    return [style.link for style in styles if style.link] + [
        str(style.meta["@click"]) for style in styles if "app.quit" in str(style.meta)
    ]


def reply_of(words: str) -> Reply:
    """A reply with these words in every section."""
    return Reply(
        "\n".join(
            f"{label}: {words} and so on."
            for label in ("Paragraph", "Rationale", "Memory", "Plan 1", "Plan 2", "Plan 3")
        ),
        chunk=500,
    )


@pytest.mark.parametrize("kind", HOSTILE)
async def test_words_of_the_model_are_shown_as_text(
    open_studio: Any, story: Path, model_server: ModelServer, kind: str
) -> None:
    model_server.default = reply_of(HOSTILE[kind])
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+g")
        screen = writing(pilot)
        await wait_for(
            pilot,
            lambda: len(screen.standing.path) == 7 or screen.standing.draft is not None,
            "the step, or a draft of it",
        )
        await idle(pilot)
        for key in ("f2", "end", "e", "escape", "f3", "f4", "f5", "f8"):
            await pilot.press(key)
            await settled(pilot)
            assert not forbidden_on(pilot)
            assert not links_on(pilot)
        assert pilot.app.is_running


@pytest.mark.parametrize("kind", HOSTILE)
async def test_words_of_a_book_are_shown_as_text_everywhere(
    open_studio: Any, settings: Settings, kind: str
) -> None:
    words = HOSTILE[kind]
    folder = Shelf(Path(settings.stories)).create(Brief(title=words[:200], topic=words[:200]))
    with Book.open(folder) as book:
        text = {"paragraph": words, "heading": words[:200], "memory": words, "rationale": words}
        book.commit([step_of(1, **text, plans=(words, words, words)), step_of(2)])
    async with open_studio(folder) as pilot:
        await settled(pilot)
        for key in (
            "f2",
            "up",
            "e",
            "escape",
            "a",
            "escape",
            "f3",
            "f5",
            "ctrl+r",
            "escape",
            "ctrl+p",
            "escape",
        ):
            await pilot.press(key)
            await settled(pilot)
            assert not forbidden_on(pilot)
            assert not links_on(pilot)
        # Looking at a paragraph in the editor is no edit of it.
        path = writing(pilot).standing.path
        assert [step.revision for step in path] == [1, 1]
        pilot.app.show_shelf()
        await shows(pilot, "Stories")
        await settled(pilot)
        assert not forbidden_on(pilot)
        assert not links_on(pilot)


async def test_words_are_shown_as_text_in_the_history_and_where_backups_and_damage_are_told(
    open_studio: Any, settings: Settings
) -> None:
    words = " ".join(each for kind, each in HOSTILE.items() if kind != "long line")
    folder = Shelf(Path(settings.stories)).create(Brief(title=words[:200]))
    with Book.open(folder) as book:
        (step,) = book.commit([step_of(1, paragraph=words, heading=words[:200])])
        book.revise(step.id, paragraph=f"{words} once more")
        book.branches.call(step.id, words[:60].replace("\x1b", ""))
        make_backup(folder / "book.db", Why.ROUTINE, reserve=0)
    async with open_studio(folder) as pilot:
        await settled(pilot)
        await pilot.press("f2", "v")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, HistorySheet), "the history")
        await shows(pilot, "once more")
        damage = DamagedSheet(folder, f"{words} It was not changed.")
        for sheet in (None, BackupsSheet(folder, is_open=True), damage):
            if sheet is not None:
                await pilot.app.push_screen(sheet)
                await wait_for(pilot, lambda it=sheet: it.listed.option_count, "what it lists")
            await settled(pilot)
            assert not forbidden_on(pilot)
            assert not links_on(pilot)


async def test_words_of_an_error_are_shown_as_text(
    open_studio: Any, story: Path, model_server: ModelServer
) -> None:
    body = '{"error": {"message": "[red]no[/red] \\u001b[31m \\u001b]0;owned\\u0007 [/]"}}'
    model_server.default = Failure(400, body)
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: list(pilot.app._notifications), "the message")
        await settled(pilot)
        assert not forbidden_on(pilot)
        assert pilot.app.is_running
