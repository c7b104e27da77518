"""What of a story is made from its book, and is made again where it is not there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LONG_TERM_MEMORY: Final = "long_term_memory"
"""The folder of a story that its long-term memory is in."""


def forget_long_term_memory(folder: Path) -> None:
    """Take away the long-term memory of a story that nobody has open, as far as that is possible;
    what stays is compared with the book when it is opened.
    """
    place = folder / LONG_TERM_MEMORY
    if not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
