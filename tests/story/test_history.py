from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.authors import Author
from rgpt_tui.story.records import Making, NewStep, Plan, StepKind, Text
from tests.story.samples import step

if TYPE_CHECKING:
    from rgpt_tui.story.book import Book


def by_model(paragraph: str, plan: str) -> NewStep:
    return NewStep(
        kind=StepKind.WRITTEN,
        text=Text(paragraph=paragraph),
        plan=Plan(text=plan),
        making=Making(model="openai/writer"),
    )


def test_each_revision_tells_whose_words_it_brought(book: Book) -> None:
    (one,) = book.commit([by_model("One.", "begin")])
    book.revise(one.id, paragraph="The one.")
    book.revise(one.id, author=Author.MODEL, memory="A memory.")
    told = book.history.revisions(one.id)
    assert [(each.number, each.author, each.model) for each in told] == [
        (1, Author.MODEL, "openai/writer"),
        (2, Author.WRITER, ""),
        (3, Author.MODEL, ""),
    ]
    assert [each.text.paragraph for each in told] == ["One.", "The one.", "The one."]
    assert book.history.revisions("nowhere") == ()


def test_the_first_revision_is_by_whoever_wrote_the_step(book: Book) -> None:
    kinds = (StepKind.OPENING, StepKind.OWN, StepKind.IMPORTED)
    steps = book.commit([NewStep(kind=kind, text=Text(paragraph="One.")) for kind in kinds])
    told = [book.history.revisions(each.id)[0].author for each in steps]
    assert told == [Author.MODEL, Author.WRITER, Author.DRAFT]


def test_a_glimpse_tells_how_a_step_came_to_be(book: Book) -> None:
    (one,) = book.commit([step("One.", heading="The Bell")])
    (two,) = book.commit([by_model("Two.", "row")])
    book.undo()
    (again,) = book.commit([by_model("Two anew.", "row")])
    book.undo()
    (elsewhere,) = book.commit([by_model("They waited.", "wait")])
    book.revise(two.id, paragraph="Two, edited.")
    book.revise(again.id, memory="Only the memory is new.")
    book.revise(elsewhere.id, author=Author.MODEL, memory="The model made it anew.")
    told = book.history.glimpses([one.id, two.id, again.id, elsewhere.id, "nowhere"])
    assert {
        each.words: (each.number, each.heading, each.edited, each.again) for each in told.values()
    } == {
        "One.": (1, "The Bell", False, False),
        "Two, edited.": (2, "", True, False),
        "Two anew.": (2, "", True, True),
        "They waited.": (2, "", False, False),
    }


def test_the_tree_has_every_step_behind_the_one_that_it_follows(book: Book) -> None:
    one, two = (each.id for each in book.commit([step("One."), step("Two.")]))
    book.undo()
    (other,) = (each.id for each in book.commit([step("Another two.")]))
    told = [(each.id, each.parent, each.number, each.next) for each in book.history.steps()]
    assert told == [(one, None, 1, other), (two, one, 2, None), (other, one, 2, None)]
