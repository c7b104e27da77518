"""A whole book as records: every branch, revision, making, mark and draft, in the order of writing.

What can be reckoned from the rest (numbers of steps, counts of words) is not in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003
from typing import TYPE_CHECKING

# Not only for annotations: msgspec reads these when it makes such records.
from rgpt_tui.story.authors import Author  # noqa: TC001
from rgpt_tui.story.drafts import KeptDraft  # noqa: TC001
from rgpt_tui.story.marks import Mark  # noqa: TC001
from rgpt_tui.story.records import Brief, Making, Plan, StepKind, Text  # noqa: TC001
from rgpt_tui.story.unsent import UnsentEdit  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefVersion:
    """The brief as it was from a moment on."""

    brief: Brief
    moment: int
    """Which change to the book this was."""
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of the text of a step."""

    text: Text
    moment: int
    """Which change to the book this was."""
    created: datetime
    author: Author | None = None
    """Whose words it brought, where that was noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeStep:
    """A step with all that belongs to it."""

    id: str
    parent: str | None
    next: str | None
    """The step that redo goes to from here."""
    kind: StepKind
    created: datetime
    acknowledged: int
    """The moment up to which the writer knows of edits to earlier steps."""
    plan: Plan | None
    making: Making
    revisions: tuple[Revision, ...]
    """From the first one to the one that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedStep:
    """A step that is pinned or muted."""

    step: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdit:
    """An unsent edit."""

    edit: UnsentEdit
    moment: int
    """The change to the book that kept it last."""
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchName:
    """The name of a branch."""

    step: str
    """The step that ends the branch."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """A branch in the bin."""

    step: str
    """The first step of it; what follows that is in the bin as well."""
    created: datetime
    """When it went there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeBook:
    """A book."""

    moment: int
    """How many changes were made to it."""
    tip: str | None
    first: str | None
    """The step that redo goes to from before the first one."""
    briefs: tuple[BriefVersion, ...]
    """From the first one to the one that counts."""
    steps: tuple[WholeStep, ...]
    """Every step stands after the one that it follows."""
    marks: tuple[MarkedStep, ...] = ()
    drafts: tuple[KeptDraft, ...] = ()
    unsent: tuple[KeptEdit, ...] = ()
    names: tuple[BranchName, ...] = ()
    bin: tuple[Binned, ...] = ()

    @property
    def brief(self) -> Brief:
        """The brief that counts."""
        return self.briefs[-1].brief

    def titled(self, title: str, created: datetime) -> WholeBook:
        """This book with another title from now on; the earlier one stays in it."""
        moment, brief = self.moment + 1, replace(self.brief, title=title)
        version = BriefVersion(brief=brief, moment=moment, created=created)
        return replace(self, moment=moment, briefs=(*self.briefs, version))

    def branch(self) -> list[Text]:
        """The texts along the branch that is being written, as they count."""
        steps = {step.id: step for step in self.steps}
        texts, at = [], self.tip
        while at is not None:
            texts.append(steps[at].revisions[-1].text)
            at = steps[at].parent
        return texts[::-1]


def fault_of(whole: WholeBook) -> str | None:
    """What is wrong with a book, in words that go on after “in it,”; None if it holds together.

    It does if every step follows an earlier one or none, so that there are no circles and no
    orphans; if tip, redo, marks, names and drafts name steps that there are; if the story does not
    stand in the bin; and if no moment is later than the book.
    """
    return next(_faults(whole), None)


def _faults(whole: WholeBook) -> Iterator[str]:
    if not whole.briefs:
        yield "there is no brief"
    moments = [each.moment for each in whole.briefs]
    if moments != sorted(set(moments)):
        yield "the briefs are not in the order of their moments"
    yield from _faults_of_steps(whole)
    parents = {step.id: step.parent for step in whole.steps}
    if whole.tip is not None and whole.tip not in parents:
        yield f"the tip is step “{whole.tip}”, which is not there"
    if whole.first is not None and parents.get(whole.first, "") is not None:
        yield f"redo begins with step “{whole.first}”, which does not begin the story"
    for step in whole.steps:
        if step.next is not None and parents.get(step.next) != step.id:
            yield f"redo leads from step “{step.id}” to “{step.next}”, which does not follow it"
    named = [
        *(("a mark is on", marked.step) for marked in whole.marks),
        *(("a draft follows", kept.draft.parent) for kept in whole.drafts),
        *(("an unsent edit is of", kept.edit.step) for kept in whole.unsent),
        *(("a name belongs to", named.step) for named in whole.names),
        *(("the bin has", binned.step) for binned in whole.bin),
    ]
    for what, step_id in named:
        if step_id is not None and step_id not in parents:
            yield f"{what} step “{step_id}”, which is not there"
    yield from (f"step “{each}” has two marks" for each in _twice([m.step for m in whole.marks]))
    yield from (f"step “{each}” has two names" for each in _twice([n.step for n in whole.names]))
    yield from (
        f"two branches are called “{each}”" for each in _twice([n.name for n in whole.names])
    )
    yield from (
        f"step “{each}” is in the bin twice" for each in _twice([b.step for b in whole.bin])
    )
    yield from _faults_of_bin(whole)
    yield from (
        f"draft “{each}” is there twice" for each in _twice([d.draft.id for d in whole.drafts])
    )
    boxes = [f"{kept.edit.box} of {kept.edit.step or 'the story'}" for kept in whole.unsent]
    yield from (f"the unsent edit of {each} is there twice" for each in _twice(boxes))
    latest = max(_moments(whole), default=0)
    if latest > whole.moment:
        yield f"moment {latest} is later than the book, which is at moment {whole.moment}"


def _faults_of_steps(whole: WholeBook) -> Iterator[str]:
    known = {step.id for step in whole.steps}
    earlier: set[str] = set()
    for step in whole.steps:
        if step.id in earlier:
            yield f"step “{step.id}” is there twice"
        if step.parent is not None and step.parent not in known:
            yield f"step “{step.id}” follows step “{step.parent}”, which is not there"
        elif step.parent is not None and step.parent not in earlier:
            yield (
                f"step “{step.id}” follows step “{step.parent}”, which comes no earlier: they are "
                "out of order, or follow each other in a circle"
            )
        if not step.revisions:
            yield f"step “{step.id}” has no text"
        earlier.add(step.id)


def _faults_of_bin(whole: WholeBook) -> Iterator[str]:
    binned = bins_of(whole)
    if whole.tip is not None and binned.get(whole.tip) is not None:
        yield f"the story stands at step “{whole.tip}”, which is in the bin"
    leads = [step.next for step in whole.steps if binned.get(step.id) is None]
    for following in [whole.first, *leads]:
        if following is not None and binned.get(following) is not None:
            yield f"redo leads to step “{following}”, which is in the bin"


def bins_of(whole: WholeBook) -> dict[str, str | None]:
    """For each step the first step of the branch that it is in the bin with, if it is."""
    roots = {each.step for each in whole.bin}
    found: dict[str, str | None] = {}
    for step in whole.steps:
        before = found.get(step.parent) if step.parent is not None else None
        found[step.id] = step.id if step.id in roots else before
    return found


def _moments(whole: WholeBook) -> Iterator[int]:
    yield from (version.moment for version in whole.briefs)
    yield from (kept.moment for kept in whole.drafts)
    yield from (kept.moment for kept in whole.unsent)
    for step in whole.steps:
        yield step.acknowledged
        yield from (revision.moment for revision in step.revisions)


def _twice(named: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for each in named:
        if each in seen:
            yield each
        seen.add(each)
