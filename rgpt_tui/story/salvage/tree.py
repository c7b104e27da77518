"""Making a story that holds together of rows that may not: every step has its place and a text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Making, StepKind
from rgpt_tui.story.rows import from_json, to_json

if TYPE_CHECKING:
    from rgpt_tui.story.salvage.damaged import Row

Tables = dict[str, list["Row"]]


@dataclass(slots=True, kw_only=True)
class Repairs:
    """What had to be done for the story to hold together."""

    attached: list[str] = field(default_factory=list)
    """Steps whose place was lost; each now follows the step that was written before it."""
    without_text: list[str] = field(default_factory=list)
    """Steps of whose text nothing is left. They are gone; what followed them follows on."""
    moved_tip: bool = False
    """Where the story stood could not be read; it stands at the last step now."""


def make_whole(tables: Tables) -> Repairs:
    """Change the tables of a book so that they hold together."""
    repairs = Repairs()
    texts: dict[str, list[int]] = {}
    for revision in tables["revisions"]:
        texts.setdefault(revision["step"], []).append(revision["revision"])
    steps = {row["id"]: row for row in [*tables["steps"], *_without_a_row(tables, repairs)]}
    gone = {step: row["parent"] for step, row in steps.items() if step not in texts}
    repairs.without_text += gone
    for step in gone:
        del steps[step]
    for row in steps.values():
        while row["parent"] in gone:
            row["parent"] = gone[row["parent"]]
        if row["latest"] not in texts[row["id"]]:
            row["latest"] = max(texts[row["id"]])
    order = _number(steps, repairs)
    for row in steps.values():
        if row["next"] not in steps or steps[row["next"]]["parent"] != row["id"]:
            row["next"] = None
    tables["steps"] = [steps[each] for each in order]
    made = {row["step"] for row in tables["makings"]}
    tables["makings"] += [
        {"step": step, "plan": None, "making": to_json(Making())}
        for step in steps
        if step not in made
    ]
    _place_story(tables, steps, gone, repairs)
    return repairs


def _without_a_row(tables: Tables, repairs: Repairs) -> list[Row]:
    """Rows for the steps of which only texts are left."""
    known = {row["id"] for row in tables["steps"]}
    rows: list[Row] = []
    before: str | None = None
    for revision in tables["revisions"]:
        step = revision["step"]
        if step not in known:
            known.add(step)
            repairs.attached.append(step)
            rows.append(
                {
                    "id": step,
                    "parent": before,
                    "number": 0,
                    "kind": StepKind.WRITTEN.value,
                    "created": revision["created"],
                    "next": None,
                    "latest": revision["revision"],
                    "acknowledged": revision["moment"],
                }
            )
        if revision["revision"] == 1:
            before = step
    return rows


def _number(steps: dict[str, Row], repairs: Repairs) -> list[str]:
    """Number the steps from the first ones on, and give each a place that has lost it.

    Returns:
        The steps, each behind the one that it follows.
    """
    numbers: dict[str, int] = {}
    last: str | None = None
    for step in steps:
        way: dict[str, None] = {}
        above: str | None = step
        while above in steps and above not in numbers and above not in way:
            way[above] = None
            above = steps[above]["parent"]
        if not way:
            last = step
            continue
        if above is not None and above not in numbers:
            # The step before is lost, or the way leads in a circle.
            above, astray = last, next(reversed(way))
            steps[astray]["parent"] = last
            if astray not in repairs.attached:
                repairs.attached.append(astray)
        number = numbers.get(above, 0) if above is not None else 0
        for each in reversed(way):
            number += 1
            numbers[each] = steps[each]["number"] = number
        last = step
    return list(numbers)


def _place_story(
    tables: Tables, steps: dict[str, Row], gone: dict[str, str | None], repairs: Repairs
) -> None:
    nowhere: Row = {"tip": "", "first": None, "moment": 0}
    found = tables["story"][0] if tables["story"] else nowhere
    tip: str | None = found["tip"]
    first: str | None = found["first"]
    while tip in gone:
        tip = gone[tip]
    # A story that was taken back to its beginning has no tip, and a step to go forward to.
    if steps and tip not in steps and not (tip is None and first in steps):
        in_use = [step for step, row in steps.items() if row.get("bin") is None]
        tip, repairs.moved_tip = (in_use[-1] if in_use else None), True
    if first not in steps or steps[first]["parent"] is not None:
        first = None
    moments = [
        row["moment"]
        for rows in tables.values()
        for row in rows
        if isinstance(row.get("moment"), int)
    ]
    tables["story"] = [{"only": 1, "tip": tip, "first": first, "moment": max(moments, default=0)}]
    for row in tables["drafts"]:
        if row["parent"] is not None and row["parent"] not in steps:
            row["parent"] = tip
            row["draft"] = to_json(replace(from_json(Draft, row["draft"]), parent=tip))
