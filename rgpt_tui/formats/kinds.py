"""Which kind of file it is that holds no plain text, by how it begins, and what to do about it."""

from __future__ import annotations

import codecs
import io
import zipfile
from typing import Final

_WORD: Final = "In your word processor, choose “Save as” and “Plain text (UTF-8)”, and import that."
_CONVERT: Final = "Convert it to text first, with Calibre or pandoc, and import that."
_PICTURE: Final = "Only text can be imported."
_UNPACK: Final = "Unpack it, and import the text or Markdown file that is in it."

_BEGINNINGS: Final = (
    (b"%PDF-", "a PDF", "Save it as text first (pdftotext does it), and import that."),
    (b"{\\rtf", "an RTF document", _WORD),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)", _WORD),
    (b"SQLite format 3\0", "a database", "If it is the book of a story, use that story as it is."),
    (b"\x89PNG\r\n", "an image (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "an image (JPEG)", _PICTURE),
    (b"GIF87a", "an image (GIF)", _PICTURE),
    (b"GIF89a", "an image (GIF)", _PICTURE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
)
_PLACED: Final = (
    (60, b"BOOKMOBI", "a Kindle book", _CONVERT),
    (8, b"WEBP", "an image (WebP)", _PICTURE),
    (257, b"ustar", "a tar archive", _UNPACK),
)
_PACKED: Final = (
    ("word/document.xml", "a Word document (.docx)", _WORD),
    ("META-INF/container.xml", "an EPUB book", _CONVERT),
    ("content.xml", "an OpenDocument text (.odt)", _WORD),
)
_PAGE: Final = (b"<!doctype html", b"<html")
_WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""How a text begins that may have zero bytes; UTF-32's other mark begins with UTF-16's."""
_ZEROS: Final = 0.7
"""Of every other byte of Latin text in UTF-16, nearly all are zero."""


def foreign_kind(data: bytes) -> tuple[str, str] | None:
    """What a file is if it is not plain text, and what to do; None if it may be text.

    Both parts are for the user, as in ``("a PDF", "Save it as text first …")``.
    """
    for beginning, kind, remedy in _BEGINNINGS:
        if data.startswith(beginning):
            return kind, remedy
    for place, mark, kind, remedy in _PLACED:
        if data.startswith(mark, place):
            return kind, remedy
    if data.startswith(b"PK\x03\x04"):
        return _packed_kind(data)
    if data[:200].lstrip().lower().startswith(_PAGE):
        return "an HTML page", "Convert it to Markdown first (pandoc does it), and import that."
    if b"\0" not in data or data.startswith(_WIDE_MARKS):
        return None
    if _seems_utf_16(data):
        return (
            "text in UTF-16 without the mark that says so",
            "Open it in an editor, save it as UTF-8, and import that.",
        )
    return "not text but binary data", "Export your draft as text or Markdown, and import that."


def _seems_utf_16(data: bytes) -> bool:
    """Whether the zero bytes are those of Latin letters in UTF-16."""
    halves = sorted(half.count(0) / max(1, len(half)) for half in (data[::2], data[1::2]))
    return halves[0] == 0 and halves[1] >= _ZEROS


def _packed_kind(data: bytes) -> tuple[str, str]:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = set()
    for name, kind, remedy in _PACKED:
        if name in names:
            return kind, remedy
    return "a ZIP archive", _UNPACK
