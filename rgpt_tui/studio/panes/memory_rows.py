"""How the sentences of the memory look, and how its length is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.language import is_cjk
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.memory_review import Fate
from rgpt_tui.studio.panes.rows import Row, hint

if TYPE_CHECKING:
    from rgpt_tui.story.memory import MemoryLimit
    from rgpt_tui.studio.memory_review import MemoryReview, Sentence

SIGNS = {Fate.KEPT: "·", Fate.ADDED: "+", Fate.DROPPED: "−", Fate.REFUSED: "×"}
STYLES = {
    Fate.KEPT: ("$foreground 40%", "$memory-kept"),
    Fate.ADDED: ("$memory-added bold", "$memory-added"),
    Fate.DROPPED: ("$memory-dropped bold", "$memory-dropped strike"),
    Fate.REFUSED: ("$foreground 60%", "$foreground 50% strike"),
}
LOCK = "◆"
NOTHING_YET = hint(
    "Ten to twenty sentences that the next step is told: who, where, what is owed, what is hidden. "
    "Each step rewrites them. Here you see what it kept, added and dropped, and have the last word."
)


def row_of(sentence: Sentence) -> Row:
    """A sentence as a row."""
    sign, words = STYLES[sentence.fate]
    shown = (LOCK, "$locked bold") if sentence.locked else (SIGNS[sentence.fate], sign)
    return Row(
        sign=Content.assemble(shown, " "),
        body=Content.styled(printable(sentence.text), words),
    )


def change_of(review: MemoryReview) -> str:
    """How many sentences were added and dropped; empty where none were."""
    counts = review.counts
    return " ".join(
        f"{sign}{count}"
        for sign, count in (("+", counts[Fate.ADDED]), ("−", counts[Fate.DROPPED]))
        if count
    )


def gauge(
    review: MemoryReview, limit: MemoryLimit, *, room: int, unsaved: bool, empty: bool
) -> str:
    """The length of the memory against its limit, and its change, in as many cells as there are."""
    if empty:
        return "none yet"
    sentences, words = review.length
    if not sentences:
        return "empty: made anew before the next step"
    unit = "characters" if is_cjk(review.language) else "words"
    changed = change_of(review)
    long = f"{sentences} of {limit.sentences} sentences · {words} of {limit.words} {unit}"
    short = f"{sentences}/{limit.sentences} sentences · {words}/{limit.words} {unit}"
    least = f"{sentences}/{limit.sentences} · {words}/{limit.words}"
    full, brief = ("not saved yet", "unsaved") if unsaved else ("", "")
    forms = [
        " · ".join(filter(None, parts))
        for parts in (
            (long, changed, full),
            (short, changed, full),
            (short, changed, brief),
            (short, brief),
            (least, brief),
        )
    ]
    return next((form for form in forms if len(form) <= room), forms[-1])
