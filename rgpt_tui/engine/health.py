"""A check-up: what is installed, what works, what does not, and how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from rgpt_tui.engine.finding import Finding
from rgpt_tui.engine.model_choice import choose_model
from rgpt_tui.engine.story_health import check_story, cure_of, damage_of
from rgpt_tui.places import config_folder, data_folder, expanded
from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.lock import lock_if_free
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from rgpt_tui.settings import Settings

PACKAGES = ("litellm", "lancedb", "sentence-transformers", "xllamacpp", "textual")
ROOM_FOR_A_NOVEL = 500_000_000
"""Bytes that should be free where the stories are."""


async def check_health(settings: Settings, folder: Path | None) -> AsyncIterator[Finding]:
    """Check everything that writing needs, one thing after the other.

    Args:
        settings: all of them.
        folder: of a story to check as well.
    """
    yield _python()
    for package in PACKAGES:
        yield _package(package)
    for subject, place in (
        ("settings folder", config_folder()),
        ("data folder", data_folder()),
        ("stories folder", expanded(settings.stories)),
    ):
        yield _writable(subject, place)
    yield await _model(settings)
    yield await _embedder(settings)
    async for finding in _shelf(settings, folder):
        yield finding
    if folder is not None:
        sound = True
        for finding in check_story(folder):
            sound &= finding.good or finding.subject != "book"
            yield finding
        if sound:
            yield await _archive(settings, folder)


def _python() -> Finding:
    return Finding(subject="Python", good=sys.version_info >= (3, 11), text=sys.version.split()[0])


def _package(name: str) -> Finding:
    try:
        return Finding(subject=name, good=True, text=version(name))
    except PackageNotFoundError:
        return Finding(
            subject=name,
            good=False,
            text="not installed. Install rgpt again as its README says.",
        )


def _writable(subject: str, place: Path) -> Finding:
    nearest = next(each for each in (place, *place.parents) if each.exists())
    if not os.access(nearest, os.W_OK):
        return Finding(
            subject=subject,
            good=False,
            text=f"{nearest} cannot be written. Give yourself the right to, or name another "
            "folder (`rgpt paths`, docs/settings.md).",
        )
    free = shutil.disk_usage(nearest).free
    if free < ROOM_FOR_A_NOVEL:
        return Finding(
            subject=subject,
            good=False,
            text=f"{place} has {free // 1_000_000} MB of room left. Free some before you go on.",
        )
    return Finding(subject=subject, good=True, text=str(place))


async def _model(settings: Settings) -> Finding:
    try:
        choice = await choose_model(settings)
    except RgptError as error:
        return Finding(subject="model", good=False, text=str(error))
    if choice.needs_fetching:
        return Finding(
            subject="model",
            good=False,
            text="only the starter model, and it is not fetched yet: `rgpt models fetch`.",
        )
    return Finding(subject="model", good=True, text=f"{choice.profile.name}, {choice.why}")


async def _embedder(settings: Settings) -> Finding:
    from rgpt_tui.engine.embedding import gate_of

    gate = gate_of(settings)
    try:
        embedder = await gate.ready()
        await gate.query(["A lamp in a window."])
    except RgptError as error:
        return Finding(subject="embedder", good=False, text=str(error))
    finally:
        gate.close()
    return Finding(
        subject="embedder", good=True, text=f"{embedder.name}, {embedder.dimensions} dimensions"
    )


async def _shelf(settings: Settings, checked: Path | None) -> AsyncIterator[Finding]:
    """Every story that is damaged or cannot be read, whether or not a list shows it.

    Args:
        settings: all of them.
        checked: the story whose long-term memory is checked by itself.
    """
    shelf = Shelf(expanded(settings.stories))
    try:
        entries = shelf.entries()
    except RgptError as error:
        yield Finding(subject="stories", good=False, text=str(error))
        return
    whole = 0
    for entry in entries:
        folder = shelf.folder / entry.name
        cure = f" {cure_of(folder)}" if entry.damaged else ""
        fault = f"{entry.fault}{cure}" if entry.fault else damage_of(folder)
        whole += not fault
        if fault or (folder != checked and (fault := await _fault_of_archive(folder))):
            yield Finding(subject=f"story {entry.name}", good=False, text=fault)
    if whole:
        yield Finding(subject="stories", good=True, text=f"{whole:,} with a whole book")


async def _fault_of_archive(folder: Path) -> str:
    """What is wrong with a story's long-term memory as it lies there; empty if nothing is seen."""
    from rgpt_tui.archive.archive import FOLDER
    from rgpt_tui.archive.lance import OtherFormat, TableBroken
    from rgpt_tui.archive.mending import open_as_it_is

    try:
        await open_as_it_is(folder / FOLDER)
    except OtherFormat:
        # It is whole, and made anew by itself.
        return ""
    except TableBroken as error:
        return (
            f"its book is whole, its long-term memory cannot be read ({error}). It is mended from "
            f"the book when the story is written, or now by `rgpt doctor {folder.name}`."
        )
    return ""


async def _archive(settings: Settings, folder: Path) -> Finding:
    from rgpt_tui.engine.long_term_memory import LongTermMemory

    with lock_if_free(folder, "rgpt doctor") as alone, BookReader.open(folder) as book:
        async with LongTermMemory(folder, book, settings, alone=alone) as memory:
            async for _ in memory.catch_up():
                pass
            status = memory.status()
    if status.notice:
        return Finding(subject="long-term memory", good=False, text=status.notice)
    return Finding(
        subject="long-term memory",
        good=True,
        text=f"{counted(status.steps, 'step')}, {counted(status.sentences, 'sentence')}, by "
        f"{status.embedder}",
    )
