from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.provenance import Origin
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from tests.story.samples import step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book


def of(kind: StepKind, paragraph: str) -> NewStep:
    return NewStep(kind=kind, text=Text(paragraph=paragraph))


def shares(book: Book) -> dict[Origin, int]:
    return {origin: words for origin, words in book.shares().items() if words}


def test_an_empty_story_has_no_words_of_anybody(book: Book) -> None:
    assert book.shares() == dict.fromkeys(Origin, 0)


def test_every_word_of_the_path_is_told_by_its_origin(book: Book) -> None:
    opening, written, own, imported = book.commit(
        [
            of(StepKind.OPENING, "The bell rang."),
            of(StepKind.WRITTEN, "They rowed out at dawn."),
            of(StepKind.OWN, "Nobody spoke."),
            of(StepKind.IMPORTED, "Long ago it sank."),
        ]
    )
    assert shares(book) == {Origin.MODEL: 8, Origin.OWN: 2, Origin.IMPORTED: 4}
    book.revise(written.id, paragraph="They rowed out to it at dawn.")
    book.revise(own.id, paragraph="Nobody spoke a word.")
    book.revise(imported.id, paragraph="Long ago, in winter, it sank.")
    book.revise(opening.id, memory="A memory is nobody's words.")
    assert shares(book) == {
        Origin.MODEL: 8,
        Origin.EDITED: 2,
        Origin.OWN: 6,
        Origin.IMPORTED: 4,
    }
    assert sum(book.shares().values()) == book.length().words


def test_shares_follow_further_edits_undo_and_the_language(book: Book) -> None:
    first, second = (each.id for each in book.commit([step("One two."), step("走吧。")]))
    book.revise(first, paragraph="One two three.")
    assert shares(book) == {Origin.MODEL: 4, Origin.EDITED: 1}
    book.revise(first, paragraph="One.")
    assert shares(book) == {Origin.MODEL: 3}
    book.revise(second, paragraph="走了。")
    assert shares(book) == {Origin.MODEL: 2, Origin.EDITED: 1}
    book.set_brief(Brief(language="ko"))
    book.undo()
    assert shares(book) == {Origin.MODEL: 1}
