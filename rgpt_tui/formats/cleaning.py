"""Text without anything that a terminal, an editor or a reader would obey."""

from __future__ import annotations

import re
from typing import Final

from rgpt_tui.story.printable import without_controls

_ESCAPE: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # a control sequence, such as a colour
    r"|(?:\x1b[\]P^_X]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # a link
    r"|\x1b[()*+][0-2AB]"  # a character set
)
_BREAK: Final = re.compile("\r\n|[\r\v\f\x85\u2028]")
_TABS: Final = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_TAB: Final = " " * 4


def cleaned(text: str) -> str:
    """A text with line feeds as its only line breaks, and no control characters.

    Whole escape sequences (ECMA-48) go, so that no ``[31m`` is left of a colour. A tab becomes a
    space, or four where it indents a line. Everything that prints is kept as it is, in the form
    (NFC or not) that it has.
    """
    text = _BREAK.sub("\n", _ESCAPE.sub("", text)).replace("\u2029", "\n\n")
    return without_controls(_TABS.sub(lambda tabs: tabs.group().replace("\t", _TAB), text))
