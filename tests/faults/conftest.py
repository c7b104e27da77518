"""A disk of its own for a test, small enough to be full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.disks import small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 12) as place:
        yield place
