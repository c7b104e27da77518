"""A few kills of each kind; `bench/crashes.py` does hundreds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.crashes.form_kills import kill_form, kill_import
from tests.crashes.nursery import Nursery
from tests.crashes.scenarios import FAST, SCENARIOS
from tests.crashes.stage import play
from tests.crashes.studio_kills import kill_studio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

FEW = ("write a step", "re-roll", "edit", "import of a bundle")
KILLS = 2
LATE = 1
LATE_IN_THE_FORM = 1
"""Seeds by which the studio is killed so late that what was typed must have been kept."""


def test_whatever_is_killed_the_stories_open_and_nothing_that_was_announced_is_lost(
    model_server: ModelServer, tmp_path: Path
) -> None:
    found = {}
    with Nursery({}) as nursery:
        for scenario in SCENARIOS:
            if scenario.name not in FEW:
                continue
            root = tmp_path / f"{len(found)}"
            root.mkdir()
            quick = replace(scenario, reply=FAST, steps=min(scenario.steps, 6))
            found[scenario.name] = play(quick, root, nursery, model_server, KILLS)
    assert {name: each.faults for name, each in found.items()} == {name: [] for name in FEW}
    assert all(each.opened == each.kills for each in found.values())
    assert sum(each.kills for each in found.values()) >= len(FEW)


def test_when_the_studio_is_killed_its_engine_ends_and_what_was_typed_is_there_again(
    model_server: ModelServer, tmp_path: Path
) -> None:
    figures = kill_studio(tmp_path, model_server, kills=1, seed=LATE)
    assert figures.faults == []
    assert (figures.kills, figures.in_flight, figures.offered) == (1, 1, 1)


def test_when_the_studio_is_killed_the_form_for_a_new_story_has_what_was_typed_in_it(
    model_server: ModelServer, tmp_path: Path
) -> None:
    figures = kill_form(tmp_path, model_server, kills=1, seed=LATE_IN_THE_FORM)
    assert figures.faults == []
    assert (figures.kills, figures.in_flight, figures.offered) == (1, 1, 1)


def test_when_the_studio_is_killed_in_an_import_all_of_the_story_is_there_or_none(
    model_server: ModelServer, tmp_path: Path
) -> None:
    figures = kill_import(tmp_path, model_server, kills=2)
    assert figures.faults == []
    assert figures.opened == figures.kills == 2
