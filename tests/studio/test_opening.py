"""The opening of a new story, from the key that has it written to its first words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.story.records import Brief
from rgpt_tui.studio.panes.coming import Coming, Shown
from rgpt_tui.studio.panes.opening import Opening
from rgpt_tui.writer.events import Rewritten, Words
from tests.model_server import Reply
from tests.studio.waiting import idle, screen_text, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

Open = Any


def words(section: str, text: str) -> Words:
    """Words as the engine tells them."""
    return Words(section=section, text=text)


def test_until_there_is_prose_the_outline_is_shown_under_the_title_and_as_no_prose():
    coming = Coming()
    for event in (words("title", "The Bell"), words("outline", "A keeper "), words("memory", "x")):
        coming.take(event)
    assert coming.shown() == Shown("The Bell · outline", "A keeper", draft=True)
    coming.take(words("opening_1", "It rang."))
    coming.take(words("opening_2", "Nobody "))
    coming.take(Rewritten(section="opening_2", text="Nobody came."))
    assert coming.shown() == Shown("", "It rang.\n\nNobody came.")
    # A reply that is gone on with begins behind the white space that the first one ended in.
    coming.take(Rewritten(section="opening_2", text="Nobody came. "))
    assert coming.shown().text + "It rang again." == "It rang.\n\nNobody came. It rang again."


def test_the_list_says_what_has_come_what_is_coming_and_what_was_given():
    opening = Opening()
    assert "being made ready" in opening.line().plain
    opening.take(words("outline", "A keeper counts."))
    opening.take(words("opening_2", "It rang twice."))
    told = opening.told(Brief(title="The Bell"), "Esc").plain
    assert "✓ the title  yours" in told
    assert "✓ an outline" in told
    assert "▸ three paragraphs  3 words so far" in told
    assert "· three plans" in told
    assert "paragraph 2 of 3" in opening.line().plain


@pytest.mark.parametrize("size", ["narrow", "wide"])
async def test_it_says_at_once_what_is_going_on_and_shows_the_words_as_they_come(
    open_studio: Open, folder: Path, model_server: ModelServer, size: str
) -> None:
    model_server.default = Reply(wait=1.0, chunk=40, tokens_per_second=400)
    async with open_studio(folder, size) as pilot:
        screen = writing(pilot)
        await shows(pilot, "Nothing is written")
        await pilot.press("ctrl+g")
        await pilot.pause()
        # The panes may be painted in two frames.
        await wait_for(
            pilot,
            lambda: (
                "Writing the opening" in (text := screen_text(pilot))
                and "Nothing is written" not in text
            ),
            "the opening in all panes",
        )
        await wait_for(pilot, lambda: screen.story.prose.page.draft, "words of the outline")
        await shows(pilot, "the outline …")
        await wait_for(pilot, lambda: not screen.story.prose.page.draft, "words of the story")
        await shows(pilot, "paragraph 1 of 3")
        model_server.default = Reply(chunk=200)
        await pilot.press("escape")
        await idle(pilot)
        await wait_for(pilot, lambda: screen.story.prose.page.draft, "the draft")
        assert "Writing the opening" not in screen_text(pilot)
        await shows(pilot, "Set aside")
