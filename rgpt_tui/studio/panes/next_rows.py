"""How the plans on offer look, the title of the box, and a story that has yet to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.printable import printable
from rgpt_tui.studio.panes.rows import Row, hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.story.records import Brief
    from rgpt_tui.studio.panes.rows import Rows
    from rgpt_tui.studio.plan_box import PlanBox


def rows_of(
    rows: Rows,
    plans: Sequence[str],
    *,
    picked: int | None,
    untouched: bool,
    written: frozenset[int],
) -> list[Row]:
    """The plans: all of them whole where there is room, else the one under the cursor.

    One that stands in the box just as it is can be read there.

    Args:
        rows: the list that they are for.
        plans: on offer.
        picked: the number of the plan in the box.
        untouched: it stands in the box as it was offered.
        written: the numbers of plans that a step was written from before.
    """
    made = [
        _row(number, plan, picked=number == picked, written=number in written)
        for number, plan in enumerate(plans, start=1)
    ]
    if sum(rows.lines_of(row) for row in made) <= rows.room[1]:
        return made
    here = rows.highlighted if rows.has_focus else None
    if untouched and here is not None and here + 1 == picked:
        here = None
    each, more = divmod(rows.room[1], len(made)) if here is None else (1, 0)
    return [
        row
        if index == here
        else Row(sign=row.sign, body=row.body, lines=max(1, each + int(index < more)))
        for index, row in enumerate(made)
    ]


def no_plans(replan: str, own: str) -> Row:
    """What a step without plans shows in their place, such as a draft that was kept as it stood.

    Args:
        replan: the key that asks for plans.
        own: the key that empties the box for one of the writer's own.
    """
    return hint(f"There are no plans here. {replan} asks for three, {own} takes one of your own.")


def box_title(box: PlanBox, heading: str, *, writing: bool, instead: str = "") -> Content:
    """What stands above the box.

    Args:
        box: the box.
        heading: of the chapter that is to begin.
        writing: a step is being written from it.
        instead: where the plan comes from that is shown in place of the one in the box.
    """
    verb = "Being written from" if writing else "Write from"
    origin = instead or box.origin
    parts: list[str | tuple[str, str]] = [f"{verb} ", (origin, "$plan-chosen bold")]
    if not instead and not box.text.strip():
        take = "take a plan, or type your own" if box.plans else "type a plan of your own"
        parts = [("The box is empty: ", "$warning"), take]
    if heading and not instead:
        parts += ["  chapter ", (f"“{printable(heading)}”", "$heading")]
    return Content.assemble(*parts)


def beginning(brief: Brief, key: str) -> Content:
    """What a story without a step shows.

    Args:
        brief: of the story.
        key: has the opening written.
    """
    parts: list[str | tuple[str, str]] = [
        ("Nothing is written yet.\n", "bold"),
        f"{key} writes the opening: a title and an outline where there is none, three paragraphs, "
        "the first memory, and three plans for what comes then.\n",
    ]
    told = (
        ("Title", brief.title),
        ("Genre", brief.genre),
        ("About", brief.topic),
        ("Style", brief.style),
        ("Told by", brief.point_of_view),
        ("Cast", brief.cast),
        ("Description", brief.description),
        ("Outline", brief.outline),
    )
    for label, value in told:
        if value.strip():
            parts += ["\n", (f"{label}  ", "$foreground 55%"), printable(value.strip())]
    return Content.assemble(*parts)


def _row(number: int, plan: str, *, picked: bool, written: bool) -> Row:
    sign = (f"{number} ", "$plan-chosen bold" if picked else "$foreground 60%")
    parts: list[str | tuple[str, str]] = []
    if written:
        parts.append(("already taken · ", "$foreground 55% italic"))
    parts.append((" ".join(printable(plan).split()), "$prose" if picked else "$foreground 85%"))
    return Row(
        sign=Content.assemble(("▸" if picked else " ", "$plan-chosen bold"), sign),
        body=Content.assemble(*parts),
    )
