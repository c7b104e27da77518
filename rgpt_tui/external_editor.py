"""The writer's own editor: a text goes in, and comes back as it was saved."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.folder_names import folder_name

PAST_SECONDS = 2
"""How far back the time of the file is set, so that a quick save shows on a coarse clock."""


class EditRefused(RgptError):
    """The edited text cannot be taken."""


def in_editor(text: str, what: str) -> str:
    """The text as the writer saved it.

    Args:
        text: to edit.
        what: it is, for messages.

    Raises:
        EditRefused: the editor was left without saving, or did not start, or saved what is not
            UTF-8; then the file with the writer's words is kept, and named.
    """
    import click

    descriptor, name = tempfile.mkstemp(prefix=f"rgpt-{folder_name(what)}-", suffix=".md")
    file = Path(name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text if not text or text.endswith("\n") else f"{text}\n")
    long_ago = file.stat().st_mtime - PAST_SECONDS
    os.utime(file, (long_ago, long_ago))
    before = file.stat().st_mtime_ns
    try:
        click.edit(filename=name)
        saved = None if file.stat().st_mtime_ns == before else file.read_text("utf-8-sig")
    except click.ClickException as error:
        file.unlink(missing_ok=True)
        raise EditRefused(
            f"The editor could not be used ({error.message}). Nothing was changed. Name yours in "
            "the environment variable EDITOR."
        ) from error
    except UnicodeDecodeError as error:
        raise EditRefused(
            f"What was saved is not in UTF-8, so the {what} stays as it was. Your words are kept "
            f"in {file}. Save that file as UTF-8, edit the {what} again, and put its text in."
        ) from error
    except OSError as error:
        raise EditRefused(
            f"What was saved in {file} could not be read ({error.strerror}), so the {what} stays "
            "as it was. Try again."
        ) from error
    file.unlink(missing_ok=True)
    if saved is None:
        raise EditRefused(f"The {what} was not saved in the editor, so it stays as it was.")
    # Editors end a file with a line break of their own.
    return saved.removesuffix("\n") if not text.endswith("\n") else saved
