from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import rows
from rgpt_tui.story.book import Book
from rgpt_tui.story.connection import BookUnwritable
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader, NoSuchStep
from rgpt_tui.story.records import Brief, Plan, StepKind, Text
from tests.story.samples import AWKWARD, full_step, paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


def test_every_field_of_a_step_comes_back_as_it_was_after_reopening(folder: Path) -> None:
    new = full_step()
    with Book.open(folder) as book:
        book.commit([new])
    with BookReader.open(folder) as book:
        saved = book.last_steps(1)[0]
        assert (saved.kind, saved.text, saved.plan) == (new.kind, new.text, new.plan)
        assert book.making(saved.id) == new.making
        assert (saved.number, saved.parent, saved.revision) == (1, None, 1)
        assert saved.created.tzinfo is not None


def test_a_paragraph_of_a_megabyte_is_kept_byte_for_byte(book: Book) -> None:
    long = (AWKWARD + "他说“走吧。”\n") * 6000
    assert len(long.encode()) > 1_000_000
    book.commit([step(long)])
    assert paragraphs(book) == [long]
    (saved,) = book.paragraphs([book.path()[0].id])
    assert saved[2].encode() == long.encode()


def test_halves_of_characters_neither_fail_nor_take_anything_else_with_them(book: Book) -> None:
    joined, alone = "a \ud83d\ude00 b", "a \udcff b"
    saved = book.commit([step(joined, memory=alone, plans=(joined, alone))])[0]
    assert saved.text.paragraph == "a 😀 b"
    assert saved.text.memory == "a \N{REPLACEMENT CHARACTER} b"
    assert saved.text.plans == ("a 😀 b", "a \N{REPLACEMENT CHARACTER} b")
    book.drafts.keep(Draft(parent=None, sections={"paragraph": 'so far "\ud83d'}))
    assert book.drafts.all()[0].sections == {"paragraph": 'so far "\N{REPLACEMENT CHARACTER}'}


def test_an_edit_keeps_every_earlier_version_of_every_box(book: Book) -> None:
    first = book.commit([step("One.", memory="m1", plans=("p1", "p2", "p3"))])[0]
    book.revise(first.id, paragraph="Two.")
    book.revise(first.id, memory="m2", pinned=("m2",))
    revised = book.revise(first.id, plans=("p1", "mine", "p3"))
    assert revised.revision == 4
    assert [text.paragraph for text in book.revisions(first.id)] == ["One.", "Two.", "Two.", "Two."]
    assert [text.memory for text in book.revisions(first.id)] == ["m1", "m1", "m2", "m2"]
    assert book.revisions(first.id)[0] == first.text
    assert book.revisions(first.id)[-1] == revised.text
    assert revised.text == Text(
        paragraph="Two.", memory="m2", pinned=("m2",), plans=("p1", "mine", "p3")
    )
    assert book.latest_revisions() == {first.id: 4}


def test_a_text_saved_unchanged_is_no_edit(book: Book) -> None:
    first, _ = book.commit([step("One."), step("Two.")])
    assert book.revise(first.id, paragraph="One.").revision == 1
    assert not any(each.written_before_edit for each in book.path())


def test_what_a_step_was_made_from_is_untouched_by_edits(book: Book) -> None:
    first = book.commit([full_step()])[0]
    book.revise(first.id, paragraph="Other.", plans=())
    assert book.making(first.id) == full_step().making
    assert book.step(first.id).plan == full_step().plan


def test_every_version_of_the_brief_stays(book: Book) -> None:
    first = book.brief
    book.set_brief(Brief(title=AWKWARD, language="zh", target_words=80_000))
    book.set_brief(Brief(title="Third"))
    assert book.briefs() == [
        first,
        Brief(title=AWKWARD, language="zh", target_words=80_000),
        Brief(title="Third"),
    ]
    assert book.brief == Brief(title="Third")


def test_a_commit_that_fails_in_its_middle_leaves_nothing_of_itself(book: Book) -> None:
    book.commit([step("One.")])
    with pytest.raises(AttributeError):
        book.commit([step("Two."), None])  # type: ignore[list-item]
    assert paragraphs(book) == ["One."]
    assert len(book.children(book.tip)) == 0
    assert [saved.number for saved in book.commit([step("Two.")])] == [2]


