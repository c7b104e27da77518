from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.story import new_rows
from rgpt_tui.story.drafts import Draft
from rgpt_tui.story.length import Length
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from rgpt_tui.story.rows import time_of
from tests.story.samples import step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What time it is, as the last of these."""
    times = [MIDNIGHT - timedelta(hours=1)]
    monkeypatch.setattr(new_rows, "now", lambda: time_of(times[-1]))
    return times


def test_a_story_is_as_long_as_its_path(book: Book) -> None:
    assert book.length() == Length(steps=0, words=0)
    first = book.commit([step("One two."), step("Three.")])[0]
    book.revise(first.id, paragraph="One two three.")
    assert book.length() == Length(steps=2, words=4)
    book.undo()
    assert book.length() == Length(steps=1, words=3)


def test_words_since_are_those_of_new_steps_and_what_edits_gained(
    book: Book, clock: list[datetime]
) -> None:
    old, other = book.commit([step("One two three."), step("One two.")])
    book.revise(old.id, paragraph="One.")
    assert book.words_since(MIDNIGHT) == 0
    clock.append(MIDNIGHT)
    book.commit([step("Four more words here.")])
    assert book.words_since(MIDNIGHT) == 4
    book.revise(old.id, paragraph="One two three four.")
    book.revise(old.id, paragraph="One two.")
    assert book.words_since(MIDNIGHT) == 5
    book.revise(other.id, memory="A memory is no prose.")
    assert book.words_since(MIDNIGHT) == 5
    assert book.words_since(MIDNIGHT - timedelta(days=1)) == 8
    assert book.words_since(MIDNIGHT + timedelta(milliseconds=1)) == 0


def test_words_since_are_negative_where_more_was_cut_than_written(
    book: Book, clock: list[datetime]
) -> None:
    old = book.commit([step("One two three.")])[0]
    clock.append(MIDNIGHT)
    book.revise(old.id, paragraph="One.")
    assert book.words_since(MIDNIGHT) == -2


def test_words_of_another_branch_or_undone_do_not_count(book: Book, clock: list[datetime]) -> None:
    clock.append(MIDNIGHT)
    book.commit([step("Old words.")])
    book.undo()
    assert book.words_since(MIDNIGHT) == 0
    book.commit([step("New.")])
    assert book.words_since(MIDNIGHT) == 1


def test_an_imported_draft_was_not_written_today_but_its_edits_are(
    book: Book, clock: list[datetime]
) -> None:
    clock.append(MIDNIGHT)
    draft = book.commit([NewStep(kind=StepKind.IMPORTED, text=Text(paragraph="One two."))])[0]
    assert book.words_since(MIDNIGHT) == 0
    book.revise(draft.id, paragraph="One two three.")
    assert book.words_since(MIDNIGHT) == 1


def test_a_moment_may_be_of_any_time_zone(book: Book, clock: list[datetime]) -> None:
    clock.append(MIDNIGHT)
    book.commit([step("One.")])
    tokyo = timezone(timedelta(hours=9))
    assert book.words_since(MIDNIGHT.astimezone(tokyo)) == 1
    assert book.words_since((MIDNIGHT + timedelta(seconds=1)).astimezone(tokyo)) == 0


def test_words_are_measured_in_the_language_of_the_story(book: Book, clock: list[datetime]) -> None:
    book.set_brief(Brief(language="zh"))
    clock.append(MIDNIGHT)
    book.commit([step("“走吧。”他说。")])
    assert book.words_since(MIDNIGHT) == 4


def test_the_last_change_is_that_of_a_text_the_brief_or_a_draft(
    book: Book, clock: list[datetime]
) -> None:
    made = book.last_change()
    assert abs(datetime.now(UTC) - made) < timedelta(minutes=5)
    clock.append(MIDNIGHT + timedelta(days=400))
    first = book.commit([step("One.")])[0]
    assert book.last_change() == clock[-1]
    clock.append(clock[-1] + timedelta(hours=1))
    book.revise(first.id, memory="m")
    assert book.last_change() == clock[-1]
    clock.append(clock[-1] + timedelta(hours=1))
    book.set_brief(Brief())
    assert book.last_change() == clock[-1]
    book.drafts.keep(Draft(parent=None))
    assert book.last_change() == clock[-1]
