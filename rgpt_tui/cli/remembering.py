"""The long-term memory: searching it, pinning passages to it, making it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_memory, on_story, story_argument
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.pins import facts_of
from rgpt_tui.story.sentences import list_marker, unwrap

if TYPE_CHECKING:
    from rgpt_tui.archive.query import Recall
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.records import Passage


class NotInMemory(RgptError):
    """The sentence is not in the short-term memory."""


@click.command("recall")
@story_argument
@click.argument("query")
@click.option("-k", "count", type=click.IntRange(min=1), default=5, show_default=True)
@click.option("--all-branches", is_flag=True, help="Search what stands on other branches too.")
@json_option
@on_memory
def recall(
    settings: Settings, story: str, query: str, count: int, all_branches: bool, as_json: bool
) -> None:
    """Search everything written so far, by meaning and by words."""
    from rgpt_tui.cli.desk import engine_of, run
    from rgpt_tui.cli.output import heading, notice, say, say_json

    async def work() -> None:
        async with engine_of(settings, story) as engine:
            async for _ in engine.catch_up():
                pass
            found = await engine.search(query, count, every_branch=all_branches)
        if as_json:
            say_json(
                {
                    "hits": [_hit(passage, found) for passage in found.hits],
                    "near_misses": [_hit(passage, found) for passage in found.near_misses],
                    "mode": found.mode,
                    "notice": found.notice,
                }
            )
            return
        if found.notice:
            notice(found.notice)
        if not found.hits:
            say("Nothing in the story comes near that. Try other words.")
        for passage in found.hits:
            place = passage.position
            where = place.heading or f"Chapter {place.chapter}"
            if passage.step in found.elsewhere:
                where += " (on another branch)"
            heading(f"{passage.score:.2f}  step {place.number}: {where}")
            say(passage.text)

    run(work())


@click.command("pin")
@story_argument
@click.option("--step", type=int, help="Pin the paragraph of this step: every prompt has it.")
@click.option("--sentence", help="Pin this sentence of the memory: it survives every rewrite.")
@click.option("--mute", is_flag=True, help="With --step: never recall it, instead of pinning it.")
@click.option("--off", is_flag=True, help="Take the pin or the mute away again.")
@json_option
@on_story
def pin(
    settings: Settings,
    story: str,
    step: int | None,
    sentence: str | None,
    mute: bool,
    off: bool,
    as_json: bool,
) -> None:
    """Pin a paragraph to every prompt, or a sentence to the memory."""
    if (step is None) == (sentence is None):
        raise click.UsageError("Give --step or --sentence.")
    if sentence is not None and mute:
        raise click.UsageError("--mute is for a --step; a sentence can only be pinned.")
    from rgpt_tui.cli.desk import run, session_of

    async def work() -> None:
        async with session_of(settings, story) as session:
            if step is not None:
                mark = None if off else Mark.MUTE if mute else Mark.PIN
                await _mark(session, step, mark, as_json=as_json)
            elif sentence is not None:
                await _pin_sentence(session, sentence, off=off, as_json=as_json)

    run(work())


@click.command("rebuild")
@story_argument
@json_option
@on_memory
def rebuild(settings: Settings, story: str, as_json: bool) -> None:
    """Make the long-term memory anew from the book."""
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.display import show_events
    from rgpt_tui.cli.output import say

    async def work() -> None:
        async with session_of(settings, story) as session:
            await show_events(session.rebuild(), as_json=as_json)
        if not as_json:
            say("The long-term memory is made anew.")

    run(work())


async def _mark(session: WritingSession, number: int, mark: Mark | None, *, as_json: bool) -> None:
    from rgpt_tui.cli.numbers import step_numbered
    from rgpt_tui.cli.output import say, say_json

    place = step_numbered(session.book.path(), number)
    await session.mark(place.id, mark)
    if as_json:
        say_json({"event": "marked", "step": place.id, "number": number, "mark": mark})
        return
    now = {None: "free", Mark.MUTE: "muted", Mark.PIN: "pinned"}[mark]
    say(f"Step {number} is {now} now.")


async def _pin_sentence(
    session: WritingSession, sentence: str, *, off: bool, as_json: bool
) -> None:
    from rgpt_tui.cli.display import show_all
    from rgpt_tui.cli.numbers import step_numbered
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.engine.events import Revised

    place, language = step_numbered(session.book.path(), None), session.book.brief.language
    text = session.book.step(place.id).text
    wanted = _plain(sentence, language)
    standing = text.pinned if off else _sentences(text.memory, language)
    found = next((each for each in standing if _plain(each, language) == wanted), None)
    if found is None or not wanted:
        raise NotInMemory(
            "No such sentence is pinned. Nothing was changed. `rgpt show` prints those that are."
            if off
            else "That is not a whole sentence that stands in the memory word for word. Nothing "
            "was changed. `rgpt show` prints the memory."
        )
    others = tuple(each for each in text.pinned if _plain(each, language) != wanted)
    pinned = others if off else (*others, found)
    events = [*await session.revise(place.id, pinned=pinned), *await session.settle()]
    show_all((each for each in events if not isinstance(each, Revised)), as_json=as_json)
    if as_json:
        say_json({"event": "pinned", "step": place.id, "pinned": pinned})
    else:
        say(f"Pinned sentences of the memory: {len(pinned)}.")


def _sentences(memory: str, language: str) -> list[str]:
    return [memory[fact.start : fact.end] for fact in facts_of(memory, language)]


def _plain(sentence: str, language: str) -> str:
    """A sentence without the marker of a list item and the line breaks of a narrow window."""
    stripped = sentence.strip()
    return unwrap(stripped[len(list_marker(stripped)) :], language)


def _hit(passage: Passage, found: Recall) -> dict[str, object]:
    return {
        "step": passage.step,
        "number": passage.position.number,
        "score": passage.score,
        "text": passage.text,
        "sentence": passage.sentence,
        "position": passage.position,
        "on_this_branch": passage.step not in found.elsewhere,
    }
