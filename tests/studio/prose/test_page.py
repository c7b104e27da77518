from __future__ import annotations

from rgpt_tui.studio.prose.entries import Entry, StepText
from rgpt_tui.studio.prose.page import Page
from rgpt_tui.studio.prose.places import BEGINNING, Part, Place
from tests.studio.prose.conftest import SENTENCE, story

HEIGHT = 24
LONG_ENOUGH = 10.0


def page_of(texts: list[str], width: int = 70) -> Page:
    page = Page(width)
    page.show_outline(Entry(id=f"s{n}", words=len(text.split())) for n, text in enumerate(texts))
    return page


def put(page: Page, texts: list[str], numbers: range) -> None:
    page.put([StepText(id=f"s{n}", text=texts[n]) for n in numbers if n < len(texts)])


def visible(page: Page, top: int, height: int = HEIGHT) -> list[str]:
    """The words at each row of a viewport."""
    rows = []
    for y in range(top, top + height):
        row = page.row(y)
        paragraph = page.paragraph(row.index) if row else None
        known = row and paragraph and row.part is Part.TEXT
        rows.append(paragraph.wrapping.line(row.number) if known else "")  # type: ignore[union-attr]
    return rows


def test_heights_are_guessed_well_from_a_few_texts() -> None:
    texts = story(1000)
    page = page_of(texts)
    put(page, texts, range(30))
    page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
    guessed = page.column.total
    put(page, texts, range(1000))
    for n in range(0, 1000, 5):
        page.settle(Place(f"s{n}", None, 0, 0), 0, HEIGHT, LONG_ENOUGH)
    assert abs(guessed - page.column.total) < 0.2 * page.column.total


def test_as_much_is_laid_out_in_a_book_of_10000_steps_as_in_one_of_10() -> None:
    laid_out = []
    for texts in (story(10), story(10_000)):
        page = page_of(texts)
        put(page, texts, range(10))
        page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
        laid_out.append(page.laid_out)
    assert laid_out[0] >= laid_out[1] > 0


def test_only_what_is_near_the_reader_is_laid_out_even_if_all_is_loaded() -> None:
    texts = story(400)
    page = page_of(texts)
    put(page, texts, range(400))
    page.settle(Place("s200", None, 0, 0), 0, HEIGHT, LONG_ENOUGH)
    assert page.laid_out < 40


def test_the_lines_a_reader_sees_stay_while_guesses_above_and_below_become_exact() -> None:
    texts = story(100)
    page = page_of(texts)
    put(page, texts, range(50, 54))
    top = page.settle(Place("s50", None, 0, 0), 0, HEIGHT, LONG_ENOUGH)
    before = [line for line in visible(page, top) if line]
    place, at = page.anchor(top, HEIGHT)
    put(page, texts, range(100))
    top = page.settle(place, at, HEIGHT, LONG_ENOUGH)
    after = visible(page, top)
    assert before == [line for line in after if line][: len(before)]
    assert after[0] == before[0]


def test_lines_that_are_known_stay_when_those_above_them_in_the_view_come() -> None:
    texts = story(100)
    page = page_of(texts)
    put(page, texts, range(52, 54))
    top = page.settle(Place("s50", None, 0, 0), 0, HEIGHT, LONG_ENOUGH)
    before = visible(page, top)
    row = next(y for y, line in enumerate(before) if line.startswith("Step 52."))
    place, at = page.anchor(top, HEIGHT)
    texts[50] = texts[51] = SENTENCE * 9
    put(page, texts, range(100))
    top = page.settle(place, at, HEIGHT, LONG_ENOUGH)
    assert row > 0
    assert visible(page, top)[row] == before[row]


def test_the_whole_view_is_laid_out_when_paragraphs_are_shorter_than_guessed() -> None:
    page = Page(70)
    page.show_outline(Entry(id=f"s{n}", words=900) for n in range(100))
    put(page, ["Short."] * 100, range(100))
    top = page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
    assert visible(page, top) == ["Short.", ""] * (HEIGHT // 2)


def test_another_width_keeps_the_words_at_the_top_of_the_view() -> None:
    texts = story(100)
    page = page_of(texts)
    put(page, texts, range(100))
    top = page.settle(Place("s50", None, 3, 6), 0, HEIGHT, LONG_ENOUGH)
    place, at = page.anchor(top, HEIGHT)
    word = visible(page, top)[0].split()[0]
    assert place.char
    page.resize(33)
    top = page.settle(place, at, HEIGHT, LONG_ENOUGH)
    assert page.row(top).index == 50  # type: ignore[union-attr]
    assert word in visible(page, top)[0]


def test_a_paragraph_of_a_million_characters_is_laid_out_bit_by_bit() -> None:
    page = page_of(["word " * 200_000])
    put(page, ["word " * 200_000], range(1))
    page.settle(BEGINNING, 0, HEIGHT, 0)
    assert page.pending
    for _ in range(3):
        page.settle(BEGINNING, 0, HEIGHT, 0.001)
    assert page.pending
    assert visible(page, 0)[HEIGHT - 1].startswith("word")
    page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
    assert not page.pending


def test_far_texts_are_let_go_and_their_heights_are_not() -> None:
    texts = story(900)
    page = page_of(texts)
    put(page, texts, range(900))
    for n in range(900):
        page.settle(Place(f"s{n}", None, 0, 0), 0, HEIGHT, LONG_ENOUGH)
    total = page.column.total
    page.trim(450)
    assert page.paragraph(450)
    assert not page.paragraph(0)
    page.show_outline(page.entries)
    assert page.column.total == total


def test_an_edited_text_gets_its_new_height() -> None:
    texts = ["One. ", "Two. ", "Three. "]
    page = page_of(texts)
    put(page, texts, range(3))
    page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
    assert page.column.total == 6
    assert page.put([StepText(id="s1", text=SENTENCE * 5)]) == ["s1"]
    assert page.text_rows(1) > 1
    assert page.put([StepText(id="s1", text=SENTENCE * 5)]) == []
    page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
    assert page.column.total == 6 - 1 + 6


def test_a_heading_is_set_off_and_one_at_the_very_top_has_no_blank_above() -> None:
    page = Page(20)
    page.show_outline(
        [
            Entry(id="a", words=1, heading="One"),
            Entry(id="b", words=1, heading="A very long name of a chapter"),
        ]
    )
    page.settle(BEGINNING, 0, HEIGHT, LONG_ENOUGH)
    parts = [(page.row(y).index, page.row(y).part) for y in range(page.column.total)]  # type: ignore[union-attr]
    assert [index for index, part in parts if part is Part.HEADING] == [0, 0, 1, 1, 1, 1]
    assert parts[2] == (0, Part.TEXT)
