"""What a step did to the short-term memory: its sentences one by one, and the model's reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.studio.memory_review import Fate, MemoryReview, made_by_model
from rgpt_tui.studio.panes.memory_rows import LOCK, SIGNS, change_of
from rgpt_tui.studio.prose.cleaning import clean

if TYPE_CHECKING:
    from rgpt_tui.studio.history.reading import Versions
    from rgpt_tui.studio.history.versions import Span


def memory_spans(versions: Versions, at: int) -> list[Span]:
    """The memory of a version beside the one that its step started from, as the pane has it."""
    text = versions.revisions[at].text
    review = MemoryReview(
        versions.memory_before,
        made_by_model([each.text for each in versions.revisions[: at + 1]]),
        text.memory,
        text.pinned,
        versions.language,
    )
    spans: list[Span] = [(f"Memory · {_told(review)}\n", "title")]
    if reason := " ".join(clean(text.rationale).split()):
        spans.append((f"{reason}\n", "reason"))
    for each in review.sentences:
        sign = (LOCK, "locked") if each.locked else (SIGNS[each.fate], f"memory-{each.fate}")
        words = " ".join(clean(each.text).split())
        spans += [("\n", ""), sign, (f" {words}", f"memory-{each.fate}")]
    return spans


def _told(review: MemoryReview) -> str:
    """What became of it, in a few words."""
    if not review.sentences:
        return "empty"
    if not review.before:
        return "the first one"
    changed = change_of(review)
    if not changed and not review.counts[Fate.REFUSED]:
        return "as the step before left it"
    return f"{changed} since the step before".lstrip()
