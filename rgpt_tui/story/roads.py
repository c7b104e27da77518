"""Roads not taken: plans that were offered along the path and from which no step was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.records import Plan
from rgpt_tui.story.rows import from_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from rgpt_tui.story.connection import BookConnection
    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.records import Position

_OFFERS_QUERY: Final = """
SELECT step, revision, moment, plans FROM revisions
WHERE step IN (SELECT value FROM json_each(?)) ORDER BY step, revision
"""
_TAKEN_QUERY: Final = """
SELECT steps.parent, makings.plan, revisions.moment
FROM steps
JOIN makings ON makings.step = steps.id
JOIN revisions ON revisions.step = steps.id AND revisions.revision = 1
WHERE steps.parent IN (SELECT value FROM json_each(?)) AND makings.plan IS NOT NULL
  AND steps.bin IS NULL
"""
_AT_ONCE: Final = 100
"""So many steps are looked at together: enough for a screen of roads, and little to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A plan that was not taken."""

    step: str
    """The id of the step that it was offered on."""
    position: Position
    """Where that step stands."""
    plan: int
    """Which of the plans offered there it was, counted from 1."""
    text: str
    revision: int | None
    """The last revision of the step that offered it; None if the latest still does."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """The plans that a revision of a step offered, from a moment of the book on."""

    revision: int
    moment: int
    plans: tuple[str, ...]


def roads_not_taken(
    connection: BookConnection,
    path: Sequence[PathStep],
    *,
    containing: str,
    limit: int,
    offset: int,
) -> list[Road]:
    """The roads along a path, as `BookReader.roads_not_taken` has them.

    Steps are looked at from the last one on, and no more of them than it takes.
    """
    roads = _roads(connection, path[::-1], containing.casefold())
    return list(islice(roads, offset, offset + limit))


def _roads(
    connection: BookConnection, backwards: Sequence[PathStep], wanted: str
) -> Iterator[Road]:
    for start in range(0, len(backwards), _AT_ONCE):
        some = backwards[start : start + _AT_ONCE]
        asked = json.dumps([step.id for step in some])
        offers: dict[str, list[_Offer]] = {}
        for step_id, offer in connection.all(_offer_of, _OFFERS_QUERY, asked):
            offers.setdefault(step_id, []).append(offer)
        taken: dict[str, set[str]] = {}
        for parent, plan, moment in connection.all(_taken_of, _TAKEN_QUERY, asked):
            taken.setdefault(parent, set()).update(_texts(plan, offers[parent], moment))
        for step in some:
            on_offer = step is backwards[0]
            for road in _roads_from(step, offers[step.id], on_offer=on_offer):
                if road.text not in taken.get(step.id, ()) and wanted in road.text.casefold():
                    yield road


def _roads_from(step: PathStep, offers: Sequence[_Offer], *, on_offer: bool) -> Iterator[Road]:
    """Every plan of a step once, those offered last first."""
    seen = set(offers[-1].plans) if on_offer else set()
    for offer in reversed(offers):
        for number, text in enumerate(offer.plans, start=1):
            if text.strip() and text not in seen:
                seen.add(text)
                revision = None if offer.revision == step.revision else offer.revision
                yield Road(
                    step=step.id, position=step.position, plan=number, text=text, revision=revision
                )


def _texts(plan: Plan, offers: Sequence[_Offer], moment: int) -> set[str]:
    """The offered plans that a step was written from, and what the writer made of them."""
    then = next((offer for offer in reversed(offers) if offer.moment <= moment), offers[0])
    number = plan.offered or 0
    return {plan.text, *then.plans[max(number - 1, 0) : number]}


def _offer_of(row: sqlite3.Row) -> tuple[str, _Offer]:
    plans = from_json(tuple[str, ...], row["plans"])
    return row["step"], _Offer(row["revision"], row["moment"], plans)


def _taken_of(row: sqlite3.Row) -> tuple[str, Plan, int]:
    return row["parent"], from_json(Plan, row["plan"]), row["moment"]
