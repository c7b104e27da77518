"""The backups of a story: which there are, making one, going back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rgpt_tui.cli.options import json_option, on_backups, on_story, story_argument, yes_option
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from rgpt_tui.story.backup_files import Backup
    from rgpt_tui.story.differing import Look


class NoSuchBackup(RgptError):
    """There is no backup of that number."""


class NotAnswered(RgptError):
    """Nobody said yes."""


@click.command("backups")
@story_argument
@click.option("--make", is_flag=True, help="Make one now; it is kept for good.")
@json_option
@on_backups
def backups(settings: Settings, story: str, make: bool, as_json: bool) -> None:
    """List the backups of a story, the newest first, with what restoring each would change."""
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.story.backup_files import Why, backups_of
    from rgpt_tui.story.backups import make_backup
    from rgpt_tui.story.differing import contents_of, look_at
    from rgpt_tui.story.lock import WriterLock
    from rgpt_tui.story.replacing import BOOK_FILE

    folder = shelf_of(settings).find(story)
    if make:
        with WriterLock(folder, "rgpt, which makes a backup"):
            make_backup(folder / BOOK_FILE, Why.ASKED, keep=settings.backups_keep or None)
    present, found = contents_of(folder), backups_of(folder)
    for backup in found:
        look = look_at(backup, present)
        if as_json:
            say_json(_as_json(look))
        else:
            _show(look)
    if not found and not as_json:
        say(
            "There is no backup of this story yet. One is made while it is being written; "
            "`rgpt backups STORY --make` makes one now."
        )


@click.command("restore")
@story_argument
@click.argument("number", type=int, required=False)
@yes_option
@json_option
@on_story
def restore(settings: Settings, story: str, number: int | None, yes: bool, as_json: bool) -> None:
    """Put a backup in the place of the book: the newest, or the one of a NUMBER.

    The book as it stands becomes a backup first, so that this can be taken back. That backup is
    kept for good, whatever becomes of the routine ones.
    """
    from rgpt_tui.cli.asking import can_ask, confirm
    from rgpt_tui.cli.desk import shelf_of
    from rgpt_tui.cli.output import say, say_json
    from rgpt_tui.engine.restoring import restore_story
    from rgpt_tui.story.differing import contents_of, look_at

    folder = shelf_of(settings).find(story)
    backup = _chosen(folder, story, number)
    if not as_json:
        _show(look_at(backup, contents_of(folder)))
    if not yes:
        if as_json or not can_ask():
            raise NotAnswered(
                "Nothing was restored: nobody is there to agree. Say --yes to restore it all the "
                "same; the book as it stands becomes a backup first."
            )
        if not confirm("Restore it? The book as it stands becomes a backup first."):
            raise NotAnswered("Nothing was restored; the story is as it was.")
    done = restore_story(folder, backup)
    if as_json:
        say_json({"event": "restored", "number": backup.order, "text": done})
    else:
        say(done)


def _chosen(folder: Path, story: str, number: int | None) -> Backup:
    from rgpt_tui.story.backup_files import backups_of

    found = backups_of(folder)
    for backup in found:
        if number in (None, backup.order):
            return backup
    what = "no backup" if not found else f"no backup {number}"
    raise NoSuchBackup(
        f"There is {what} of “{folder.name}”. Nothing was changed. `rgpt backups {story}` lists "
        "those that there are."
    )


def _as_json(look: Look) -> dict[str, object]:
    return {
        "number": look.backup.order,
        "made": look.backup.made.isoformat(),
        "why": look.backup.why.value,
        "bytes": look.backup.size,
        "steps": look.steps,
        "words": look.words,
        "last_line": look.last_line,
        "differences": look.differences,
        "fault": look.fault,
        "file": str(look.backup.file),
    }


def _show(look: Look) -> None:
    from rgpt_tui.cli.output import heading, notice, say
    from rgpt_tui.story.counting import counted

    heading(f"{look.backup.order}  {look.backup.made.astimezone():%d %B %Y, %H:%M}")
    if look.fault:
        notice(look.fault)
        return
    say(
        f"{counted(look.steps, 'step')}, {counted(look.words, 'word')}; "
        f"{look.backup.size / 1e6:,.1f} MB; {look.backup.why.value.replace('-', ' ')}"
    )
    same = "the same as the story now" if look.compared else "the story now cannot be read"
    say("; ".join(look.differences) or same, "dim")
