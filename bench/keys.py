"""Somebody who types fast, in one box after the other."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TYPED = "Mara would not look at the ledger again. "


def type_in(keys: str) -> None:
    """Have keys typed on the terminal's keyboard; see `bench.terminal`."""
    os.write(int(os.environ["RGPT_BENCH_KEYBOARD"]), keys.encode())


async def type_in_the_boxes(
    boxes: Sequence[Callable[[], object]], *, opened_with: str, left_with: str
) -> None:
    """Type in every box for some seconds.

    Args:
        boxes: what goes to each.
        opened_with: the key that begins the typing there.
        left_with: the key that ends it.
    """
    for go_to in boxes:
        go_to()
        await asyncio.sleep(0.3)
        type_in(opened_with)
        await asyncio.sleep(0.5)
        for character in TYPED:
            type_in(character)
            await asyncio.sleep(0.05)
        type_in(left_with)
        await asyncio.sleep(0.6)
