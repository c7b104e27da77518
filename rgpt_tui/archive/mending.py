"""Opening a table that may be damaged.

LanceDB does not wait for the disk (no fsync), so that a loss of power can leave the newest files
empty or full of zeros. Seen with 0.40: a cut manifest is an error, one full of zeros opens as an
empty table, a missing data file is an error only when it is read. What helps is to take away the
newest manifest: the table is then as it was one commit earlier, and what is missing is added from
the book. If no version can be read, the table is made anew.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.lance import OtherFormat, TableBroken, connect
from rgpt_tui.archive.table import NAME, SentenceTable

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.archive.rows import StepState

STEPS_BACK = 24
"""Versions tried before the table counts as lost; there are seldom more since the last clean-up."""


async def open_or_mend(
    connection: Any, folder: Path
) -> tuple[SentenceTable | None, dict[str, StepState], bool]:
    """The newest version of the table that can be read.

    Args:
        connection: from `rgpt_tui.archive.lance.connect`.
        folder: what it is connected to.

    Returns:
        The table, None if there is none that can be read; what it holds; whether there was damage.
    """
    if not table_folder(folder).exists():
        return None, {}, False
    for attempt in range(STEPS_BACK):
        try:
            table = await SentenceTable.open(connection)
            states = await table.states()
            mended = await reindex_if_needed(table)
            return table, states, mended or attempt > 0
        except OtherFormat:
            return None, {}, False
        except TableBroken:
            if not step_back(folder):
                break
    return None, {}, True


async def open_as_it_is(folder: Path) -> tuple[SentenceTable | None, dict[str, StepState]]:
    """The table that another process writes, and what it holds; None if there is none yet.

    Raises:
        TableBroken: it cannot be read.
    """
    if not table_folder(folder).exists():
        return None, {}
    table = await SentenceTable.open(await connect(folder))
    return table, await table.states()


async def reindex_if_needed(table: SentenceTable) -> bool:
    """Build the indexes anew if the table cannot be searched with them.

    Returns:
        Whether that was so.

    Raises:
        TableBroken: it cannot be searched without them either.
    """
    try:
        await table.check()
    except TableBroken:
        await table.index_anew()
        await table.check()
        return True
    return False


def table_folder(folder: Path) -> Path:
    """Where LanceDB keeps the table."""
    return folder / f"{NAME}.lance"


def step_back(folder: Path) -> bool:
    """Take away the newest manifest, unless it is the only one.

    Returns:
        Whether there is an older version now to try.
    """
    versions = table_folder(folder) / "_versions"
    # Lance counts down in these names, so that the newest sorts first.
    manifests = sorted(versions.glob("*.manifest"))
    if len(manifests) < 2:
        return False
    try:
        manifests[0].unlink()
    except OSError:
        return False
    return True


async def make_anew(connection: Any, folder: Path, embedder: str, dimensions: int) -> SentenceTable:
    """An empty table, whatever was there before.

    Raises:
        TableBroken: the folder cannot hold one.
    """
    place = table_folder(folder)
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
    return await SentenceTable.create(connection, embedder, dimensions)
