"""What can be done with a paragraph of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from rgpt_tui.story.book import Book
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import StepKind
from tests.studio.conftest import step_of
from tests.studio.waiting import idle, screen_text, settled, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.model_server import ModelServer

Open = Any


async def edit_to(pilot: Pilot[None], text: str) -> None:
    """Edit the current paragraph to be this text, and leave the editor."""
    editor = writing(pilot).story.editor
    await pilot.press("e")
    await wait_for(pilot, lambda: editor.open and editor.has_focus, "the editor")
    editor.text = text
    await settled(pilot)
    await pilot.press("escape")
    await wait_for(pilot, lambda: not editor.open, "the editor to close")


async def step_back(pilot: Pilot[None], times: int) -> None:
    await pilot.press(*["up"] * times)
    await settled(pilot)


async def test_an_edited_paragraph_is_what_the_next_step_follows(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        await edit_to(pilot, "Nothing but the sea was left, and it was [red]green[/red].")
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 7, "the step")
        await idle(pilot)
    sent = model_server.requests[0].prompt
    assert "Nothing but the sea was left, and it was [red]green[/red]." in sent
    assert "Paragraph 6 of the keeper" not in sent


async def test_an_edit_is_seen_in_its_place_and_the_earlier_text_stays_in_the_book(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await step_back(pilot, 1)
        await edit_to(pilot, "A short paragraph in place of the fifth.")
        await shows(pilot, "in place of the fifth")
    with Book.open(story) as book:
        step = book.path()[4].id
        assert [text.paragraph[:11] for text in book.revisions(step)] == [
            "Paragraph 5",
            "A short par",
        ]


async def test_no_word_moves_when_a_paragraph_is_opened_to_be_edited(
    open_studio: Open, story: Path
) -> None:
    # The first lines are as long as the measure; Textual by itself would break them sooner.
    lines = ["a " * 34 + "ab", "b " * 34 + "bc", "c " * 20 + "cd"]
    with Book.open(story) as book:
        book.commit([step_of(7, paragraph=" ".join(lines))])
    async with open_studio(story, "narrow") as pilot:
        await shows(pilot, *(f"▌ {line}" for line in lines))
        await pilot.press("e")
        await wait_for(pilot, lambda: writing(pilot).story.editor.has_focus, "the editor")
        await settled(pilot)
        await shows(pilot, *(f"▌ {line}" for line in lines))


async def test_words_typed_in_the_editor_survive_a_crash(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("e")
        editor = writing(pilot).story.editor
        await wait_for(pilot, lambda: editor.open and editor.has_focus, "the editor")
        editor.text = "Half a thought that nobody saved"
        with Book.open(story) as other:
            await wait_for(
                pilot,
                lambda: any("Half a thought" in each.text for each in other.unsent.all()),
                "the words to be kept",
            )
        # As after a crash: nobody saves.
        editor.close(writing(pilot).story.prose)
    async with open_studio(story) as pilot:
        await pilot.press("e")
        editor = writing(pilot).story.editor
        await wait_for(pilot, lambda: editor.open, "the editor")
        assert editor.text == "Half a thought that nobody saved"


async def test_a_reroll_stands_beside_the_old_version_and_comes_from_the_same_plan(
    open_studio: Open, story: Path, model_server: ModelServer
) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 7, "the step")
        await idle(pilot)
        plan = writing(pilot).standing.tip.plan.text
        first = writing(pilot).standing.tip.id
        model_server.forget()
        await pilot.press("f2", "end", "r")
        await wait_for(pilot, lambda: writing(pilot).standing.tip.id != first, "the other version")
        await idle(pilot)
        assert len(writing(pilot).standing.path) == 7
    assert plan in model_server.requests[0].prompt
    with Book.open(story) as book:
        assert len(book.alternates(first)) == 2


async def test_going_on_from_an_earlier_paragraph_leaves_the_later_ones_in_the_book(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        await step_back(pilot, 3)
        await pilot.press("g")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 3, "the third step")
        await pilot.press("ctrl+y")
        await wait_for(pilot, lambda: len(writing(pilot).standing.path) == 4, "redo")
    with Book.open(story) as book:
        assert len(book.latest_revisions()) == 6


async def test_pin_and_mute_are_told_in_the_margin_and_taken_back_by_the_same_key(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story) as pilot:
        screen = writing(pilot)
        step = screen.story.prose.current
        await pilot.press("p")
        await wait_for(pilot, lambda: screen.standing.marks.get(step) is Mark.PIN, "the pin")
        await pilot.press("m")
        await wait_for(pilot, lambda: screen.standing.marks.get(step) is Mark.MUTE, "the mute")
        await pilot.press("m")
        await wait_for(pilot, lambda: step not in screen.standing.marks, "no mark")


async def test_a_heading_begins_a_chapter(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await pilot.press("h")
        await wait_for(pilot, lambda: isinstance(pilot.app.focused, Input), "the question")
        pilot.app.focused.value = "Low [b]Tide"
        await pilot.press("enter")
        await shows(pilot, "Low [b]Tide")
        assert writing(pilot).standing.path[-1].position.chapter == 3


async def test_provenance_tells_whose_words_they_are(open_studio: Open, story: Path) -> None:
    async with open_studio(story) as pilot:
        await edit_to(pilot, "My own words stand here now, and none of the others do.")
        await pilot.press("x")
        await shows(pilot, "edited", "model")
        await pilot.press("x")
        await wait_for(pilot, lambda: "edited" not in screen_text(pilot), "the shares to go")


async def test_steps_after_an_edit_are_marked_until_the_writer_dismisses_it(
    open_studio: Open, story: Path
) -> None:
    async with open_studio(story, "narrow") as pilot:
        await step_back(pilot, 2)
        await edit_to(pilot, "The fourth, changed.")
        await shows(pilot, "~  Paragraph 5")
        assert "written before an edit" not in screen_text(pilot)
        await pilot.press("down")
        await shows(pilot, "~▌ Paragraph 5", " ~ written before an edit")
        await pilot.press("d")
        await wait_for(pilot, lambda: "~" not in screen_text(pilot), "no mark")


async def test_a_first_step_is_an_opening_of_several_paragraphs(
    open_studio: Open, folder: Path
) -> None:
    async with open_studio(folder) as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: writing(pilot).standing.tip is not None, "the opening")
        await idle(pilot)
        kinds = await writing(pilot).desk.read(
            lambda book: [book.step(step.id).kind for step in book.path()]
        )
        assert kinds == [StepKind.OPENING] * 3
