"""How the passages in the recall tray look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.marks import Mark
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.panes.rows import Row, hint

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
    made: list[Row] = []
    places: list[int | None] = []
    if not tray.entries:
        return [NOTHING_YET if tray.plan is None else NOTHING_FITS], [None]
    near = False
    for number, entry in enumerate(tray.entries):
        if not entry.hit and not near:
            near = True
            made.append(_heading("Near misses"))
            places.append(None)
        mark = marks.get(entry.passage.step)
        made.append(_row(entry, mark, total, whole=number == open_))
        places.append(number)
    roomy = [replace(row, whole_head=True) for row in made]
    if sum(rows.lines_of(row) for row in roomy) <= rows.room[1]:
        made = roomy
    return made, places


def _row(entry: Entry, mark: Mark | None, total: int, *, whole: bool) -> Row:
    passage, color = entry.passage, "$score-bar" if entry.hit else "$near-miss"
    full = max(0, min(BAR, round(passage.score * BAR)))
    place = passage.position
    parts: list[str | tuple[str, str]] = [
        ("▰" * full, color),
        ("▱" * (BAR - full), "$foreground 30%"),
        (f" {passage.score:.2f}".replace("0.", "."), color),
    ]
    if mark is not None:
        parts += ["  ", MARKS[mark]]
    if entry.trimmed:
        parts += ["  ", ("trimmed", "$accent")]
    where = f"  Ch. {place.chapter} · step {place.number} of {total}"
    heading = f" · {printable(place.heading)}" if place.heading else ""
    parts.append((where + heading, "$foreground 65%"))
    sign = ("● ", "$plan-chosen") if entry.taken else ("○ ", "$foreground 50%")
    return Row(
        sign=Content.assemble(sign),
        head=Content.assemble(*parts),
        body=_words(entry, whole=whole),
        whole_head=whole,
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
