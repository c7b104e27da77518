"""The writer's own editor: a text goes in, and comes back as it was saved."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.folder_names import folder_name

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

PAST_SECONDS = 2
"""How far back the time of the file is set, so that a quick save shows on a coarse clock."""


class EditRefused(RgptError):
    """The edited text cannot be taken."""


class ExternalEditor:
    """The writer's own editor.

    As a context it keeps what was written until that has found its place: where the work within
    fails, the file stays, and the error names it.
    """

    def __init__(self) -> None:
        self._file: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        error: BaseException | None,
        __: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        if error is None:
            self._file.unlink(missing_ok=True)
            return
        kept = f"What you wrote is kept in {self._file}."
        if isinstance(error, RgptError):
            error.args = (f"{error} {kept}", *error.args[1:])
        else:
            error.add_note(kept)

    def edit(self, text: str, what: str) -> str:
        """The text as the writer saved it.

        Args:
            text: to edit.
            what: it is, for messages.

        Raises:
            EditRefused: the editor was left without saving, or did not start, or saved and then
                ended with an error, or saved what is not UTF-8; where it saved other words, the
                file with them is kept, and named.
        """
        import click

        file = _file_with(text, what)
        before, held = file.stat().st_mtime_ns, file.read_bytes()
        try:
            click.edit(filename=str(file))
            saved = None if file.stat().st_mtime_ns == before else file.read_text("utf-8-sig")
        except click.ClickException as error:
            # Whoever leaves an editor with an error (:cq) may have saved before, and not want it
            # in the story; it is their work all the same.
            if _is_other(file, held):
                raise EditRefused(
                    f"The editor ended with an error ({error.message}), so the {what} stays as it "
                    f"was. What you saved is kept in {file}. If you want it, edit the {what} "
                    "again, and put its text in."
                ) from error
            file.unlink(missing_ok=True)
            raise EditRefused(
                f"The editor could not be used ({error.message}). Nothing was changed. Name yours "
                "in the environment variable EDITOR."
            ) from error
        except UnicodeDecodeError as error:
            raise EditRefused(
                f"What was saved is not in UTF-8, so the {what} stays as it was. Your words are "
                f"kept in {file}. Save that file as UTF-8, edit the {what} again, and put its text "
                "in."
            ) from error
        except OSError as error:
            raise EditRefused(
                f"What was saved in {file} could not be read ({error.strerror}), so the {what} "
                "stays as it was. Try again."
            ) from error
        if saved is None:
            file.unlink(missing_ok=True)
            raise EditRefused(f"The {what} was not saved in the editor, so it stays as it was.")
        self._file = file
        # Editors end a file with a line break of their own.
        return saved.removesuffix("\n") if not text.endswith("\n") else saved


def _file_with(text: str, what: str) -> Path:
    """A new file for the editor."""
    descriptor, name = tempfile.mkstemp(prefix=f"rgpt-{folder_name(what)}-", suffix=".md")
    file = Path(name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text if not text or text.endswith("\n") else f"{text}\n")
    long_ago = file.stat().st_mtime - PAST_SECONDS
    os.utime(file, (long_ago, long_ago))
    return file


def _is_other(file: Path, held: bytes) -> bool:
    """Whether a file is there and may have other words than it held."""
    try:
        return file.read_bytes() != held
    except FileNotFoundError:
        return False
    except OSError:
        return True
