"""Disks that are full or cannot be written, in earnest: small file systems in memory."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILLER = "filler"


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of that size at a new folder; skips the test where none can be mounted."""
    place.mkdir(parents=True)
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"only root can mount a small file system here ({error})")
    try:
        yield place
    finally:
        _run("umount", "--lazy", str(place))


def fill(disk: Path) -> None:
    """Leave no byte of room."""
    with (disk / FILLER).open("ab", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            while True:
                try:
                    file.write(bytes(size))
                except OSError:
                    break
    assert os.statvfs(disk).f_bavail == 0


def make_room(disk: Path) -> None:
    """Take away what `fill` has put there."""
    (disk / FILLER).unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let nobody write a file system, not even root."""
    _run("mount", "-o", "remount,ro", str(disk))
    try:
        yield
    finally:
        _run("mount", "-o", "remount,rw", str(disk))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
