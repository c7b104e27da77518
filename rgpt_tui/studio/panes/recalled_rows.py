"""How the passages in the recall tray look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.marks import Mark
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.panes.rows import Row, hint
from rgpt_tui.studio.places_in_story import LONGEST_HEADING, heading_of, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.studio.panes.rows import Rows
    from rgpt_tui.studio.tray import Entry, Tray

MOST_LINES = 8
"""Of an open passage: a pinned paragraph would leave no room for others. Enter opens it whole."""
BAR = 5
"""Cells of the bar that shows a score."""
NOTHING_YET = hint(
    "Before each step: paragraphs from far back that fit the plan. You decide which of them the "
    "next request holds."
)
NOTHING_FITS = hint("Nothing from earlier fits this plan, so the next request holds none.")
MARKS = {Mark.PIN: ("pinned", "$pin"), Mark.MUTE: ("muted", "$mute")}


def rows_of(
    rows: Rows, tray: Tray, marks: Mapping[str, Mark], total: int, open_: int | None
) -> tuple[list[Row], list[int | None]]:
    """The rows of a tray, and for each the number of its passage; None for a heading.

    The names of chapters are whole where there is room, and in the passage that is shown whole.

    Args:
        rows: the list that they are for.
        tray: the tray.
        marks: pins and mutes, by step.
        total: how many steps the story has.
        open_: the number of the passage that is shown whole.
    """
    if not tray.entries:
        return [NOTHING_YET if tray.plan is None else NOTHING_FITS], [None]
    made, places = _rows(tray, marks, total, open_, whole_heads=False)
    roomy, _ = _rows(tray, marks, total, open_, whole_heads=True)
    return roomy if sum(map(rows.lines_of, roomy)) <= rows.room[1] else made, places


def _rows(
    tray: Tray, marks: Mapping[str, Mark], total: int, open_: int | None, *, whole_heads: bool
) -> tuple[list[Row], list[int | None]]:
    made: list[Row] = []
    places: list[int | None] = []
    near = False
    for number, entry in enumerate(tray.entries):
        if not entry.hit and not near:
            near = True
            made.append(_heading("Near misses"))
            places.append(None)
        mark = marks.get(entry.passage.step)
        whole = number == open_
        made.append(_row(entry, mark, total, whole=whole, whole_head=whole or whole_heads))
        places.append(number)
    return made, places


def _row(entry: Entry, mark: Mark | None, total: int, *, whole: bool, whole_head: bool) -> Row:
    passage, color = entry.passage, "$score-bar" if entry.hit else "$near-miss"
    full = round(max(0.0, min(1.0, passage.score)) * BAR)
    place = passage.position
    parts: list[str | tuple[str, str]] = [
        ("▰" * full, color),
        ("▱" * (BAR - full), "$foreground 30%"),
        (f" {score(passage.score)}", color),
    ]
    if mark is not None:
        parts += ["  ", MARKS[mark]]
    if entry.trimmed:
        parts += ["  ", ("trimmed", "$accent")]
    heading = heading_of(place, len(place.heading) if whole_head else LONGEST_HEADING)
    where = f"{place.number:,} of {total:,}"
    parts.append((f"  {heading} · {where}" if heading else f"  step {where}", "$foreground 65%"))
    sign = ("● ", "$plan-chosen") if entry.taken else ("○ ", "$foreground 50%")
    return Row(
        sign=Content.assemble(sign),
        head=Content.assemble(*parts),
        body=_words(entry, whole=whole),
        whole_head=whole_head,
        lines=MOST_LINES if whole else 2,
    )


def _words(entry: Entry, *, whole: bool) -> Content:
    """The sentence that was found; in the open passage among those around it."""
    passage = entry.passage
    said = "$prose" if entry.taken else "$prose-dim"
    sentence = " ".join(printable(passage.sentence).split())
    text = " ".join(printable(passage.text).split())
    if not whole or entry.trimmed or not sentence or sentence not in text:
        return Content.styled(text if whole and not entry.trimmed else sentence or text, said)
    before, _, after = text.partition(sentence)
    return Content.assemble(
        (before, "$prose-dim"), (sentence, f"{said} bold"), (after, "$prose-dim")
    )


def _heading(text: str) -> Row:
    return Row(sign=Content(""), body=Content.styled(text, "$foreground 60% italic"), heading=True)
