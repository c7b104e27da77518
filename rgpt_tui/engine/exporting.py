"""Giving a story out: as a book to read, or as a bundle with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.bundle_mark import SUFFIX
from rgpt_tui.formats.export import FORMATS
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BUNDLE: Final = "bundle"
SUFFIXES: Final[Mapping[str, str]] = {
    **{name: each.suffix for name, each in FORMATS.items()},
    BUNDLE: SUFFIX,
}
"""Every kind of export, with how the names of its files end, the dot included."""


class ExportRefused(RgptError):
    """The export cannot be written where it is wanted."""


def export_of(folder: Path, kind: str) -> bytes:
    """What a file of a story holds, in UTF-8.

    A bundle has all of it; every other kind the text along the present branch.

    Args:
        folder: of the story.
        kind: one of `SUFFIXES`.

    Raises:
        BundleUnusable: the story is too large for a bundle.
        RgptError: its book cannot be read.
    """
    from rgpt_tui.formats.bundle import to_bundle
    from rgpt_tui.formats.pages import Page
    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.story.whole import read_whole

    if kind == BUNDLE:
        return to_bundle(read_whole(folder))
    with BookReader.open(folder) as book:
        pages = [Page(heading=heading, paragraph=paragraph) for heading, paragraph in book.prose()]
        return FORMATS[kind].write(book.brief, pages).encode(errors="replace")


def write_export(output: Path, content: bytes) -> None:
    """Put an export where it is wanted, in one instant.

    Raises:
        ExportRefused: it cannot be written there.
    """
    from rgpt_tui.story.atomic import replace_file

    try:
        replace_file(output, content)
    except OSError as error:
        raise ExportRefused(
            f"{output} could not be written ({error.strerror}). The story is untouched. Choose "
            "another place for the file."
        ) from error
