"""Looking at a story without changing it: where it stands, and what would be sent next."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_model, on_story, story_argument

if TYPE_CHECKING:
    from rgpt_tui.engine.next_prompt import NextPrompt
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.reading import BookReader


@click.command("show")
@story_argument
@click.option("--step", type=int, help="Show this step instead of the last one.")
@click.option("--text", is_flag=True, help="Print the paragraph as well.")
@json_option
@on_story
def show(settings: Settings, story: str, step: int | None, text: bool, as_json: bool) -> None:
    """Show where a story stands: its memory, its plans, and its place."""
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.cli.numbers import step_numbered
    from rgpt_tui.story.reading import BookReader

    with BookReader.open(shelf_of(settings).find(story)) as book:
        path = book.path()
        place = step_numbered(path, step) if step is not None else path[-1] if path else None
        if as_json:
            _show_json(book, path, place)
        else:
            _show_text(book, path, place, text)


def _show_json(book: BookReader, path: tuple[PathStep, ...], place: PathStep | None) -> None:
    from rgpt_tui.cli.output import say_json

    brief, last = book.brief, book.step(place.id) if place else None
    say_json(
        {
            **asdict(brief),
            "position": place.position if place else None,
            "words": sum(step.words for step in path),
            "step": place.id if place else None,
            "branch": book.branches.here(),
            "paragraph": last.text.paragraph if last else "",
            "rationale": last.text.rationale if last else "",
            "memory": last.text.memory if last else "",
            "pinned": last.text.pinned if last else (),
            "plans": last.text.plans if last else (),
            "draft": book.drafts.latest(place.id if place else None),
            "path": [
                {
                    "id": step.id,
                    "number": step.position.number,
                    "chapter": step.position.chapter,
                    "heading": step.position.heading,
                    "revision": step.revision,
                    "words": step.words,
                    "written_before_edit": step.written_before_edit,
                }
                for step in path
            ],
        }
    )


def _show_text(
    book: BookReader, path: tuple[PathStep, ...], place: PathStep | None, with_paragraph: bool
) -> None:
    from rgpt_tui.cli.display import show_plans
    from rgpt_tui.cli.output import heading, notice, say
    from rgpt_tui.story.counting import counted

    brief, words = book.brief, sum(step.words for step in path)
    heading(brief.title or "Untitled")
    target = f" of about {brief.target_words:,}" if brief.target_words else ""
    say(f"{counted(len(path), 'step')}, {counted(words, 'word')}{target}.", "dim")
    if branch := book.branches.here():
        say(f"Branch: {branch}", "dim")
    if brief.outline:
        heading("Outline")
        say(brief.outline)
    if place is None:
        say("It has no opening yet. `rgpt write` makes one.")
        _tell_of_draft(book, None)
        return
    step = book.step(place.id)
    where = place.position.heading or f"Chapter {place.position.chapter}"
    heading(f"Step {place.position.number}: {where}, passage {place.position.in_chapter}")
    if step.plan:
        say(f"Plan: {step.plan.text}", "dim")
    if with_paragraph:
        say()
        say(step.text.paragraph)
    heading("Memory")
    say(step.text.memory or "None yet; it is made at the next write.")
    for sentence in step.text.pinned:
        say(f"pinned: {sentence}", "dim")
    if step.text.plans:
        show_plans(step.text.plans)
    if old := [each.position.number for each in path if each.written_before_edit]:
        notice(
            f"{counted(len(old), 'step was', 'steps were')} written before an edit of an earlier "
            f"one (from step {old[0]} on). `rgpt refresh` makes the memory anew; "
            "`--dismiss` takes this away."
        )
    _tell_of_draft(book, place.id)


def _tell_of_draft(book: BookReader, parent: str | None) -> None:
    from rgpt_tui.cli.output import notice

    if draft := book.drafts.latest(parent):
        notice(
            f"An unfinished reply is kept as a draft ({', '.join(draft.sections)}). "
            "`rgpt write --from-draft` goes on with it."
        )


@click.command("prompt")
@story_argument
@click.option("--plan", help="A plan of your own in place of an offered one.")
@click.option("--pick", type=int, default=1, show_default=True, help="The offered plan to show.")
@click.option("--chapter", default="", help="Heading of a chapter that would begin.")
@json_option
@on_model
def prompt(
    settings: Settings, story: str, plan: str | None, pick: int, chapter: str, as_json: bool
) -> None:
    """Show the exact next request, without sending it.

    It comes with its parts and their tokens, and with what had to be left out for space.
    """
    from rgpt_tui.cli.desk import engine_of, run
    from rgpt_tui.cli.output import say_json
    from rgpt_tui.writer.plan_choice import offered_plan, own_plan

    async def work() -> None:
        async with engine_of(settings, story) as engine:
            plans = await engine.plans()
            if plan is not None:
                text = own_plan(plan).text
            else:
                text = offered_plan(plans, pick).text if plans else ""
            found = await engine.next_prompt(text, heading=chapter)
        if as_json:
            say_json({**asdict(found.prompt), "recall": found.recall})
        else:
            _show_prompt(found)

    run(work())


def _show_prompt(found: NextPrompt) -> None:
    from rgpt_tui.cli.output import console, heading, notice, say, say_rows
    from rgpt_tui.story.printable import printable

    sent = found.prompt
    for message in sent.messages:
        heading(f"── {message.role} ──")
        console.print(printable(message.content), soft_wrap=True)
    heading(f"{sent.tokens:,} tokens of {sent.room:,}; the reply may have {sent.reply_tokens:,}")
    say_rows([(part.name, f"{part.tokens:,}") for part in sent.parts])
    for left in sent.left_out:
        notice(f"left out of {left.part} ({left.tokens} tokens): {left.reason}")
    if found.recall and found.recall.near_misses:
        heading("Not recalled, though near")
        for miss in found.recall.near_misses:
            say(f"{miss.score:.2f}  step {miss.position.number}: {miss.sentence}", "dim")
    for text in (*found.notices, found.recall.notice if found.recall else None):
        if text:
            notice(text)
