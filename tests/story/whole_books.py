"""Whole books of every shape, for hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from rgpt_tui.story.authors import Author
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import (
    Brief,
    Making,
    Message,
    Passage,
    PassageOrigin,
    Plan,
    PlanSource,
    Position,
    SentRequest,
    StepKind,
    Text,
    Usage,
)
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.story.whole_records import (
    Binned,
    BranchName,
    BriefVersion,
    KeptDraft,
    KeptEdit,
    MarkedStep,
    Revision,
    WholeBook,
    WholeStep,
    fault_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LATEST = 1000
"""The moment of every book."""

texts = st.text(max_size=40)
"""Every character that there is; no halves of characters, which no file can hold."""
moments = st.integers(0, LATEST)
times = st.integers(0, 10**12).map(
    lambda ms: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
counts = st.integers(0, 2**53)
numbers = st.floats(-(2**53), 2**53)
amounts = st.floats(0, 2**53)
lines = st.lists(texts, max_size=3).map(tuple)

briefs = st.builds(
    Brief,
    **dict.fromkeys(
        "title language genre topic description style point_of_view cast outline".split(),  # noqa: SIM905
        texts,
    ),
    target_words=st.none() | counts,
)
positions = st.builds(Position, number=counts, chapter=counts, in_chapter=counts, heading=texts)
passages = st.builds(
    Passage,
    step=texts,
    revision=counts,
    position=positions,
    score=numbers,
    sentence=texts,
    text=texts,
    origin=st.sampled_from(PassageOrigin),
)
requests = st.builds(
    SentRequest,
    purpose=texts,
    messages=st.lists(st.builds(Message, role=texts, content=texts), max_size=2).map(tuple),
    reply=texts,
)
makings = st.builds(
    Making,
    recalled=st.lists(passages, max_size=2).map(tuple),
    requests=st.lists(requests, max_size=2).map(tuple),
    model=texts,
    usage=st.builds(
        Usage,
        prompt_tokens=counts,
        cached_tokens=counts,
        completion_tokens=counts,
        estimated=st.booleans(),
    ),
    cost=st.none() | amounts,
    seconds=amounts,
    rounds=counts,
)
plans = st.none() | st.builds(
    Plan,
    text=texts,
    source=st.sampled_from(PlanSource),
    offered=st.none() | counts,
    reason=texts,
)
revisions = st.builds(
    Revision,
    text=st.builds(
        Text,
        paragraph=texts,
        heading=texts,
        rationale=texts,
        memory=texts,
        pinned=lines,
        plans=lines,
    ),
    moment=moments,
    created=times,
    author=st.none() | st.sampled_from(Author),
)


@dataclass(frozen=True)
class Tree:
    """The steps of a book, and what of them can be pointed at."""

    steps: tuple[WholeStep, ...]

    @property
    def ids(self) -> list[str]:
        return [step.id for step in self.steps]

    def children(self, parent: str | None) -> list[str]:
        return [step.id for step in self.steps if step.parent == parent]


@st.composite
def trees(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Tree:
    """Up to six steps, each behind an earlier one or at the beginning."""
    steps: list[WholeStep] = []
    for number in range(draw(st.integers(0, 6))):
        steps.append(
            WholeStep(
                id=f"{number:032x}",
                parent=draw(st.sampled_from([None, *(step.id for step in steps)])),
                next=None,
                kind=draw(st.sampled_from(StepKind)),
                created=draw(times),
                acknowledged=draw(moments),
                plan=draw(plans),
                making=draw(makings),
                revisions=tuple(draw(st.lists(revisions, min_size=1, max_size=3))),
            )
        )
    tree = Tree(tuple(steps))
    pointed = (
        replace(step, next=draw(st.sampled_from([None, *tree.children(step.id)]))) for step in steps
    )
    return Tree(tuple(pointed))


@st.composite
def whole_books(draw: Callable[[st.SearchStrategy[Any]], Any]) -> WholeBook:
    """A book that holds together, with anything in any field."""
    tree = draw(trees())
    some_step = st.sampled_from([None, *tree.ids])
    drafts = st.builds(
        Draft,
        parent=some_step,
        plan=plans,
        heading=texts,
        sections=st.dictionaries(texts, texts, max_size=2),
        unfinished=st.none() | texts,
        making=makings,
        id=st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"),
    )
    edits = st.builds(
        UnsentEdit,
        step=some_step,
        box=st.sampled_from(Box),
        text=texts,
        revision=st.none() | counts,
    )
    version = st.builds(BriefVersion, brief=briefs, moment=moments, created=times)
    kept_drafts = st.builds(
        KeptDraft, draft=drafts, open=st.booleans(), moment=moments, updated=times
    )
    marks = [
        MarkedStep(step=each, mark=draw(st.sampled_from(Mark)))
        for each in draw(st.lists(st.sampled_from(tree.ids or [""]), unique=True))
        if each
    ]
    some_ids = st.lists(st.sampled_from(tree.ids), unique=True) if tree.ids else st.just([])
    whole = WholeBook(
        moment=LATEST,
        tip=draw(some_step),
        first=draw(st.sampled_from([None, *tree.children(None)])),
        briefs=tuple(
            sorted(
                draw(st.lists(version, min_size=1, max_size=2, unique_by=lambda v: v.moment)),
                key=lambda v: v.moment,
            )
        ),
        steps=tree.steps,
        marks=tuple(marks),
        drafts=tuple(draw(st.lists(kept_drafts, max_size=2, unique_by=lambda kept: kept.draft.id))),
        unsent=tuple(
            draw(
                st.lists(
                    st.builds(KeptEdit, edit=edits, moment=moments, updated=times),
                    max_size=2,
                    unique_by=lambda kept: (kept.edit.step, kept.edit.box),
                )
            )
        ),
    )
    whole = replace(
        whole,
        names=tuple(
            BranchName(step=each, name=f"Ending {number}: “[b]”")
            for number, each in enumerate(draw(some_ids))
        ),
    )
    binned = replace(
        whole, bin=tuple(Binned(step=each, created=draw(times)) for each in draw(some_ids))
    )
    # The story cannot stand in the bin, nor redo lead there.
    return whole if fault_of(binned) else binned
