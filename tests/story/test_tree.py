"""Any sequence of what a writer can do, against a model of the book that is obviously right."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.records import Brief
from tests.story.samples import marked, paragraphs, step


@dataclass
class Node:
    parent: str | None
    texts: list[str]
    known: int
    """The last event that the writer knew of when it was written or acknowledged."""
    edited: int = 0
    children: list[str] = field(default_factory=list)


class WritersBook(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.book = Book.create(self.folder, Brief())
        self.nodes: dict[str | None, Node] = {None: Node(None, [], 0)}
        self.redo_to: dict[str | None, str] = {}
        self.tip: str | None = None
        self.event = 0
        self.texts = 0

    def teardown(self) -> None:
        self.book.close()
        self.place.cleanup()

    def new_text(self) -> str:
        self.texts += 1
        return f"text {self.texts}"

    def way(self) -> list[str]:
        way, at = [], self.tip
        while at is not None:
            way.append(at)
            at = self.nodes[at].parent
        return way[::-1]

    @rule(count=st.integers(1, 3), from_draft=st.booleans())
    def commit(self, count: int, from_draft: bool) -> None:
        self.event += 1
        texts = [self.new_text() for _ in range(count)]
        draft = Draft(parent=self.tip)
        if from_draft:
            self.book.drafts.keep(draft)
        steps = [step(text) for text in texts]
        for saved, text in zip(self.book.commit(steps, draft=draft.id), texts, strict=True):
            self.nodes[saved.id] = Node(self.tip, [text], self.event)
            self.nodes[self.tip].children.append(saved.id)
            self.redo_to[self.tip] = saved.id
            self.tip = saved.id

    @precondition(lambda self: self.tip is not None)
    @rule()
    def undo(self) -> None:
        self.book.undo()
        assert self.tip is not None
        parent = self.nodes[self.tip].parent
        self.redo_to[parent] = self.tip
        self.tip = parent

    @precondition(lambda self: self.tip in self.redo_to)
    @rule()
    def redo(self) -> None:
        self.book.redo()
        self.tip = self.redo_to[self.tip]

    @precondition(lambda self: len(self.nodes) > 1)
    @rule(data=st.data())
    def revise(self, data: st.DataObject) -> None:
        self.event += 1
        chosen = data.draw(st.sampled_from([name for name in self.nodes if name is not None]))
        text = self.new_text()
        self.book.revise(chosen, paragraph=text)
        self.nodes[chosen].texts.append(text)
        self.nodes[chosen].edited = self.event

    @precondition(lambda self: len(self.nodes) > 1)
    @rule(data=st.data())
    def go_to(self, data: st.DataObject) -> None:
        self.tip = data.draw(st.sampled_from([name for name in self.nodes if name is not None]))
        self.book.go_to(self.tip)
        for name in self.way():
            self.redo_to[self.nodes[name].parent] = name

    @rule()
    def acknowledge(self) -> None:
        self.event += 1
        self.book.acknowledge_edits()
        for name in self.way():
            self.nodes[name].known = self.event

    @rule()
    def reopen(self) -> None:
        self.book.close()
        self.book = Book.open(self.folder)

    @invariant()
    def the_branch_reads_as_it_was_written(self) -> None:
        way = self.way()
        assert [each.id for each in self.book.path()] == way
        assert paragraphs(self.book) == [self.nodes[name].texts[-1] for name in way]

    @invariant()
    def nothing_that_was_ever_written_is_out_of_reach(self) -> None:
        for name, node in self.nodes.items():
            assert [child.id for child in self.book.children(name)] == node.children
            if name is not None:
                kept = [text.paragraph for text in self.book.revisions(name)]
                assert kept == node.texts

    @invariant()
    def marks_tell_which_steps_are_older_than_an_edit(self) -> None:
        edited, expected = 0, []
        for number, name in enumerate(self.way(), start=1):
            if edited > self.nodes[name].known:
                expected.append(number)
            edited = max(edited, self.nodes[name].edited)
        assert marked(self.book) == expected

    @invariant()
    def no_draft_is_left_of_what_became_a_step(self) -> None:
        assert self.book.drafts.all() == []


WritersBook.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
test_whatever_a_writer_does_nothing_is_lost = WritersBook.TestCase
