"""The memory and its change as one list: each sentence in and out, and nothing else moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.memory import MemoryLimit, diff_memory
from rgpt_tui.story.records import Text
from rgpt_tui.studio.memory_review import Fate, MemoryReview, made_by_model

BEFORE = "Mara has the key. The bell is cracked. Henrik lies. The tide turns at four."
MADE = "Mara has the key. Henrik lies. The tide turned at four. Ilse saw the boat."
LISTED = "- Mara has the key.\n- Henrik lies.\n\n- The tide\n  turned at four. Ilse saw it.\n"


def review(text=MADE, *, before=BEFORE, made=MADE, pinned=(), language="en"):
    return MemoryReview(before=before, made=made, text=text, pinned=pinned, language=language)


def signs(each):
    return [(row.fate.value, row.text) for row in each.sentences]


def test_kept_added_and_dropped_sentences_stand_in_their_places():
    assert signs(review()) == [
        ("kept", "Mara has the key."),
        ("dropped", "The bell is cracked."),
        ("kept", "Henrik lies."),
        ("dropped", "The tide turns at four."),
        ("added", "The tide turned at four."),
        ("added", "Ilse saw the boat."),
    ]


def test_the_list_tells_of_the_same_change_as_the_diff():
    change = diff_memory(BEFORE, MADE, "en")
    counts = review().counts
    assert counts[Fate.DROPPED] == len(change.dropped)
    assert counts[Fate.ADDED] == len(change.added)


def test_a_dropped_sentence_comes_back_where_it_was():
    assert review().toggled(1).text == MADE.replace(
        "key. Henrik", "key. The bell is cracked. Henrik"
    )


def test_an_added_sentence_goes_and_stays_in_the_list_to_be_taken_back():
    without = review().toggled(5)
    assert without.text == "Mara has the key. Henrik lies. The tide turned at four."
    assert without.sentences[5].fate is Fate.REFUSED
    assert without.toggled(5).text == MADE


def test_it_is_shown_from_its_first_change_on():
    assert review().first_change == 4
    # Nothing was added: from the sentence that the first one that went stood before.
    assert (
        review("Mara has the key. Henrik lies.", made="Mara has the key. Henrik lies.").first_change
        == 2
    )
    assert review("Mara has the key.", made="Mara has the key.").first_change == 1
    assert review(BEFORE, made=BEFORE).first_change is None


def test_a_memory_before_which_there_was_none_has_no_change_to_show():
    assert {row.fate for row in review(before="").sentences} == {Fate.KEPT}


def test_a_sentence_that_only_moved_is_kept():
    moved = review(
        "Henrik lies. Mara has the key.",
        before="Mara has the key. Henrik lies.",
        made="Mara has the key. Henrik lies.",
    )
    assert [row.fate for row in moved.sentences] == [Fate.KEPT, Fate.KEPT]


def test_list_and_line_breaks_stay_when_an_item_goes_and_comes_back():
    listed = review(LISTED, before="", made=LISTED)
    assert (
        listed.toggled(1).text
        == "- Mara has the key.\n\n- The tide\n  turned at four. Ilse saw it.\n"
    )
    assert (
        listed.toggled(3).text
        == "- Mara has the key.\n- Henrik lies.\n\n- The tide\n  turned at four.\n"
    )
    for row in range(4):
        assert listed.toggled(row).toggled(row).text == LISTED


def test_a_sentence_put_among_strangers_takes_the_form_found_there():
    listed = review("- Nobody knows.", before="The bell is cracked.", made="- Nobody knows.")
    assert listed.toggled(0).text == "- The bell is cracked.\n- Nobody knows."
    chinese = review("钟在海底。", before="老船夫在说谎。", made="钟在海底。", language="zh")
    assert chinese.toggled(0).text == "老船夫在说谎。钟在海底。"


def test_the_only_sentence_can_go_and_come_back():
    one = review("- Henrik lies.", before="", made="- Henrik lies.")
    assert one.toggled(0).length == (0, 0)
    assert one.toggled(0).toggled(0).text == "- Henrik lies."


def test_everything_the_model_did_can_be_taken_back_and_single_things_accepted():
    back = review().taken_back()
    assert back.text == BEFORE
    assert [row.fate for row in back.sentences].count(Fate.REFUSED) == 2
    accepted = back.toggled(next(i for i, r in enumerate(back.sentences) if "Ilse" in r.text))
    assert accepted.text == BEFORE + " Ilse saw the boat."


def test_locks_follow_their_sentence():
    locked = review().locked(2)
    assert locked.pinned == ("Henrik lies.",)
    assert locked.sentences[2].locked
    assert locked.locked(2).pinned == ()
    assert locked.retold(MADE.replace("Henrik lies.", "Henrik told a lie.")).pinned == (
        "Henrik told a lie.",
    )
    assert locked.retold("Mara has the key. Ilse saw the boat.").pinned == ()
    assert locked.retold("A whole new line. " + MADE).pinned == ("Henrik lies.",)


def test_the_length_is_measured_against_the_limit():
    assert review().length == (4, 15)
    assert review().fits(MemoryLimit(sentences=4, words=15))
    assert not review().fits(MemoryLimit(sentences=3, words=15))
    assert not review().fits(MemoryLimit(sentences=4, words=14))


def test_what_the_model_made_outlasts_the_writers_own_edits():
    def text(memory, plan="One."):
        return Text(paragraph="", memory=memory, plans=(plan,))

    assert made_by_model([text("A."), text("B.")]) == "A."
    assert made_by_model([text("A."), text("B."), text("C.", "Two."), text("D.", "Two.")]) == "C."
    assert made_by_model([Text(paragraph=""), text("A.")]) == "A."


sentence = st.sampled_from(
    ["Mara left.", "“No,” said Tobias.", "It rained!", "Who knew?", "He ran.", "The bell rang."]
)
joint = st.sampled_from([" ", "\n", "\n\n", "\n- ", "\n\n1. ", "  "])


@st.composite
def memories(draw):
    """A memory of some sentences, on one line, on several, or as a list."""
    sentences = draw(st.lists(sentence, min_size=1, max_size=7, unique=True))
    start = draw(st.sampled_from(["", "- ", " "]))
    return start + "".join(
        each + (draw(joint) if i < len(sentences) - 1 else "") for i, each in enumerate(sentences)
    )


@given(memories(), st.data())
def test_out_and_in_again_leaves_every_byte_as_it_was(text, data):
    one = review(text, before="", made=text)
    row = data.draw(st.integers(0, len(one.sentences) - 1))
    out = one.toggled(row)
    gone = one.sentences[row].text
    assert [r.text for r in out.sentences if r.here is not None] == [
        r.text for r in one.sentences if r.text != gone
    ]
    assert out.toggled(row).text.split() == text.split()
    if len(one.sentences) > 1:
        assert out.toggled(row).text == text


@given(memories(), memories(), st.data())
def test_any_row_can_be_changed_and_only_that_sentence_comes_or_goes(before, made, data):
    one = review(made, before=before, made=made)
    for _ in range(3):
        row = data.draw(st.integers(0, len(one.sentences) - 1))
        was = one.sentences[row]
        now = one.toggled(row)
        inside = [each.text for each in one.sentences if each.here is not None]
        expected = sorted([*inside, was.text])
        if was.here is not None:
            inside.remove(was.text)
            expected = sorted(inside)
        assert sorted(e.text for e in now.sentences if e.here is not None) == expected
        one = now


@pytest.mark.parametrize("row", range(6))
def test_the_cursor_stands_at_its_sentence(row):
    one = review()
    start, end = one.span(row)
    if one.sentences[row].here is not None:
        assert MADE[start:end] == one.sentences[row].text
    else:
        assert start == end
