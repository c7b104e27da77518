"""A whole book out of its file and into a new one."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import new_rows
from rgpt_tui.story import whole as whole_module
from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.lock import WriterLock
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import Brief, Plan
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.story.whole import read_whole
from rgpt_tui.story.whole_records import BriefVersion, MarkedStep, WholeBook, fault_of
from rgpt_tui.story.whole_writing import write_whole
from tests.story.samples import AWKWARD, full_step, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLES = ("story", "briefs", "steps", "makings", "requests", "marks", "drafts", "unsent", "path")
"""Those whose rows have an order that counts."""


@pytest.fixture
def rich(folder: Path) -> Path:
    """The folder of a story with something of everything in it."""
    with Book.open(folder) as book:
        first, second, third = book.commit([full_step(), step("Two."), step("Three.")])
        book.revise(second.id, paragraph=AWKWARD, memory="M.", pinned=("M.",))
        book.acknowledge_edits()
        # In Korean, Chinese characters are not counted one by one as before.
        book.set_brief(Brief(title=AWKWARD, language="ko", cast="林黛玉", target_words=90_000))
        book.undo()
        (other,) = book.commit([step("第三。她走了。", heading="二")])
        book.revise(other.id, paragraph="第三。她留下了。")
        book.go_to(third.id)
        book.undo()
        book.undo()
        book.marks.put(second.id, Mark.MUTE)
        book.marks.put(first.id, Mark.PIN)
        aside = Draft(parent=third.id, sections={"paragraph": AWKWARD}, unfinished="memory")
        book.drafts.keep(aside)
        book.drafts.set_aside(aside.id)
        book.drafts.keep(Draft(parent=None, plan=Plan(text="P."), heading=AWKWARD))
        book.unsent.keep(UnsentEdit(step=second.id, box=Box.MEMORY, text=AWKWARD, revision=2))
        book.unsent.keep(UnsentEdit(step=None, box=Box.BRIEF, text="title = 'x'"))
    return folder


def rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "book.db")
    try:
        return connection.execute(f"SELECT * FROM {table}").fetchall()
    finally:
        connection.close()


def test_a_book_made_from_another_is_the_same_in_every_table(rich: Path, tmp_path: Path) -> None:
    write_whole(tmp_path, read_whole(rich))
    for table in TABLES:
        assert rows(tmp_path, table) == rows(rich, table), table
        assert rows(rich, table), f"the test has nothing in {table}"
    assert sorted(rows(tmp_path, "revisions")) == sorted(rows(rich, "revisions"))


def test_the_copy_can_be_written_and_undone_and_redone_like_the_first(
    rich: Path, tmp_path: Path
) -> None:
    write_whole(tmp_path, read_whole(rich))
    for folder in (rich, tmp_path):
        with WriterLock(folder, "a test"), Book.open(folder) as book:
            assert [book.redo().text.paragraph for _ in range(2)] == [AWKWARD, "Three."]
            assert book.commit([step("Four.")])[0].number == 4
            book.set_brief(Brief(title="New"))
            assert [each.written_before_edit for each in book.path()] == [False] * 4


def test_a_story_that_nothing_was_written_in_is_copied_too(folder: Path, tmp_path: Path) -> None:
    whole = read_whole(folder)
    write_whole(tmp_path, whole)
    assert read_whole(tmp_path) == whole
    assert whole.steps == ()


def test_it_reads_the_book_as_it_was_at_one_instant(
    rich: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_meanwhile(row: sqlite3.Row) -> BriefVersion:
        book.commit([step("Meanwhile.")])
        return brief_of(row)

    brief_of, before = whole_module._brief_of, read_whole(rich)
    with Book.open(rich) as book:
        monkeypatch.setattr(whole_module, "_brief_of", written_meanwhile)
        assert read_whole(rich).steps == before.steps
        monkeypatch.undo()
        assert len(read_whole(rich).steps) == len(before.steps) + 2


def test_it_reads_what_its_writer_has_committed_and_no_half_of_a_change(rich: Path) -> None:
    with Book.open(rich) as book:
        before = len(read_whole(rich).steps)
        with book._change():
            new_rows.add_step(book._connection, step("Half."), None, "en")
            assert len(read_whole(rich).steps) == before
        assert len(read_whole(rich).steps) == before + 1


def test_no_book_is_made_over_another(rich: Path) -> None:
    whole = read_whole(rich)
    with pytest.raises(FileExistsError):
        write_whole(
            rich, replace(whole, steps=(), marks=(), drafts=(), unsent=(), tip=None, first=None)
        )
    assert read_whole(rich) == whole


STEP = "a" * 32
BROKEN: dict[str, tuple[Callable[[WholeBook], WholeBook], str]] = {
    "no brief": (lambda w: replace(w, briefs=()), "no brief"),
    "briefs out of order": (lambda w: replace(w, briefs=w.briefs[::-1]), "order of their moments"),
    "two briefs of a moment": (lambda w: replace(w, briefs=w.briefs * 2), "order of their moments"),
    "no such tip": (lambda w: replace(w, tip=STEP), f"tip is step “{STEP}”"),
    "no such first": (lambda w: replace(w, first=STEP), "redo begins with"),
    "first inside": (lambda w: replace(w, first=w.steps[1].id), "redo begins with"),
    "twice": (lambda w: replace(w, steps=(*w.steps, w.steps[0])), "there twice"),
    "orphan": (
        lambda w: replace(w, steps=(*w.steps[:3], replace(w.steps[3], parent=STEP))),
        "which is not there",
    ),
    "circle": (
        lambda w: replace(
            w, steps=(replace(w.steps[0], parent=w.steps[1].id, next=None), *w.steps[1:])
        ),
        "circle",
    ),
    "its own parent": (
        lambda w: replace(w, steps=(replace(w.steps[0], parent=w.steps[0].id), *w.steps[1:])),
        "circle",
    ),
    "redo astray": (
        lambda w: replace(w, steps=(*w.steps[:3], replace(w.steps[3], next=w.steps[0].id))),
        "redo leads",
    ),
    "no text": (
        lambda w: replace(w, steps=(*w.steps[:3], replace(w.steps[3], revisions=()))),
        "has no text",
    ),
    "mark of nothing": (
        lambda w: replace(w, marks=(MarkedStep(step=STEP, mark=Mark.PIN),)),
        "a mark is on",
    ),
    "two marks": (lambda w: replace(w, marks=w.marks * 2), "two marks"),
    "draft of nothing": (
        lambda w: replace(
            w, drafts=(replace(w.drafts[0], draft=replace(w.drafts[0].draft, parent=STEP)),)
        ),
        "a draft follows",
    ),
    "draft twice": (lambda w: replace(w, drafts=w.drafts * 2), "draft .* twice"),
    "unsent of nothing": (
        lambda w: replace(
            w, unsent=(replace(w.unsent[0], edit=replace(w.unsent[0].edit, step=STEP)),)
        ),
        "an unsent edit is of",
    ),
    "unsent twice": (lambda w: replace(w, unsent=w.unsent * 2), "the unsent edit .* twice"),
    "future": (lambda w: replace(w, moment=2), "later than the book"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_does_not_hold_together_is_named_and_no_book_is_made_of_it(
    name: str, rich: Path, tmp_path: Path
) -> None:
    breaking, said = BROKEN[name]
    whole = read_whole(rich)
    assert fault_of(whole) is None
    with pytest.raises(ValueError, match=said):
        write_whole(tmp_path, breaking(whole))
    assert not (tmp_path / "book.db").exists()
