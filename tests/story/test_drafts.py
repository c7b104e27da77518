from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.story.book import Book
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.reading import BookReader
from tests.story.samples import AWKWARD, full_step, paragraphs, step

if TYPE_CHECKING:
    from pathlib import Path


def full_draft(parent: str | None) -> Draft:
    new = full_step()
    return Draft(
        parent=parent,
        plan=new.plan,
        heading=AWKWARD,
        sections={"paragraph": AWKWARD, "plan_1": ""},
        unfinished="plan_1",
        making=new.making,
    )


def test_a_draft_comes_back_word_for_word_after_reopening(folder: Path) -> None:
    with Book.open(folder) as book:
        draft = full_draft(book.commit([step("One.")])[0].id)
        book.drafts.keep(draft)
    with BookReader.open(folder) as reader:
        assert reader.drafts.latest(draft.parent) == draft


def test_keeping_a_draft_again_replaces_its_earlier_state_alone(book: Book) -> None:
    other, draft = Draft(parent=None, heading="other"), Draft(parent=None)
    book.drafts.keep(other)
    book.drafts.keep(draft)
    longer = replace(draft, sections={"paragraph": "The light went out."})
    book.drafts.keep(longer)
    assert book.drafts.all() == [longer, other]


def test_the_draft_kept_last_of_what_follows_a_step_is_offered(book: Book) -> None:
    first = book.commit([step("One.")])[0]
    opening, old, new = Draft(parent=None), Draft(parent=first.id), Draft(parent=first.id)
    for draft in (old, new, opening):
        book.drafts.keep(draft)
    assert book.drafts.latest(first.id) == new
    assert book.drafts.latest(None) == opening
    book.drafts.keep(replace(old, sections={"paragraph": "Gone on with."}))
    latest = book.drafts.latest(first.id)
    assert latest is not None
    assert latest.id == old.id


def test_a_draft_set_aside_is_offered_no_more_and_stays_in_the_book(book: Book) -> None:
    old, new = Draft(parent=None, heading="old"), Draft(parent=None, heading="new")
    book.drafts.keep(old)
    book.drafts.keep(new)
    book.drafts.set_aside(new.id)
    assert book.drafts.latest(None) == old
    book.drafts.set_aside(old.id)
    assert book.drafts.latest(None) is None
    assert book.drafts.all() == [new, old]
    book.drafts.keep(old)
    assert book.drafts.latest(None) == old


def test_a_commit_is_done_with_its_own_draft_and_no_other(book: Book) -> None:
    kept, used = Draft(parent=None, heading="kept"), Draft(parent=None, heading="used")
    book.drafts.keep(kept)
    book.drafts.keep(used)
    book.commit([step("One.")], draft=used.id)
    assert book.drafts.all() == [kept]
    book.commit([step("Two.")])
    assert book.drafts.all() == [kept]


def test_drafts_change_nothing_of_the_story(book: Book) -> None:
    first, _ = book.commit([step("One."), step("Two.")])
    before = book.path()
    book.drafts.keep(Draft(parent=first.id, sections={"paragraph": "Never."}))
    assert book.path() == before
    assert paragraphs(book) == ["One.", "Two."]
