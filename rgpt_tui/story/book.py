"""The book: one SQLite file that holds all of a story, and the only truth about it.

Steps form a tree; the tip says which branch is being written and where. Nothing that was
written is ever overwritten or deleted: an edit adds a revision, undo and redo move the tip, and
a branch can only be put into the bin.
Every method that changes something is one transaction, on disk when the method returns.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from rgpt_tui.story import access, new_rows, schema
from rgpt_tui.story.authors import Author
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.path import ASTRAY_QUERY, STEPS_OF_PATH_QUERY, path_of
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import PlanSource, StepKind
from rgpt_tui.story.unsent import DROP, Box, UnsentEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from rgpt_tui.story.path import PathStep
    from rgpt_tui.story.records import Brief, NewStep, Step


class NothingToMove(RgptError):
    """There is no step to undo or to redo."""


class Book(BookReader):
    """A book open for writing. Its one writer holds the lock of its folder (see `lock`)."""

    _path: tuple[PathStep, ...] | None = None
    """The path as it stands, if it was asked for since it changed."""
    _version = 0
    """Counts the changes."""

    @classmethod
    def create(cls, folder: Path, brief: Brief) -> Self:
        """Make a book in a folder that has none.

        Raises:
            BookUnwritable: the folder cannot be written.
            FileExistsError: there is a book in it.
        """
        with access.new_file(folder) as connection:
            schema.migrate(connection)
            with connection.change():
                connection.execute("INSERT INTO story (only, moment) VALUES (1, 0)")
                new_rows.add_brief(connection, brief)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the book of a folder for writing, brought to the present schema.

        Raises:
            BookUnreadable: there is none, or it is damaged.
            BookUnwritable: its folder does not allow writing.
            StoryTooNew: a newer rgpt wrote it.
        """
        return cls(access.open_to_write(folder))

    def path(self) -> tuple[PathStep, ...]:
        """The steps from the first to the tip, without their texts; kept while they stay the same,
        since reading ten thousand takes a while, and after a step they are asked for.
        """
        known, version = self._path, self._version
        if known is None:
            known = super().path()
            # A change that came while it was read may be in it or not.
            if version == self._version:
                self._path = known
        return known

    def set_brief(self, brief: Brief) -> None:
        """Change the brief; the earlier one stays in the book."""
        with self._change():
            new_rows.add_brief(self._connection, brief)

    def undo(self) -> Step:
        """Move the tip back by one step, and return the step that was left.

        The plan and the heading that it was written from are in their boxes again there, unless
        the writer left something else in them.

        Raises:
            NothingToMove: the story has no step.
        """
        with self._change():
            if (tip := self.tip) is None:
                raise NothingToMove("There is no step to undo: the story is at its beginning.")
            step = self.step(tip)
            self._set_tip(step.parent)
            typed = {each.box for each in self.unsent.all() if each.step == step.parent}
            if typed.isdisjoint({Box.PLAN, Box.HEADING}):
                for box, text in _from_boxes(step).items():
                    self.unsent.put(UnsentEdit(step=step.parent, box=box, text=text))
        return step

    def redo(self) -> Step:
        """Move the tip forward to the step that it was last at, and return that step.

        What undo gave back to the boxes is out of them again.

        Raises:
            NothingToMove: nothing was undone here.
        """
        with self._change():
            if (following := self.following) is None:
                raise NothingToMove("There is no step to redo: nothing was undone here.")
            step = self.step(following)
            self._set_tip(following)
            given = _from_boxes(step)
            for edit in self.unsent.all():
                if edit.step == step.parent and given.get(edit.box) == edit.text:
                    self._connection.execute(DROP, edit.step, edit.box.value)
        return step

    def go_to(self, step_id: str) -> Step:
        """Make a step of any branch the tip, and redo lead back along the way to it.

        Raises:
            InTheBin: it is in the bin.
            NoSuchStep: there is none of that id.
        """
        with self._change():
            step = self.step(step_id)
            self.bin.see_that_outside(step_id)
            self._lead_to(step_id)
        return step

    # Writing

    def commit(
        self,
        steps: Sequence[NewStep],
        *,
        draft: str | None = None,
        behind: str | EllipsisType | None = ...,
    ) -> list[Step]:
        """Add steps, one after the other, behind the tip, and move the tip to the last.

        What the writer typed there is done with once a step is made of it: a plan with a step from
        that very plan, the writer's own paragraph with a step of that kind.

        Args:
            steps: at least one.
            draft: the id of the draft that they were made from, which is then done with.
            behind: the step that the first one follows, None for one that follows none; left out:
                the tip.

        Raises:
            InTheBin, NoSuchStep: that step is in the bin, or there is none.
        """
        if not steps:
            raise ValueError("No steps to commit; a draft is done with only once it is a step.")
        with self._change() as path:
            language, before = self.brief.language, self.tip
            place = before if isinstance(behind, EllipsisType) else behind
            if place is not None and place != before:
                self.bin.see_that_outside(self.step(place).id)
            parent, ids = place, []
            for step in steps:
                ids.append(new_rows.add_step(self._connection, step, parent, language))
                self._point_to(parent, ids[-1])
                parent = ids[-1]
            if place == before:
                self._set_tip(parent)
            else:
                self._lead_to(ids[-1])
            self.branches.grow(place, ids[-1])
            if draft is not None:
                self._connection.execute("DELETE FROM drafts WHERE id = ?", draft)
            if steps[0].plan is not None:
                self.unsent.sent(place, Box.PLAN, steps[0].plan.text)
            if steps[0].kind is StepKind.OWN:
                self._connection.execute(DROP, place, Box.OWN.value)
            if path is not None and (path[-1].id if path else None) == place:
                new = self._connection.all(lambda row: row, STEPS_OF_PATH_QUERY, json.dumps(ids))
                self._path = path_of(new, behind=path)
        if draft is not None:
            self.drafts.done(draft)
        return [self.step(step_id) for step_id in ids]

    def revise(
        self,
        step_id: str,
        *,
        author: Author = Author.WRITER,
        sent: Iterable[Box] = (),
        **changes: Any,
    ) -> Step:
        """Give a step a new revision of its text; every earlier one stays.

        A text that is the same makes none, so that no later step counts as older than an edit.

        Args:
            step_id: the step.
            author: whose words the changes are.
            sent: the boxes that the changes come from, whose unsent edits are then done with.
            changes: the fields of `Text` that change.

        Raises:
            NoSuchStep: there is none of that id.
        """
        with self._change():
            step = self.step(step_id)
            text = replace(step.text, **changes)
            if text != step.text:
                revision = step.revision + 1
                new_rows.add_revision(
                    self._connection, step_id, revision, text, self.brief.language, author
                )
                self._connection.execute(
                    "UPDATE steps SET latest = ? WHERE id = ?", revision, step_id
                )
            for box in sent:
                self._connection.execute(DROP, step_id, box.value)
        return self.step(step_id)

    def acknowledge_edits(self) -> None:
        """Dismiss the marks “written before this edit” from all steps on the path."""
        with self._change():
            self._connection.execute(
                "UPDATE steps SET acknowledged = (SELECT moment FROM story)"
                " WHERE id IN (SELECT id FROM path)"
            )

    # Within a transaction

    @contextmanager
    def _change(self) -> Iterator[tuple[PathStep, ...] | None]:
        """All of the block, or nothing of it; gives the path, if it is known, as it was before."""
        try:
            with self._connection.change():
                path, self._path = self._path, None
                self._version += 1
                self._connection.execute(schema.NEXT_MOMENT)
                yield path
        except BaseException:
            self._path = None
            raise

    def _set_tip(self, step_id: str | None) -> None:
        self._connection.execute("UPDATE story SET tip = ?", step_id)

    def _lead_to(self, step_id: str) -> None:
        """Make a step the tip, and let redo lead back along the way to it."""
        self._set_tip(step_id)
        for parent, child in self._connection.all(
            lambda row: (row["parent"], row["id"]), ASTRAY_QUERY
        ):
            self._point_to(parent, child)

    def _point_to(self, parent: str | None, child: str) -> None:
        """Let redo go from the parent to the child."""
        if parent is None:
            self._connection.execute("UPDATE story SET first = ?", child)
        else:
            self._connection.execute("UPDATE steps SET next = ? WHERE id = ?", child, parent)


def _from_boxes(step: Step) -> dict[Box, str]:
    """What stood in the boxes for the plan and the heading when a step was written from them."""
    # The autopilot's plan never was in the box, and before the first step there is none.
    if step.parent is None or step.plan is None or step.plan.source is PlanSource.AUTOPILOT:
        return {}
    boxes = {Box.PLAN: step.plan.text, Box.HEADING: step.text.heading}
    return {box: text for box, text in boxes.items() if text}
