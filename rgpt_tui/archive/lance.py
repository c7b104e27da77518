"""LanceDB, held at arm's length: how it is imported, connected to, and fails.

Everything that it raises comes out as `TableBroken`. Its errors are plain RuntimeError and
ValueError (and, from Arrow, their relatives) with paths of Rust sources in them, so that they
cannot be told apart, and need not: a table can be made anew from the book.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.status import first_line
from rgpt_tui.loading import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INDEX_CACHE = 64 << 20
METADATA_CACHE = 8 << 20
"""Bytes. LanceDB would otherwise let its caches grow to gigabytes, and keep in them what is of
indexes that are long gone. With 56 MB it searches 200,000 sentences as fast as with 96; with 48, it
reads parts of the index anew for each search."""


class TableBroken(Exception):
    """LanceDB could not do it: the table is damaged, or the folder cannot hold one."""


class OtherFormat(TableBroken):
    """The table is whole, but of a form that another version of rgpt made."""


@contextlib.contextmanager
def lance_errors() -> Iterator[None]:
    """Turn whatever LanceDB raises into `TableBroken`."""
    try:
        yield
    except TableBroken:
        raise
    except (RuntimeError, ValueError, OSError, KeyError, TypeError, NotImplementedError) as error:
        raise TableBroken(first_line(error)) from error
    except BaseException as error:
        # A panic of its Rust code is no Exception, so that it passes for the end of the program.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise TableBroken(first_line(error)) from error


async def connect(folder: Path) -> Any:
    """A LanceDB connection to a folder, the library imported on a thread.

    Raises:
        TableBroken: LanceDB cannot be imported or the folder cannot be used.
    """
    # Lance writes warnings to file descriptor 2, over the screen, unless this is set at import.
    os.environ.setdefault("LANCEDB_LOG", "error")
    # Arrow's own pool keeps some 30 MB for itself that nobody asks for again.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        lancedb = await asyncio.to_thread(_import)
    except ImportError as error:
        raise TableBroken(f"LanceDB cannot be imported: {error}") from error
    for place in (folder, *folder.glob("*.lance"), *folder.glob("*.lance/*")):
        # A story may be of anybody's making: what is written here must not land elsewhere.
        if place.is_symlink():
            raise TableBroken(f"{place} is a link to another place")
    with lance_errors():
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        session = lancedb.Session(
            index_cache_size_bytes=INDEX_CACHE, metadata_cache_size_bytes=METADATA_CACHE
        )
        return await lancedb.connect_async(str(folder), session=session)


def give_back_memory() -> None:
    """Let the C library return what it keeps for later.

    LanceDB works on many threads, and glibc keeps what each has freed: 130 MB after indexing
    200,000 sentences. Where there is no such call there is no such habit.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _import() -> Any:
    load("lancedb", "lancedb.index")
    import lancedb
    import lancedb.index

    return lancedb
