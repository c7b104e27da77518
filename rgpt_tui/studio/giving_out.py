"""Writing a story to a file that the writer names: how the name ends says what the file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.engine.exporting import SUFFIXES, ExportRefused, export_of, write_export

if TYPE_CHECKING:
    from pathlib import Path

ASKED: Final = (
    "The file to write the story to. How its name ends says what it is: .md for Markdown, .txt for "
    "plain text, both along the present branch; .rgpt.json for a bundle with all that there is of "
    "the story, which rgpt takes in on any machine."
)


def kind_of(file: Path) -> str:
    """Which kind of export a file is to be, by its name.

    Raises:
        ExportRefused: its name ends like none of them.
    """
    for kind, suffix in SUFFIXES.items():
        if file.name.lower().endswith(suffix) and len(file.name) > len(suffix):
            return kind
    endings = ", ".join(SUFFIXES.values())
    raise ExportRefused(
        f"“{file.name}” does not end as a file of a story does: {endings}. Nothing was written. "
        "Name the file once more."
    )


def is_there(file: Path) -> bool:
    """Whether something would be replaced. Waits for the disk: not for the event loop."""
    try:
        return file.exists()
    except OSError:
        # What cannot be looked at cannot be written either, which is told then.
        return False


def give_out(folder: Path, file: Path) -> None:
    """Write a story to a file. Reads all of the story: not for the event loop.

    Raises:
        ExportRefused: it cannot be written there.
        RgptError: the story cannot be read.
    """
    write_export(file, export_of(folder, kind_of(file)))
