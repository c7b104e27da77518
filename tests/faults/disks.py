"""Disks that are full, cannot be written, or fail, in earnest: small file systems."""

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


class FailingDisk:
    """A disk in a file, with a real file system that gives up writing as after a bad sector.

    The system lets no disk become read-only by a command while a file on it is open for writing;
    a file system that has met an error does so at once.
    """

    def __init__(self, place: Path, megabytes: int) -> None:
        self.place = place
        self._image = place.with_suffix(".img")
        with self._image.open("wb") as image:
            image.truncate(megabytes << 20)

    def make(self) -> None:
        """Put a file system on it."""
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self.place.mkdir()

    def mount(self) -> None:
        """Make it reachable, as after a restart of the machine."""
        _run("mount", "-o", "loop,errors=remount-ro", str(self._image), str(self.place))

    def fail(self) -> None:
        """Let it meet an error: from now on nothing on it can be written."""
        _run("mount", "-o", "remount,abort", str(self.place))

    def unmount(self) -> None:
        """Take it away."""
        _run("umount", str(self.place))


@contextmanager
def failing_disk(place: Path, megabytes: int) -> Iterator[FailingDisk]:
    """A disk that can be made to fail; skips the test where none can be mounted."""
    disk = FailingDisk(place, megabytes)
    try:
        disk.make()
        disk.mount()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"only root can mount a file as a disk here, with ext4 ({error})")
    try:
        yield disk
    finally:
        disk.unmount()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
