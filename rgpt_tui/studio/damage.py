"""What is done about a damaged story, and how the studio goes back to a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.engine.restoring import mend_story, restore_story
from rgpt_tui.studio.screens.backups import BackupsSheet
from rgpt_tui.studio.screens.confirm import Confirm
from rgpt_tui.studio.screens.damaged import AccountSheet, DamagedSheet, Remedy

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.story.backup_files import Backup
    from rgpt_tui.studio.app import StudioApp


MENDING: Final = (
    "The story is being mended. The damaged book is copied aside first, as it is. A long one "
    "takes a minute or more."
)
RESTORING: Final = "The backup is being restored. The story as it stands becomes a backup first."


async def see_to_damage(app: StudioApp, folder: Path, message: str) -> None:
    """Tell of a damaged story, and do what the writer chooses. Runs in a worker of the app.

    Args:
        app: the studio.
        folder: of the story, which may be open.
        message: what is wrong with it.
    """
    if any(isinstance(screen, DamagedSheet) for screen in app.screen_stack):
        return
    remedy, backup = await app.push_screen_wait(DamagedSheet(folder, message)) or (None, None)
    if remedy is Remedy.CHOOSE:
        backup = await app.push_screen_wait(BackupsSheet(folder, is_open=False))
    if remedy is Remedy.MEND:
        mended = await app.going.repaired(folder, lambda: mend_story(folder), MENDING)
        if mended is not None:
            await app.push_screen_wait(AccountSheet(mended.lines))
    elif remedy in (Remedy.RESTORE, Remedy.CHOOSE) and backup is not None:
        await _go_back(app, folder, backup)


async def restore(app: StudioApp, folder: Path, backup: Backup) -> None:
    """Ask, and go back to a backup. Runs in a worker of the app."""
    question = (
        f"Go back to {backup}? The story as it stands becomes a backup first, so that you can "
        "come back to it."
    )
    if await app.push_screen_wait(Confirm(question, yes="Restore it", no="Leave it")):
        await _go_back(app, folder, backup)


async def _go_back(app: StudioApp, folder: Path, backup: Backup) -> None:
    done = await app.going.repaired(folder, lambda: restore_story(folder, backup), RESTORING)
    if done is not None:
        app.tell(done)
