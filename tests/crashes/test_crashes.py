"""A few kills of each kind; `bench/crashes.py` does hundreds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.crashes.nursery import Nursery
from tests.crashes.scenarios import FAST, SCENARIOS
from tests.crashes.stage import play

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

FEW = {
    "write a step": 2,
    "re-roll": 2,
    "edit": 2,
    "import of a draft": 2,
    "story.md replaced": 2,
    "export": 2,
    "duplicate": 2,
    "rename": 4,
    "restore of a backup": 2,
}
"""How often each is killed here."""


def test_whatever_is_killed_the_stories_open_and_nothing_that_was_announced_is_lost(
    model_server: ModelServer, tmp_path: Path
) -> None:
    found, kills = {}, 0
    with Nursery({}) as nursery:
        for scenario in SCENARIOS:
            if scenario.name not in FEW:
                continue
            root = tmp_path / f"{len(found)}"
            root.mkdir()
            quick = replace(scenario, reply=FAST, steps=min(scenario.steps, 6))
            figures = play(quick, root, nursery, model_server, FEW[scenario.name])
            found[scenario.name] = figures.faults
            kills += figures.kills
            assert figures.opened == figures.kills
    assert found == {name: [] for name in found}
    assert len(found) == len(FEW)
    assert kills >= sum(FEW.values()) / 2
