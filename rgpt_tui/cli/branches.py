"""The branches of a story: listing, naming and going to them, and the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_story, story_argument
from rgpt_tui.story.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.settings import Settings
    from rgpt_tui.story.bin import BinnedBranch
    from rgpt_tui.story.branches import Branch
    from rgpt_tui.story.reading import BookReader

SHOWN = 20
"""Branches without a name that are listed, the newest ones."""
ID = 8
"""Characters of a step's id that tell it from all others, as a rule."""
WORDS = 40
BRANCH_HELP = "A branch, by its name or by what stands first in its line of `rgpt branches`."


@click.command("branches")
@story_argument
@click.option("--all", "all_of_them", is_flag=True, help="List also old branches without a name.")
@click.option("--bin", "of_bin", is_flag=True, help="List what is in the bin instead.")
@json_option
@on_story
def branches(
    settings: Settings, story: str, all_of_them: bool, of_bin: bool, as_json: bool
) -> None:
    """List the branches of a story: where each one ends, and its name.

    Every re-roll, and every step written after an undo, begins a branch. `rgpt go` goes to one,
    `rgpt name` names one, `rgpt bin` puts one out of sight.
    """
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.story.reading import BookReader

    with BookReader.open(shelf_of(settings).find(story)) as book:
        if of_bin:
            _show_bin(book.bin.all(), story, as_json=as_json)
        else:
            _show_branches(book.branches.all(), all_of_them=all_of_them, as_json=as_json)


@click.command("go")
@story_argument
@click.argument("branch")
@click.option("--step", type=int, help="Go to the step of this number on it, not to its end.")
@json_option
@on_story
def go(settings: Settings, story: str, branch: str, step: int | None, as_json: bool) -> None:
    """Go on with another branch, from its end or from one of its steps.

    BRANCH is its name, or what stands first in its line of `rgpt branches`. The branch that you
    leave stays as it is.
    """
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.display import show_all
    from rgpt_tui.cli.numbers import step_numbered
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.story.reading import NoSuchStep

    async def work() -> None:
        async with session_of(settings, story) as session:
            end = _branch(session.book, branch)
            before = session.book.tip
            await session.go_to(end)
            try:
                place = step_numbered(session.book.path(), step)
            except NoSuchStep:
                await session.go_to(before)
                raise
            if place.id != end:
                await session.go_to(place.id)
            show_all(await session.settle(), as_json=as_json)
            name = session.book.branches.here()
        number = place.position.number
        if as_json:
            say_json({"event": "moved", "tip": place.id, "number": number, "branch": name})
        else:
            on = f" of “{name}”" if name else ""
            say(f"The story is at step {number}{on} now.")

    run(work())


@click.command("name")
@story_argument
@click.argument("name")
@click.option("--branch", help=f"{BRANCH_HELP} Left out: the one that the story stands on.")
@json_option
@on_story
def name(settings: Settings, story: str, name: str, branch: str | None, as_json: bool) -> None:
    """Give a branch a name, or another one; with an empty name ("") it has none.

    The name stays at the end of the branch and moves on as the branch grows.
    """
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.story.branches import NoSuchBranch, cleaned

    async def work() -> None:
        async with session_of(settings, story) as session:
            step = session.book.tip if branch is None else _branch(session.book, branch)
            if step is None:
                raise NoSuchBranch(
                    "The story has no step yet, so no branch either. Nothing was changed. `rgpt "
                    "write` makes its opening."
                )
            end = await session.name_branch(step, name)
            number = session.book.step(end).number
        if as_json:
            say_json({"event": "named", "end": end, "number": number, "name": cleaned(name)})
        elif cleaned(name):
            say(f"The branch that ends with step {number} is called “{cleaned(name)}” now.")
        else:
            say(f"The branch that ends with step {number} has no name now.")

    run(work())


