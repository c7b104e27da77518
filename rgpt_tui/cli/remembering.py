"""The long-term memory: searching it, pinning passages to it, making it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_memory, on_story, story_argument
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.records import Passage


class NotInMemory(RgptError):
    """The sentence is not in the short-term memory."""


@click.command("recall")
@story_argument
@click.argument("query")
@click.option("-k", "count", type=click.IntRange(min=1), default=5, show_default=True)
@json_option
@on_memory
def recall(settings: Settings, story: str, query: str, count: int, as_json: bool) -> None:
    """Search everything written so far, by meaning and by words."""
    from rgpt_tui.cli.desk import engine_of, run
    from rgpt_tui.cli.output import heading, notice, say, say_json

    async def work() -> None:
        async with engine_of(settings, story) as engine:
            async for _ in engine.catch_up():
                pass
            found = await engine.search(query, count)
        if as_json:
            say_json(
                {
                    "hits": [_hit(passage) for passage in found.hits],
                    "near_misses": [_hit(passage) for passage in found.near_misses],
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
            heading(f"{passage.score:.2f}  step {place.number}: {where}")
            say(passage.text)

    run(work())


@click.command("pin")
@story_argument
@click.option("--step", type=int, help="Pin the paragraph of this step: every prompt has it.")
@click.option("--sentence", help="Pin this sentence of the memory: it survives every rewrite.")
@click.option("--mute", is_flag=True, help="With --step: never recall it, instead of pinning it.")
@click.option("--off", is_flag=True, help="Take the pin or the mute away again.")
@on_story
def pin(
    settings: Settings, story: str, step: int | None, sentence: str | None, mute: bool, off: bool
) -> None:
    """Pin a paragraph to every prompt, or a sentence to the memory."""
    if (step is None) == (sentence is None):
        raise click.UsageError("Give --step or --sentence.")
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.numbers import step_numbered
    from rgpt_tui.cli.output import say
    from rgpt_tui.story.marks import Mark

    async def work() -> None:
        async with session_of(settings, story) as session:
            book = session.book
            place = step_numbered(book.path(), step)
            if sentence is None:
                if off:
                    book.marks.take_off(place.id)
                else:
                    book.marks.put(place.id, Mark.MUTE if mute else Mark.PIN)
                say(f"Step {step} is {'free' if off else 'muted' if mute else 'pinned'} now.")
                return
            text = book.step(place.id).text
            if sentence not in text.memory:
                raise NotInMemory(
                    "That sentence does not stand in the memory word for word. Nothing was "
                    "changed. `rgpt show` prints the memory."
                )
            others = tuple(each for each in text.pinned if each != sentence)
            await session.revise(place.id, pinned=others if off else (*others, sentence))
            say(f"{len(others) + (not off)} sentences of the memory are pinned now.")

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


def _hit(passage: Passage) -> dict[str, object]:
    return {
        "step": passage.step,
        "number": passage.position.number,
        "score": passage.score,
        "text": passage.text,
        "sentence": passage.sentence,
        "position": passage.position,
    }
