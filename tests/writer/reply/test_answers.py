"""Reading which plan is chosen, and whether the story has ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.writer.reply.answers import read_choice, read_yes


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("2", 2),
        ("2.", 2),
        ("**2**", 2),
        ("[3]", 3),
        ("３", 3),
        ("②", 2),
        ("Plan 2", 2),
        ("plan_3", 3),
        ("Plan #1: go east", 1),
        ("Plan 2: the boy finds 3 keys", 2),
        ("Plan two", 2),
        ("two", 2),
        ("Two, because it has 3 turns.", 2),
        ("The second plan", 2),
        ("the third one", 3),
        ("Second.", 2),
        ("Option B", 2),
        ("b", 2),
        ("I choose Plan 3, since Plan 1 is dull.", 3),
        ("My choice is number 2.", 2),
        ("Of the 3 plans, I choose Plan 1.", 1),
        ("I would take the first one, since it is new.", 1),
        ("Instruction 1", 1),
        ("第二个", 2),
        ("第 3 个计划", 3),
        ("计划一", 1),
        ("计划2", 2),
        ("选择方案三", 3),
        ("二", 2),
        ("我选第一个计划，因为第二个太平淡。", 1),
        ("", None),
        ("None of them", None),
        ("Plan 4", None),
        ("12", None),
        ("In 2024", None),
        ("She finds 2.5 keys", None),
        ("一切都好", None),
        ("a fine plan", None),
    ],
)
def test_a_choice_is_read(text: str, choice: int | None) -> None:
    assert read_choice(text) == choice


@pytest.mark.parametrize(
    "text",
    ["Yes", "yes.", "YES!", "**Yes**", "Yes, the war is over.", "“Yes”", "Answer: yes", "True",
     "是", "是的", "是。", "对", "已经结束", "Yes - it has.", "It has.",
     "The story has reached its end.", "The story is over."],
)  # fmt: skip
def test_yes_is_yes(text: str) -> None:
    assert read_yes(text)


@pytest.mark.parametrize(
    "text",
    ["No", "no.", "No, yes would be too early", "Not yet",
     "", "否", "不是", "还没有", "没有", "false",
     "The story has not ended.", "The story has just begun.", "It has only begun.",
     "The story is not over.", "Yesterday", "Maybe", "未结束", "是否结局：否", "尚未",
     "The story has yet to end."],
)  # fmt: skip
def test_all_else_is_no(text: str) -> None:
    assert not read_yes(text)


@given(st.text(max_size=60))
def test_no_answer_is_too_strange(text: str) -> None:
    assert read_choice(text) in (None, 1, 2, 3)
    assert read_yes(text) in (True, False)
