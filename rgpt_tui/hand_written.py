"""Files that users write by hand for rgpt: settings, keys, themes. Small, plain, in TOML."""

from __future__ import annotations

import errno
import stat
import tomllib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 1024 * 1024
"""In bytes."""


def hand_written(file: Path, largest: int = LARGEST) -> str:
    """The text of such a file, without the byte order mark that some editors begin it with.

    Raises:
        OSError: it cannot be read, or is too large, or is a pipe, in which nothing may ever come.
        UnicodeDecodeError: it is not in UTF-8.
    """
    if stat.S_ISFIFO(file.stat().st_mode):
        raise OSError(errno.EINVAL, "it is a pipe, and not a file")
    with file.open("rb") as opened:
        content = opened.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, f"it is larger than {largest // 1024} kB")
    return content.decode("utf-8-sig")


def toml_of(text: str) -> dict[str, Any]:
    """What a text of TOML says.

    Raises:
        ValueError: it is not TOML, or nested deeper than anybody would write.
    """
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("its brackets are nested too deep") from error
