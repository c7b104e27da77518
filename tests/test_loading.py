"""Large libraries are loaded without a search for garbage, which goes on afterwards."""

from __future__ import annotations

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.loading import load

if TYPE_CHECKING:
    from pathlib import Path

SLOW = (
    "import gc, time\ntime.sleep(0.05)\nkept = [[] for _ in range(50_000)]\non = gc.isenabled()\n"
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of some modules that take a while to load."""
    monkeypatch.syspath_prepend(tmp_path)
    names = [f"a_large_library_{number}" for number in range(4)]
    for name in names:
        (tmp_path / f"{name}.py").write_text(SLOW, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    return names


def test_no_garbage_is_looked_for_until_the_last_of_them_is_there(library: list[str]) -> None:
    with ThreadPoolExecutor() as threads:
        list(threads.map(load, library))
    assert not any(sys.modules[name].on for name in library)
    assert gc.isenabled()


def test_a_library_that_is_not_there_leaves_the_collector_as_it_was() -> None:
    with pytest.raises(ImportError):
        load("a_library_that_nobody_wrote")
    assert gc.isenabled()


def test_what_is_there_already_is_left_alone(library: list[str]) -> None:
    load(*library)
    gc.unfreeze()
    load(*library)
    assert not gc.get_freeze_count()
