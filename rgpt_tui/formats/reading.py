"""Reading the file of a draft: what it is, how it is encoded, and nothing but its text."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.bundle_mark import LARGEST_BUNDLE, bundle_in_utf8, is_bundle
from rgpt_tui.formats.cleaning import cleaned
from rgpt_tui.formats.encodings import decode
from rgpt_tui.formats.errors import (
    DraftEmpty,
    DraftMissing,
    DraftTooLarge,
    DraftUnreadable,
    DraftUnusable,
    EncodingUnclear,
    NotText,
)
from rgpt_tui.formats.kinds import foreign_kind
from rgpt_tui.story.errors import Way
from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.formats.encodings import Decoded

LARGEST: Final = 64 * 1024 * 1024
"""In bytes, of a draft. The longest novels have about 20 MB of text."""
_LIKENESS: Final = 60
"""How alike, of 100, the name of another file has to be to be named."""
_NAMED: Final = 3


def read_draft(path: Path) -> str:
    """Read a draft from a text or Markdown file, or from a pipe, as `text_of` does."""
    return text_of(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Read a file or a pipe that holds a draft, as it is, or a bundle, in UTF-8.

    Raises:
        DraftMissing: there is no such file; the message has the near names.
        DraftUnreadable: it is a folder or a device, or may not be read.
        DraftTooLarge: it has more bytes than either may have.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DraftUnreadable(
                f"{_shown(path)} is a folder. Nothing was imported. Name the text or Markdown "
                "file in it."
            )
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise DraftUnreadable(f"{_shown(path)} is not a file. Nothing was imported.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
            if len(data) > LARGEST and is_bundle(data):
                data += file.read(LARGEST_BUNDLE + 1 - len(data))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _missing(path) from error
    except OSError as error:
        raise DraftUnreadable(
            f"{_shown(path)} cannot be read ({error.strerror}). Nothing was imported. See that "
            "you may read it, or make a copy and import that."
        ) from error
    if len(data) > LARGEST and not is_bundle(data):
        raise DraftTooLarge(
            f"{_shown(path)} has more than {LARGEST // 1024**2} MB. Nothing was imported. No "
            "novel has that much text; if this is one, import it in parts."
        )
    return bundle_in_utf8(data)


def text_of(data: bytes, path: Path) -> str:
    """The text of a draft, `cleaned`, without a byte order mark.

    Args:
        data: the content of the file.
        path: of the file, for messages.

    Raises:
        NotText: it is a PDF, a Word document, an image, the bundle of a story, …
        EncodingUnclear: its encoding cannot be told for certain.
        DraftEmpty: there is nothing in it but white space and signs.
    """
    if is_bundle(data):
        raise NotText(
            f"{_shown(path)} is a whole story of rgpt, and no draft. Nothing was imported."
        ).offering(Way.TAKE_IN)
    foreign = foreign_kind(data)
    if foreign:
        kind, remedy = foreign
        raise NotText(f"{_shown(path)} is {kind}. Nothing was imported. {remedy}")
    decoded = decode(data)
    if decoded.text is None:
        raise _unclear(path, decoded)
    text = cleaned(decoded.text).lstrip("\ufeff")
    if not text.strip():
        raise DraftEmpty(f"{_shown(path)} is empty. Nothing was imported.")
    if not any(map(str.isalnum, text)):
        raise DraftEmpty(
            f"{_shown(path)} has nothing to read in it: no letter and no figure, only signs. "
            "Nothing was imported. Name the file that has the text."
        )
    return text


def _missing(path: Path) -> DraftUnusable:
    from rapidfuzz import fuzz, process

    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return DraftMissing(
            f"There is no folder {_shown(path.parent)}, and so no {printable(path.name)} in it."
        )
    near = process.extract(
        path.name.lower(),
        {name: name.lower() for name in names},
        scorer=fuzz.ratio,
        score_cutoff=_LIKENESS,
        limit=_NAMED,
    )
    hint = " or ".join(f"“{printable(name)}”" for _, _, name in near)
    return DraftMissing(f"There is no file {_shown(path)}." + (f" Is it {hint}?" if hint else ""))


def _unclear(path: Path, decoded: Decoded) -> DraftUnusable:
    name = _shown(path)
    if decoded.broken_line:
        return EncodingUnclear(
            f"{name} is {decoded.guess.replace('_', '-').upper()}, but line {decoded.broken_line} "
            "has bytes that are not. Nothing was imported. Mend that line in an editor, save it "
            "as UTF-8, and import it again."
        )
    if not decoded.guess:
        return EncodingUnclear(
            f"{name} is in no encoding that could be told. Nothing was imported. Open it in the "
            "program that wrote it, save it as UTF-8, and import that."
        )
    return EncodingUnclear(
        f"{name} is not in UTF-8; it may be in {decoded.guess}, which is not certain. Nothing was "
        "imported. Open it in an editor as that, see that it reads well, save it as UTF-8, and "
        f"import that. On Linux and macOS: iconv -f {decoded.guess.replace('_', '-')} -t UTF-8"
    )


def _shown(path: Path) -> str:
    return printable(str(path)).replace("\n", " ")
