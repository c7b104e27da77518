"""Keeping what is typed in a form that belongs to no story yet, so that no crash takes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from rgpt_tui.beside import beside
from rgpt_tui.story.atomic import replace_file
from rgpt_tui.story.rows import storable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECONDS = 1.0
LARGEST = 16 * 1024 * 1024
"""Bytes of the file; an opening that somebody pastes may be long."""


class FormKept:
    """The texts of a form, in a file of their own, written behind the typing."""

    def __init__(self, file: Path, fault: Callable[[str], None]) -> None:
        """Make it ready.

        Args:
            file: where the texts are kept.
            fault: called with a sentence, once, when they cannot be kept.
        """
        self._file = file
        self._fault = fault
        self._waiting: Mapping[str, str] | None = None
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._told = False

    async def read(self) -> dict[str, str]:
        """The texts as they were kept; none if there are none, or if they cannot be read."""
        return await asyncio.to_thread(self._read)

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep these texts before a second has passed."""
        self._waiting = values
        if self._task is None or self._task.done():
            self._task = beside(self._keep_soon(), self._tell)

    async def keep_now(self) -> None:
        """Keep what is waiting."""
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
        self._task = None
        async with self._writing:
            values, self._waiting = self._waiting, None
            if values is None:
                return
            try:
                await asyncio.to_thread(self._write, values)
            except OSError as error:
                self._tell(error)

    async def drop(self) -> None:
        """The form was used: nothing needs to be kept any more."""
        self._waiting = None
        await self.keep_now()
        async with self._writing:
            try:
                await asyncio.to_thread(self._file.unlink, missing_ok=True)
            except OSError as error:
                self._tell(error)

    async def _keep_soon(self) -> None:
        await asyncio.sleep(SECONDS)
        await self.keep_now()

    def _read(self) -> dict[str, str]:
        try:
            with self._file.open("rb") as opened:
                return msgspec.json.decode(opened.read(LARGEST), type=dict[str, str])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def _write(self, values: Mapping[str, str]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = msgspec.json.encode({name: storable(text) for name, text in values.items()}).decode()
        replace_file(self._file, text)

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            why = error.strerror if isinstance(error, OSError) else error
            self._fault(
                f"What you type here cannot be kept in {self._file} ({why}), so a "
                "crash would take it. Make room there, or begin the story soon: from then on its "
                "book keeps everything."
            )
