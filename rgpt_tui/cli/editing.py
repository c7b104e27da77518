"""Changing what is in a story: texts in the writer's editor, and steps back and forth."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click
import msgspec

from rgpt_tui.cli.options import json_option, on_story, story_argument
from rgpt_tui.external_editor import EditRefused, ExternalEditor
from rgpt_tui.story.book import NothingToMove
from rgpt_tui.story.counting import counted
from rgpt_tui.story.records import Brief

if TYPE_CHECKING:
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.records import Step

OF_STEP = ("memory", "plan", "paragraph", "heading")
OF_STORY = tuple(each.name for each in fields(Brief))
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
BEFORE_THE_FIRST = "The story is before its first step now; `rgpt redo` brings the steps back."
PLAN_MARK = "=== Plan {number} ==="


@click.command("edit")
@story_argument
@click.argument(
    "what", type=click.Choice([*OF_STEP, *(name.replace("_", "-") for name in OF_STORY)])
)
@click.option("--step", type=int, help="The step to edit, by its number; the last one if left out.")
@click.option("--pick", type=int, help="With plan: only the plan of this number.")
@json_option
@on_story
def edit(
    settings: Settings, story: str, what: str, step: int | None, pick: int | None, as_json: bool
) -> None:
    """Edit a text of the story in your editor ($VISUAL or $EDITOR).

    The next step starts from exactly what you save. The text as it was stays in the book.
    """
    name = what.replace("-", "_")
    if pick is not None and what != "plan":
        raise click.UsageError("--pick is for plan: it says which of the plans.")
    if step is not None and name in OF_STORY:
        raise click.UsageError(f"The {_words(what)} is of the whole story, so --step has no place.")
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.display import show_all
    from rgpt_tui.cli.numbers import step_numbered
    from rgpt_tui.cli.output import notice, say, say_json

    async def work() -> None:
        async with session_of(settings, story) as session:
            with ExternalEditor() as editor:
                await change(session, editor)

    async def change(session: WritingSession, editor: ExternalEditor) -> None:
        if name in OF_STORY:
            brief = _edited_brief(session.book.brief, what, editor)
            await session.change_brief(brief)
            show_all(await session.settle(), as_json=as_json)
            if as_json:
                say_json({"event": "brief", name: getattr(session.book.brief, name)})
            else:
                say(f"The {_words(what)} is saved.")
            return
        path = session.book.path()
        place = step_numbered(path, step)
        changes = _edited(session.book.step(place.id), what, pick, editor)
        events = await session.revise(place.id, **changes)
        show_all([*events, *await session.settle()], as_json=as_json)
        if as_json:
            return
        if place.position.number < len(path) and what == "paragraph":
            notice(
                "The steps after it were written before this edit. `rgpt refresh` makes the "
                "memory anew from the text; `rgpt refresh --dismiss` lets it be."
            )

    run(work())


@click.command("undo")
@story_argument
@click.option("-n", "count", type=click.IntRange(min=1), default=1, help="How many steps.")
@json_option
@on_story
def undo(settings: Settings, story: str, count: int, as_json: bool) -> None:
    """Go back a step. It stays in the book: redo brings it back, writing begins a branch."""
    _move(settings, story, count, as_json=as_json, back=True)


@click.command("redo")
@story_argument
@click.option("-n", "count", type=click.IntRange(min=1), default=1, help="How many steps.")
@json_option
@on_story
def redo(settings: Settings, story: str, count: int, as_json: bool) -> None:
    """Go forward again to the step that was undone."""
    _move(settings, story, count, as_json=as_json, back=False)


def _move(settings: Settings, story: str, count: int, *, as_json: bool, back: bool) -> None:
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.display import show_all
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.writer.events import Event

    async def work() -> None:
        async with session_of(settings, story) as session:
            steps = len(session.book.path())
            if back and count > steps > 0:
                raise NothingToMove(
                    f"The story has {counted(steps, 'step')}; {count} cannot be undone. "
                    "Nothing was changed."
                )
            moved, told = 0, list[Event]()
            try:
                while moved < count:
                    told += await session.move(back=back)
                    moved += 1
            except NothingToMove:
                if not moved:
                    raise
            show_all([*told, *await session.settle()][-1:], as_json=as_json)
            tip, number = session.book.tip, len(session.book.path())
        if as_json:
            say_json({"event": "moved", "tip": tip, "number": number})
        else:
            say(f"The story is at step {number} now." if number else BEFORE_THE_FIRST)
            if moved < count:
                say("There is no more to redo.")

    run(work())


def _edited(step: Step, what: str, pick: int | None, editor: ExternalEditor) -> dict[str, object]:
    """What the writer changes about a step, as fields of its text."""
    text = step.text
    if what == "plan":
        return {"plans": _edited_plans(text.plans, pick, editor)}
    new = editor.edit(getattr(text, what), what)
    if what == "paragraph" and not new.strip():
        raise EditRefused(
            "A paragraph cannot be empty. Nothing was changed. `rgpt undo` takes the step back."
        )
    if what == "memory":
        # The writer's own wording counts, also against an earlier pin.
        return {"memory": new, "pinned": tuple(each for each in text.pinned if each in new)}
    return {what: new}


def _edited_plans(
    plans: tuple[str, ...], pick: int | None, editor: ExternalEditor
) -> tuple[str, ...]:
    from rgpt_tui.writer.plan_choice import offered_plan, own_plan

    if pick is not None:
        new = own_plan(editor.edit(offered_plan(plans, pick).text, "plan")).text
        return (*plans[: pick - 1], new, *plans[pick:])
    marked = "\n\n".join(
        f"{PLAN_MARK.format(number=number)}\n{plan}" for number, plan in enumerate(plans, start=1)
    )
    parts = re.split(r"^=== Plan \d+ ===[ \t]*\n", editor.edit(marked, "plans"), flags=re.MULTILINE)
    edited = tuple(part.strip("\n") for part in parts[1:] if part.strip())
    if not edited:
        raise EditRefused(
            "No plan is left, or the lines “=== Plan 1 ===” are gone. Nothing was changed. Keep "
            "those lines, or edit one plan with --pick."
        )
    return edited


def _edited_brief(brief: Brief, what: str, editor: ExternalEditor) -> Brief:
    """The brief with one field as the writer saved it.

    Raises:
        EditRefused: the field cannot be that.
    """
    name = what.replace("-", "_")
    before = getattr(brief, name)
    text = editor.edit("" if before is None else str(before), _words(what))
    new: object = text
    if name == "target_words":
        new = _target(text.strip())
    elif name == "language":
        new = text.strip()
        if not LANGUAGE_TAG.fullmatch(new):
            raise EditRefused(
                f"“{new}” is no language. Nothing was changed. Write a short name such as en, fr "
                "or zh."
            )
    return msgspec.convert({**asdict(brief), name: new}, Brief)


def _target(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text)):
        raise EditRefused(
            f"“{text}” is no number of words. Nothing was changed. Write digits only, such as "
            "90000, or leave it empty for no target."
        )
    return int(text)


def _words(what: str) -> str:
    return what.replace("-", " ")
