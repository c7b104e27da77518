"""Work beside other work: whoever began it learns of its failure, and asyncio prints nothing."""

from __future__ import annotations

import asyncio
import gc

from rgpt_tui.beside import beside


async def fails() -> None:
    raise ValueError("the disk is gone")


async def test_what_it_fails_with_is_told() -> None:
    told: list[Exception] = []
    await asyncio.wait([beside(fails(), told.append)])
    assert [str(each) for each in told] == ["the disk is gone"]


async def test_work_that_is_cancelled_has_not_failed() -> None:
    told: list[Exception] = []
    task = beside(asyncio.sleep(60), told.append)
    task.cancel()
    await asyncio.wait([task])
    assert told == []


async def test_an_error_that_nobody_waits_for_is_not_printed() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, said: complaints.append(said))
    await asyncio.wait([beside(fails())])
    gc.collect()
    await asyncio.sleep(0)
    assert complaints == []