@click.command("bin")
@story_argument
@click.argument("branch")
@click.option("--out", is_flag=True, help="Take the branch out of the bin again, whole.")
@json_option
@on_story
def throw(settings: Settings, story: str, branch: str, out: bool, as_json: bool) -> None:
    """Put a branch into the bin, from where it leaves the others to its end.

    It is no longer listed, offered or counted, but nothing of it is deleted: `rgpt branches --bin`
    lists what is there, and `rgpt bin STORY BRANCH --out` takes a branch out again.
    """
    from rgpt_tui.cli.desk import run, session_of
    from rgpt_tui.cli.output import say, say_json

    async def work() -> None:
        async with session_of(settings, story) as session:
            book = session.book
            if out:
                step = _in_bin(book, branch)
                count = await session.take_out_of_bin(step)
            else:
                step = book.branches.start_of(_branch(book, branch))
                count = await session.bin_branch(step)
        if as_json:
            event = "taken out" if out else "binned"
            say_json({"event": event, "step": step, "steps": count})
        elif out:
            say(f"{_steps(count)} out of the bin again.")
        else:
            say(f"{_steps(count)} in the bin. `rgpt bin {story} {step[:ID]} --out` takes it out.")

    run(work())


def _show_branches(found: Sequence[Branch], *, all_of_them: bool, as_json: bool) -> None:
    from rgpt_tui.cli.output import notice, say, say_json, say_rows

    if as_json:
        for each in found:
            say_json(each)
        return
    if not found:
        say("The story has no step yet. `rgpt write` makes its opening.")
        return
    first = [each for each in found if each.here or each.name]
    others = [each for each in found if not (each.here or each.name)]
    shown = others if all_of_them else others[:SHOWN]
    first.sort(key=lambda each: not each.here)
    say_rows(
        (
            each.name or each.end[:ID],
            f"{'→' if each.here else ' '} step {each.number:,}",
            f"{each.changed.astimezone():%Y-%m-%d %H:%M}",
            _words(each.words),
        )
        for each in (*first, *shown)
    )
    if more := len(others) - len(shown):
        notice(f"{more:,} older branches without a name are not listed; --all lists them too.")


def _show_bin(found: Sequence[BinnedBranch], story: str, *, as_json: bool) -> None:
    from rgpt_tui.cli.output import say, say_json, say_rows

    if as_json:
        for each in found:
            say_json(each)
        return
    if not found:
        say("The bin is empty.")
        return
    say_rows(
        (
            each.step[:ID],
            f"{each.steps:,} from step {each.number:,} on",
            f"{each.binned.astimezone():%Y-%m-%d %H:%M}",
            f"“{each.names}”" if each.names else _words(each.words),
        )
        for each in found
    )
    say(f"`rgpt bin {story} {found[0].step[:ID]} --out` takes the first of them out.", "dim")


def _branch(book: BookReader, asked: str) -> str:
    """The end of the branch that somebody names.

    Raises:
        NoSuchBranch: there is none, or more than one.
    """
    from rgpt_tui.story.branches import NoSuchBranch

    try:
        return book.branches.named(asked)
    except NoSuchBranch:
        ends = [each.end for each in book.branches.all() if _is_id_of(asked, each.end)]
        if len(ends) != 1:
            raise
        return ends[0]


def _in_bin(book: BookReader, asked: str) -> str:
    """The first step of the branch in the bin that somebody names."""
    from rgpt_tui.story.bin import NotInTheBin
    from rgpt_tui.story.branches import cleaned

    found = [
        each.step
        for each in book.bin.all()
        if _is_id_of(asked, each.step) or cleaned(asked) in each.names.split(", ")
    ]
    if len(found) != 1:
        raise NotInTheBin(
            f"“{cleaned(asked)}” is no branch in the bin. Nothing was changed. `rgpt branches "
            "STORY --bin` lists what is there."
        )
    return found[0]


def _is_id_of(asked: str, step: str) -> bool:
    return len(asked) >= ID // 2 and step.startswith(asked.lower())


def _words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= WORDS else words[:WORDS].rstrip() + "…"


def _steps(count: int) -> str:
    return counted(count, "step is", "steps are")