def test_a_draft_is_not_done_with_before_it_is_a_step(book: Book) -> None:
    draft = Draft(parent=None, sections={"paragraph": "So far"})
    book.drafts.keep(draft)
    with pytest.raises(ValueError, match="No steps"):
        book.commit([], draft=draft.id)
    assert book.drafts.all() == [draft]


def test_a_clock_that_jumps_back_changes_no_order(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(datetime(2026, 11, 24, tzinfo=UTC) - timedelta(days=n) for n in range(100))
    monkeypatch.setattr(rows, "now", lambda: next(moments).isoformat())
    for module in ("new_rows", "drafts"):
        monkeypatch.setattr(f"rgpt_tui.story.{module}.now", rows.now)
    first = book.commit([step("One.")])[0]
    book.commit([step("Two.")])
    book.revise(first.id, paragraph="One, edited.")
    book.commit([step("Three.")])
    book.set_brief(Brief(title="Later"))
    old, new = Draft(parent=book.tip, heading="old"), Draft(parent=book.tip, heading="new")
    book.drafts.keep(old)
    book.drafts.keep(new)
    assert paragraphs(book) == ["One, edited.", "Two.", "Three."]
    assert [each.written_before_edit for each in book.path()] == [False, True, False]
    assert book.brief.title == "Later"
    assert book.drafts.latest(book.tip) == new
    assert [text.paragraph for text in book.revisions(first.id)] == ["One.", "One, edited."]


def test_an_unknown_step_is_named(book: Book) -> None:
    for ask in (book.step, book.making, book.go_to, lambda name: book.revise(name, memory="x")):
        with pytest.raises(NoSuchStep, match="nowhere"):
            ask("nowhere")
    assert book.paragraphs(["nowhere"]) == []
    assert book.revisions("nowhere") == []


def test_branches_are_found_from_the_step_that_they_leave(book: Book) -> None:
    root = book.commit([step("One.")])[0]
    for text in ("Left.", "Right.", "Middle."):
        book.go_to(root.id)
        book.commit([step(text)])
    assert [child.text.paragraph for child in book.children(root.id)] == [
        "Left.",
        "Right.",
        "Middle.",
    ]
    assert [child.id for child in book.children(None)] == [root.id]


def test_a_second_book_in_a_folder_is_refused(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        Book.create(folder, Brief(title="Other"))
    with BookReader.open(folder) as book:
        assert book.brief.title == "The Drowned Bell"


def test_a_book_left_half_made_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / ".book.db.new").write_bytes(b"killed in the middle of making it")
    with Book.create(tmp_path, Brief(title="Again")) as book:
        assert book.brief.title == "Again"
    assert [each.name for each in tmp_path.iterdir()] == ["book.db"]


def test_a_book_cannot_be_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BookUnwritable, match="gone"):
        Book.create(tmp_path / "gone", Brief())


def test_threads_may_write_and_read_one_book_at_once(book: Book) -> None:
    def work(number: int) -> int:
        book.commit([step(f"{number} a"), step(f"{number} b")])
        book.drafts.keep(Draft(parent=None, heading=str(number)))
        return len(book.path())

    with ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(work, range(40)))
    assert len(lengths) == 40
    written = paragraphs(book)
    assert sorted(written) == sorted(f"{n} {half}" for n in range(40) for half in "ab")
    assert all(a[:-1] == b[:-1] for a, b in zip(written[::2], written[1::2], strict=True))
    assert len(book.drafts.all()) == 40


def test_a_closed_book_is_no_damaged_book(folder: Path) -> None:
    with BookReader.open(folder) as book:
        pass
    with pytest.raises(sqlite3.ProgrammingError):
        book.path()


@pytest.mark.parametrize("kind", list(StepKind))
def test_plans_and_kinds_are_optional_or_any(book: Book, kind: StepKind) -> None:
    from dataclasses import replace

    plain = replace(step("One."), kind=kind)
    planned = replace(plain, plan=Plan(text=""))
    assert [saved.plan for saved in book.commit([plain, planned])] == [None, Plan(text="")]
    assert {saved.kind for saved in book.last_steps(2)} == {kind}
