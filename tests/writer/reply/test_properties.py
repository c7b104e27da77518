"""What holds of every reply, whatever its form and however it comes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.writer.sections import OPENINGS, PLANS, Section
from tests.writer.reply.grammar import Written, chunks, labelled_replies
from tests.writer.reply.reading import STEP, characters, read

ASKED = st.sampled_from(
    [
        STEP,
        (),
        (Section.PARAGRAPH,),
        (Section.MEMORY,),
        (Section.PLAN_2,),
        (Section.TITLE,),
        PLANS,
        (Section.TITLE, Section.OUTLINE, *OPENINGS, Section.MEMORY, *PLANS),
        (Section.CHOICE, Section.REASON, Section.REVISED_PLAN, Section.ENDING),
    ]
)
LANGUAGES = st.sampled_from(("en", "zh", "fr"))
MARKUP = (
    "Paragraph", "Rationale", "Memory", "Plan 1", "Plan 2", "Plan 3", "Plans", "Plan", "Title",
    "Output Memory", "Instruction 1", "Outline", "Paragraph 1", "Paragraph 2", "Selected plan",
    "Revised plan", "Ending reached", "段落", "记忆", "计划一", "计划二", "理由", ":", "：", "**",
    "__", "#", "### ", "\n", "\n\n", "\r\n", "\r", " ", "- ", "1. ", "2. ", "3) ", ". ", "；",
    "]", "【", "】", ">", "---", "***", "}", '"', "\\", ",", "Sure!",
    "Here is the next paragraph:", "I hope", "Let me know if you would like changes.", "好的，",
    "。", "“", "\ufeff", "\u200b", "\t", " — ", "Name: ", '." Plan 2: ',
)  # fmt: skip
BRACKETS = (
    "<", "</", "<plan_1>", "</plan_1>", "</memory>", "<think>", "</think>", "<thinking>", "```",
    "```json\n", "{", '{"paragraph": "', '", "memory": "', '"plans": ["', '"]}', "\\n", "\\u00e9",
    "\\ud83d\\ude00", "\ud83d", "\x00", "(", ")", "[", "（",
)  # fmt: skip
WORDS = ("He went east.", "she said", "the sea. ", "x", "2", "yes", "他走了。", "word " * 80)


def pieces(*kinds: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Text made of pieces, some of them broken off."""
    piece = st.sampled_from([piece for kind in kinds for piece in kind])
    broken = st.tuples(piece, st.integers(1, 4)).map(lambda each: each[0][: each[1]])
    return st.lists(st.one_of(piece, piece, broken), max_size=25).map("".join)


any_reply = st.one_of(
    pieces(MARKUP, BRACKETS, WORDS),
    labelled_replies().map(lambda written: written.reply),
    st.text(st.characters(codec=None), max_size=200),
)


@settings(max_examples=250, deadline=None)
@given(labelled_replies())
def test_every_section_of_a_reply_is_found_whole_and_nothing_else(written: Written) -> None:
    assert read(written.reply, written.expected, written.language).sections == written.sections


@settings(max_examples=300, deadline=None)
@given(any_reply, ASKED, LANGUAGES, st.booleans(), st.data())
def test_a_reply_reads_the_same_however_it_is_cut_into_chunks(
    reply: str, asked: tuple[Section, ...], language: str, cut: bool, data: st.DataObject
) -> None:
    whole = read(reply, asked, language, cut=cut)
    for split in (characters(reply), data.draw(chunks(reply))):
        in_chunks = read(split, asked, language, cut=cut)
        assert list(in_chunks.sections.items()) == list(whole.sections.items())
        assert in_chunks.unfinished == whole.unfinished
        assert in_chunks.remarks == whole.remarks


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.one_of(pieces(MARKUP, WORDS), st.none()), max_size=12),
    ASKED,
    LANGUAGES,
    st.booleans(),
)
def test_no_word_is_lost_or_told_twice(
    parts: list[str | None], asked: tuple[Section, ...], language: str, cut: bool
) -> None:
    words = iter(f" w{number}q " for number in range(len(parts)))
    reply = "".join(next(words) if part is None else part for part in parts)
    result = read(reply, asked, language, cut=cut)
    told = " ".join([*result.sections.values(), result.remarks])
    for number in range(len(parts)):
        assert told.count(f"w{number}q") == reply.count(f"w{number}q")


@pytest.mark.parametrize(
    "reply",
    ["She goes. Plan 2: no.", 'She said ."  Plan 2: no', '{"paragraph": "a" , "b', "a\r\r\n\nb"],
)
@pytest.mark.parametrize("asked", [(Section.PLAN_1,), PLANS, STEP])
def test_replies_that_once_read_otherwise_in_chunks(reply: str, asked: tuple[Section, ...]) -> None:
    for form in (reply, f"Plan 1: {reply}"):
        assert read(characters(form), asked).sections == read(form, asked).sections


@pytest.mark.parametrize("reply", ["\ud83d", "Paragraph: a\udc00b", "\x00\x01\x1b[31m"])
def test_no_character_is_too_strange_to_be_stored(reply: str) -> None:
    for text in read(reply, [Section.PARAGRAPH]).sections.values():
        text.encode()
