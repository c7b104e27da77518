"""Paragraphs that only the readable copy has left, put back where they stood in the story."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.measures import count_words
from rgpt_tui.story.records import StepKind
from rgpt_tui.story.rows import now, storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rgpt_tui.story.salvage.damaged import Row
    from rgpt_tui.story.salvage.tree import Tables

NOT_A_LETTER: Final = re.compile(r"[\W_]+")
ALIKE: Final = 90
"""Of 100, from which on two paragraphs count as versions of one."""
LONG: Final = 60
"""Letters from which on two passages that have the same are the same."""
BLANK_LINES: Final = re.compile(r"\n\s*\n")


def add_fragments(
    tables: Tables, pages: Sequence[tuple[str, str]], language: str
) -> tuple[int, int]:
    """Make steps of the paragraphs of a readable copy that no revision of any step has.

    They are marked as brought in from a draft, and stand behind the paragraph that they stood
    behind in the copy. The numbers of the steps are not what they should be afterwards.

    Args:
        tables: of a book that holds together.
        pages: the headings and paragraphs of the copy.
        language: of the story.

    Returns:
        How many steps were made, and how many paragraphs the book has with other letters in them.
    """
    steps = {row["id"]: row for row in tables["steps"]}
    story = tables["story"][0]
    known: dict[str, str] = {}
    on_path = set(_way(steps, story["tip"]))
    for revision in tables["revisions"]:
        for block in _blocks(revision["paragraph"]):
            if revision["step"] in on_path or block not in known:
                known[block] = revision["step"]
    everything = "\n".join(known)
    before: str | None = None
    lost: list[str] = []
    lost_heading = ""
    made = differing = 0

    def put_back() -> None:
        nonlocal before, made, lost, lost_heading
        if lost:
            before = _insert(tables, steps, before, lost_heading, "\n\n".join(lost), language)
            made += 1
        lost, lost_heading = [], ""

    for heading, paragraph in pages:
        for number, text in enumerate(BLANK_LINES.split(paragraph)):
            block = _letters(text)
            if block in known:
                put_back()
                if known[block] in on_path:
                    before = known[block]
            elif not block or block in everything:
                if step := _step_around(block, known, on_path):
                    put_back()
                    before = step
            elif _nearly_known(block, known):
                differing += 1
            else:
                if number == 0 and heading:
                    put_back()
                    lost_heading = heading
                lost.append(text)
    put_back()
    return made, differing


def _insert(
    tables: Tables,
    steps: dict[str, Row],
    before: str | None,
    heading: str,
    paragraph: str,
    language: str,
) -> str:
    story, step, moment = tables["story"][0], uuid.uuid4().hex, tables["story"][0]["moment"]
    way = _way(steps, story["tip"])
    after = next((each for each in way if steps[each]["parent"] == before), None)
    new: Row = {
        "id": step,
        "parent": before,
        "number": 0,
        "kind": StepKind.IMPORTED.value,
        "created": now(),
        "next": after,
        "latest": 1,
        "acknowledged": moment,
    }
    if after is None:
        story["tip"] = step
    else:
        steps[after]["parent"] = step
    if before is None:
        story["first"] = step
    else:
        steps[before]["next"] = step
    steps[step] = new
    tables["steps"].append(new)
    text = storable(paragraph)
    tables["revisions"].append(
        {
            "step": step,
            "revision": 1,
            "moment": moment,
            "created": now(),
            "words": count_words(text, language),
            "has_memory": 0,
            "heading": storable(heading),
            "paragraph": text,
            "rationale": "",
            "memory": "",
            "pinned": "[]",
            "plans": "[]",
        }
    )
    return step


def _step_around(block: str, known: dict[str, str], on_path: set[str]) -> str | None:
    """The step on the path that has a block within a longer one, which the copy breaks up.

    None for a short block, which may stand anywhere by chance, or if several steps have it.
    """
    if len(block) < LONG:
        return None
    found = {step for whole, step in known.items() if step in on_path and block in whole}
    return found.pop() if len(found) == 1 else None


def _nearly_known(block: str, known: dict[str, str]) -> bool:
    """Whether the book has the paragraph but for some letters, by an edit or by the damage."""
    from rapidfuzz import fuzz, process

    return process.extractOne(block, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE) is not None


def _way(steps: dict[str, Row], tip: str | None) -> list[str]:
    way: list[str] = []
    while tip is not None and tip in steps:
        way.append(tip)
        tip = steps[tip]["parent"]
    return way[::-1]


def _blocks(paragraph: str) -> Iterator[str]:
    return filter(None, map(_letters, BLANK_LINES.split(paragraph)))


def _letters(text: str) -> str:
    """A text without what a copy may have otherwise: marks, escapes, white space."""
    return NOT_A_LETTER.sub("", text).casefold()
