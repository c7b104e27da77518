"""A few kills of each kind; `bench/crashes.py` does hundreds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.crashes.form_kills import kill_form, kill_import
from tests.crashes.nursery import Nursery
from tests.crashes.scenarios import FAST, SCENARIOS
from tests.crashes.stage import play
from tests.crashes.starter_kills import kill_starter
from tests.crashes.studio_kills import kill_engine, kill_studio
from tests.starter_weights import fetched_weights

if TYPE_CHECKING:
    from pathlib import Path

    from tests.model_server import ModelServer

__all__ = ["fetched_weights"]

FEW = {
    "write a step": 2,
    "re-roll": 2,
    "edit": 2,
    "import of a bundle": 2,
    "re-embedding": 1,
    "compaction": 1,
    "story.md replaced": 1,
    "restore of a backup": 1,
    "doctor --mend": 2,
}
"""How often each is killed."""
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
            found[scenario.name] = play(quick, root, nursery, model_server, FEW[scenario.name])
    assert {name: each.faults for name, each in found.items()} == {name: [] for name in FEW}
    assert all(each.opened == each.kills > 0 for each in found.values())


def test_when_the_studio_is_killed_its_engine_ends_and_what_was_typed_is_there_again(
    model_server: ModelServer, tmp_path: Path
) -> None:
    figures = kill_studio(tmp_path, model_server, kills=1, seed=LATE)
    assert figures.faults == []
    assert (figures.kills, figures.in_flight, figures.offered) == (1, 1, 1)


def test_when_the_engine_alone_is_killed_the_studio_starts_another_and_goes_on(
    model_server: ModelServer, tmp_path: Path
) -> None:
    figures = kill_engine(tmp_path, model_server, kills=1)
    assert figures.faults == []
    assert (figures.kills, figures.opened, figures.announced) == (1, 1, 1)


def test_when_the_starters_server_alone_is_killed_the_words_that_came_are_gone_on_with(
    model_server: ModelServer, tmp_path: Path, fetched_weights: Path
) -> None:
    figures = kill_starter(tmp_path, model_server, fetched_weights, kills=1, to_the_end=False)
    assert figures.faults == []
    assert (figures.kills, figures.opened, figures.announced) == (1, 1, 1)


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
