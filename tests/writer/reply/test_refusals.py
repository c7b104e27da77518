"""A refusal is told from a story in which somebody is sorry."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.reply.refusals import is_refusal
from tests.writer.stage import prose


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't assist with that request.",
        "I’m sorry, but I can’t continue this story.",
        "I cannot write this scene as it depicts violence. I can offer a milder version instead.",
        "As an AI language model, I am unable to produce such material.",
        "I won't be able to help with this.",
        "Sorry, I can't provide that.",
        "I'm unable to generate content of that kind. Would you like something else?",
        "I apologize, but I cannot fulfill this request.",
        "I must decline to write the scene as described.",
        "抱歉，我无法继续创作这个内容。",
        "我无法协助完成这个请求。",
        "作为一个AI，我不能生成此类内容。",
    ],
)
def test_a_refusal(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "“I'm sorry, but I can't help with that,” said the keeper. “Ask the sexton.”",
        "I'm sorry, I can't help you, he said, and the boat was gone.",
        "I can't go on. The rain had come down all night, and the boat lay on its side.",
        "I could not write to her; the letter lay there, and the lamp burned.",
        "We cannot leave the lamp, she said, not tonight, and went up.",
        "“对不起，我不能跟你走，”她说，“你给我写信吧。”",
        "我不能走，他说。门外下着雨，没有人回答。",
        "The clerk would not comply with the request, and the policy stayed as it was.",
        "I cannot assist with that request, wrote the archivist. " + prose("more", 20),
        "",
    ],
)
def test_a_story_is_none(text: str) -> None:
    assert not is_refusal(text)
